"""The questions as plain data: what is asked, frozen so that it can be kept beside the answers.

`freeze` copies the StreamField of a page into dictionaries and strings. A submission keeps that copy, so an
editor may change the form while old answers still read as they were asked. Keys are the ids of the blocks:
a question can be reworded or moved without losing its answers.
"""

from collections.abc import Iterator
from typing import Any, Literal, NotRequired, TypedDict

from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from moduli.files.checking import DEFAULT_KINDS, FILE_KINDS

# Version of the shape below; a change that old readers cannot follow raises it.
FORMAT = 1

QuestionType = Literal[
    "short_text",
    "long_text",
    "number",
    "date",
    "one_choice",
    "several_choices",
    "yes_no",
    "email",
    "pec",
    "phone",
    "tax_code",
    "vat_number",
    "municipality",
    "address",
    "file",
    "declaration",
    "text_only",
]
CHOICE_TYPES = frozenset({"one_choice", "several_choices", "yes_no"})


class Option(TypedDict):
    """One option of a choice; `questions` are asked only of those who choose it."""

    key: str
    label: str
    questions: list["Question"]


class Question(TypedDict):
    """One question. The optional entries exist only for the types that know them."""

    key: str
    type: QuestionType
    label: str
    help: str
    required: bool
    options: NotRequired[list[Option]]  # one_choice, several_choices, yes_no ("yes", "no")
    max_choices: NotRequired[int | None]  # several_choices
    max_length: NotRequired[int]  # short_text, long_text: characters
    minimum: NotRequired[str | None]  # number, as written by Decimal
    maximum: NotRequired[str | None]
    whole: NotRequired[bool]
    unit: NotRequired[str]
    earliest: NotRequired[str | None]  # date, ISO 8601
    latest: NotRequired[str | None]
    minimum_age: NotRequired[int | None]  # date of birth: years completed on the day of the answer
    holder: NotRequired[str]  # tax_code: "person", "organisation", "either"
    extensions: NotRequired[list[str]]  # file: lower case, without the dot
    max_bytes: NotRequired[int]
    max_files: NotRequired[int]
    text: NotRequired[str]  # text_only


class Step(TypedDict):
    key: str
    title: str
    intro: str
    questions: list[Question]


class Schema(TypedDict):
    format: int
    steps: list[Step]


# What was answered, by question key: a string, a list of option keys, a municipality, a list of files.
Answers = dict[str, Any]


def freeze(steps: Any) -> Schema:
    """Copies the value of a page's `steps` StreamField.

    Takes half-typed drafts too, because the preview shows them: what has no words yet gets a stand-in, an
    option without a label is left out.
    """
    keys = _Keys()
    return {
        "format": FORMAT,
        "steps": [_step(child, number, keys) for number, child in enumerate(steps or [], start=1)],
    }


def walk(questions: list[Question]) -> Iterator[Question]:
    """Every question of a list with all that is nested in it, in the order of the form."""
    for question in questions:
        yield question
        for option in question.get("options", []):
            yield from walk(option["questions"])


class _Keys:
    """Hands out the key of each block, each key once.

    A block that was never saved has no id yet (preview of a new page) and data written by a program may
    repeat one: both get a key that depends only on their place.
    """

    def __init__(self) -> None:
        self._given: set[str] = set()

    def of(self, block_id: str | None) -> str:
        # Keys stand in HTML ids and in file records: only letters, digits, hyphens.
        base = get_valid_filename(str(block_id)).replace(".", "-")[:36] if block_id else "new"
        key, number = base, 1
        while key in self._given:
            number += 1
            key = f"{base}-{number}"
        self._given.add(key)
        return key


def _step(child: Any, number: int, keys: _Keys) -> Step:
    value = child.value
    return {
        "key": keys.of(child.id),
        "title": _text(value, "title") or _("Passo %(number)d") % {"number": number},
        "intro": _text(value, "intro"),
        "questions": _questions(value.get("questions"), keys),
    }


def _questions(stream: Any, keys: _Keys) -> list[Question]:
    return [_question(child, keys) for child in stream or []]


def _question(child: Any, keys: _Keys) -> Question:
    kind, value = child.block_type, child.value
    question: Question = {
        "key": keys.of(child.id),
        "type": kind,
        "label": _text(value, "label"),
        "help": _text(value, "help"),
        "required": kind == "declaration" or bool(value.get("required")),
    }
    if kind == "text_only":
        question["text"] = _text(value, "text")
    elif not question["label"]:
        question["label"] = _("(domanda senza testo)")
    match kind:
        case "short_text":
            question["max_length"] = value.get("max_length") or 255
        case "long_text":
            question["max_length"] = value.get("max_length") or 2000
        case "number":
            question["minimum"] = _written(value.get("minimum"))
            question["maximum"] = _written(value.get("maximum"))
            question["whole"] = bool(value.get("whole"))
            question["unit"] = _text(value, "unit")
        case "date":
            question["earliest"] = _written(value.get("earliest"))
            question["latest"] = _written(value.get("latest"))
            question["minimum_age"] = value.get("minimum_age")
        case "tax_code":
            question["holder"] = value.get("holder") or "either"
        case "file":
            kinds = [kind for kind in value.get("kinds") or [] if kind in FILE_KINDS] or DEFAULT_KINDS
            question["extensions"] = [
                extension for kind in kinds for extension in FILE_KINDS[kind].extensions
            ]
            question["max_bytes"] = (value.get("max_megabytes") or 10) * 1024 * 1024
            question["max_files"] = value.get("max_files") or 1
        case "one_choice" | "several_choices":
            question["options"] = _options(value.get("options"), keys)
            if kind == "several_choices":
                question["max_choices"] = value.get("max_choices")
        case "yes_no":
            question["options"] = [
                {"key": "yes", "label": _("Sì"), "questions": _questions(value.get("if_yes"), keys)},
                {"key": "no", "label": _("No"), "questions": _questions(value.get("if_no"), keys)},
            ]
    return question


def _options(options: Any, keys: _Keys) -> list[Option]:
    return [
        {
            "key": keys.of(child.id),
            "label": label,
            "questions": _questions(child.value.get("questions"), keys),
        }
        for child in (options.bound_blocks if options else [])
        if (label := _text(child.value, "label"))
    ]


def _text(value: Any, name: str) -> str:
    return str(value.get(name) or "").strip()


def _written(limit: Any) -> str | None:
    return None if limit is None else str(limit)
