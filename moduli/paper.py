"""A form to be printed and filled in by hand: questions with numbers and room, branches told in words."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from moduli.room import Room
from moduli.shape import Option, Question, Schema
from moduli.types.registry import type_of


@dataclass(frozen=True)
class PaperOption:
    """An option to tick; `leads_out` is what whoever ticks it has to know, where they cannot take part."""

    label: str
    leads_out: str


@dataclass(frozen=True)
class PaperBranch:
    """The questions of whoever ticks certain options, and the sentence that says who that is."""

    only_if: str
    questions: "list[PaperQuestion]"


@dataclass(frozen=True)
class PaperQuestion:
    """A question on paper.

    Attributes:
        number: its place in the whole form; None where nothing is asked.
        help: what the editor explains, and the rule of the question.
        text: what is only read.
    """

    number: int | None
    label: str
    help: str
    text: str
    required: bool
    room: Room
    options: list[PaperOption]
    branches: list[PaperBranch]


@dataclass(frozen=True)
class PaperStep:
    title: str
    intro: str
    questions: list[PaperQuestion]


def on_paper(schema: Schema) -> list[PaperStep]:
    """The whole form with every branch, in the order of the screen.

    What several options of a question ask in the same words is printed once for all of them.
    """
    numbers = count(1)
    return [
        PaperStep(step["title"], step["intro"], list(_questions(step["questions"], numbers)))
        for step in schema["steps"]
    ]


def _questions(questions: list[Question], numbers: Iterator[int]) -> Iterator[PaperQuestion]:
    for question in questions:
        kind = type_of(question)
        if kind.asks_nothing:
            text = str(question.get("text", ""))
            yield PaperQuestion(None, question["label"], question["help"], text, False, Room(lines=0), [], [])
            continue
        number = next(numbers)
        # The rule of a file is about files.
        rule = "" if kind.takes_files else kind.hint(question)
        options = question.get("options", [])
        yield PaperQuestion(
            number,
            question["label"],
            " ".join(part for part in (question["help"], rule) if part),
            "",
            question["required"],
            kind.room(question),
            [PaperOption(option["label"], _leads_out(option)) for option in options],
            [_branch(alike, number, numbers) for alike in _asking_the_same(options)],
        )


def _asking_the_same(options: list[Option]) -> list[list[Option]]:
    """The options that ask anything, those together that ask the same."""
    found: dict[str, list[Option]] = {}
    for option in options:
        if option["questions"]:
            found.setdefault(json.dumps(_without_keys(option["questions"])), []).append(option)
    return list(found.values())


def _without_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_keys(entry) for name, entry in sorted(value.items()) if name != "key"}
    return [_without_keys(entry) for entry in value] if isinstance(value, list) else value


def _branch(options: list[Option], number: int, numbers: Iterator[int]) -> PaperBranch:
    chosen = get_text_list([f"«{option['label']}»" for option in options], _("oppure"))
    sentence = _("Rispondi qui solo se alla domanda %(number)d hai scelto %(options)s.")
    return PaperBranch(
        sentence % {"number": number, "options": chosen},
        list(_questions(options[0]["questions"], numbers)),
    )


def _leads_out(option: Option) -> str:
    if "leads_out" not in option:
        return ""
    why = option["leads_out"]["why"]
    return _("Chi risponde così non può partecipare. %(why)s").strip() % {"why": why}
