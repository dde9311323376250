"""Answers in words: the one reading used by summary, receipt, queue and exports."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

import phonenumbers
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moduli.fields import LONG_DATE, written_number
from moduli.files.checking import readable_size
from moduli.form import Upload
from moduli.schema import CHOICE_TYPES, Answers, Question, Schema


@dataclass(frozen=True)
class AnsweredFile:
    """A file of an answer. `public_id` finds it behind the guarded view."""

    public_id: str
    name: str
    size: str


@dataclass(frozen=True)
class Row:
    """One question and what was answered. `depth` is 0 for the questions of the step."""

    key: str
    label: str
    values: list[str]
    files: list[AnsweredFile]
    depth: int

    @property
    def text(self) -> str:
        """The answer as one text, for a table or a spreadsheet cell; empty when there is none."""
        return "; ".join([*self.values, *(file.name for file in self.files)])


@dataclass(frozen=True)
class Section:
    """The answers of one step."""

    key: str
    title: str
    rows: list[Row] = field(default_factory=list)


def readable(schema: Schema, answers: Answers, uploads: Iterable[Upload] = ()) -> list[Section]:
    """The answers in the order and in the words of the form as it was asked.

    Only visible questions appear; one left blank appears with no value. Of `uploads` those count that the
    answers name.
    """
    files = {
        str(upload.public_id): AnsweredFile(
            str(upload.public_id), upload.original_name, readable_size(upload.size)
        )
        for upload in uploads
    }
    return [
        Section(step["key"], step["title"], list(_rows(step["questions"], answers, files, depth=0)))
        for step in schema.get("steps", [])
    ]


def _rows(
    questions: list[Question], answers: Answers, files: dict[str, AnsweredFile], depth: int
) -> Iterator[Row]:
    for question in questions:
        key, kind = question["key"], question["type"]
        if kind == "text_only":
            continue
        answer = answers.get(key)
        if kind == "file":
            named = [files[public_id] for public_id in answer or [] if public_id in files]
            yield Row(key, question["label"], [], named, depth)
            continue
        yield Row(key, question["label"], _values(question, answer), [], depth)
        if kind in CHOICE_TYPES:
            chosen = answer if isinstance(answer, list) else [answer]
            for option in question["options"]:
                if option["key"] in chosen:
                    yield from _rows(option["questions"], answers, files, depth + 1)


def _values(question: Question, answer: Any) -> list[str]:
    if answer is None or answer is False or answer in ("", []):
        return []
    match question["type"]:
        case "one_choice" | "several_choices" | "yes_no":
            chosen = answer if isinstance(answer, list) else [answer]
            return [option["label"] for option in question["options"] if option["key"] in chosen]
        case "municipality":
            return [answer["label"] if isinstance(answer, dict) else str(answer)]
        case "declaration":
            return [_("Dichiarazione resa")]
        case "number":
            return [_number(question, answer)]
        case "date":
            return [_date(answer)]
        case "phone":
            return [_phone(answer)]
    return [str(answer)]


# A draft may hold what was typed and is not valid yet: it is shown as it stands.


def _number(question: Question, answer: Any) -> str:
    try:
        number = written_number(Decimal(answer))
    except (InvalidOperation, ValueError):
        return str(answer)
    return f"{number} {question['unit']}".strip()


def _date(answer: Any) -> str:
    try:
        return date_format(datetime.date.fromisoformat(answer), LONG_DATE)
    except ValueError:
        return str(answer)


def _phone(answer: Any) -> str:
    try:
        number = phonenumbers.parse(str(answer), None)
    except phonenumbers.NumberParseException:
        return str(answer)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
