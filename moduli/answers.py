"""Answers in words: the one reading used by summary, receipt, queue and exports."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from django.utils.functional import SimpleLazyObject

from moduli.conditions import Chosen, asked_form, visible
from moduli.files.checking import readable_size
from moduli.files.upload import Upload
from moduli.shape import Answers, Question, Schema, is_blank
from moduli.types.registry import type_of


@dataclass(frozen=True)
class AnsweredFile:
    """A file of an answer. `public_id` finds it behind the guarded view."""

    public_id: str
    name: str
    size: str


@dataclass(frozen=True)
class Row:
    """One question and what was answered.

    Attributes:
        depth: 0 for the questions of the step.
        is_personal: the answer is personal data.
        is_listed: reviewers find it above the other answers.
        drawing: what of the answer is drawn, as the path of an SVG.
    """

    key: str
    label: str
    values: list[str]
    files: list[AnsweredFile]
    depth: int
    is_personal: bool = False
    is_listed: bool = False
    drawing: str = ""

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

    Only visible questions appear, and only steps that are asked; one left blank appears with no value. Of
    `uploads` those count that the answers name.

    Args:
        schema: of who answered (`for_kind`).
    """

    def by_id() -> dict[str, AnsweredFile]:
        return {
            str(upload.public_id): AnsweredFile(
                str(upload.public_id), upload.original_name, readable_size(upload.size)
            )
            for upload in uploads
        }

    # Looked at, and perhaps read, only where a question asked for files.
    files = cast("dict[str, AnsweredFile]", SimpleLazyObject(by_id))
    return [
        Section(step["key"], step["title"], list(_rows(step["questions"], answers, files)))
        for step in asked_form(schema, answers)["steps"]
    ]


def in_words(question: Question, answer: Any, uploads: Iterable[Upload] = ()) -> str:
    """One answer as a text, whether its question is visible or not; empty when there is none."""
    kind = type_of(question)
    if kind.asks_nothing or is_blank(answer):
        return ""
    if kind.takes_files:
        return "; ".join(upload.original_name for upload in uploads if str(upload.public_id) in answer)
    return "; ".join(kind.words(question, answer))


def identifying(schema: Schema, answers: Answers, *, of_a_person: bool = False) -> list[str]:
    """The answers that name one person or organisation and no other, such as a tax code, in capitals.

    Those to questions that are not asked do not count.

    Args:
        of_a_person: only those to questions that ask for a person's, whoever else could have one.
    """
    return [
        str(answer).upper()
        for step in asked_form(schema, answers)["steps"]
        for question, _depth in visible(step["questions"], answers, Chosen())
        if type_of(question).identifies
        and (not of_a_person or type_of(question).is_of_a_person(question))
        and not is_blank(answer := answers.get(question["key"]))
    ]


def _rows(questions: list[Question], answers: Answers, files: dict[str, AnsweredFile]) -> Iterator[Row]:
    for question, depth in visible(questions, answers, Chosen()):
        kind, answer = type_of(question), answers.get(question["key"])
        if kind.asks_nothing:
            continue
        named: list[AnsweredFile] = []
        values: list[str] = []
        if kind.takes_files:
            named = [files[public_id] for public_id in answer or [] if public_id in files]
        elif not is_blank(answer):
            values = kind.words(question, answer)
        yield Row(
            question["key"],
            question["label"],
            values,
            named,
            depth,
            is_personal=kind.is_personal(question),
            is_listed=kind.is_listed(question),
            drawing="" if is_blank(answer) else kind.drawing(question, answer),
        )
