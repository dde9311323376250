"""A form to be printed and filled in by hand: questions with numbers and room, branches told in words."""

import json
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from moduli.condition_words import conditions_in_words
from moduli.differences import questions_by_key
from moduli.leading_out import whom_it_stops
from moduli.room import Room
from moduli.shape import OnlyIf, Option, Question, Schema, Step
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
        only_if: a sentence that says who answers; empty for everybody.
    """

    number: int | None
    label: str
    help: str
    text: str
    required: bool
    room: Room
    options: list[PaperOption]
    branches: list[PaperBranch]
    only_if: str = ""


@dataclass(frozen=True)
class PaperStep:
    """A step on paper; `only_if` says who fills it in, empty for everybody."""

    title: str
    intro: str
    questions: list[PaperQuestion]
    only_if: str = ""


def on_paper(schema: Schema) -> list[PaperStep]:
    """The whole form with every branch, in the order of the screen.

    What several options of a question ask in the same words is printed once for all of them. Who is asked
    what depends on the kind of applicant, or on another answer, is said in words.
    """
    printer = _Printer(schema)
    return [
        PaperStep(step["title"], step["intro"], printer.questions(step["questions"]), printer.only_if(step))
        for step in schema["steps"]
    ]


class _Printer:
    """Numbers the questions in the order in which they are printed, and names them by their numbers."""

    def __init__(self, schema: Schema) -> None:
        self._by_key = questions_by_key(schema)
        self._next = count(1)
        self._numbers: dict[str, int] = {}

    def questions(self, questions: list[Question]) -> list[PaperQuestion]:
        return [self._question(question) for question in questions]

    def only_if(self, asked: Question | Step) -> str:
        """Who answers, where not everybody does."""
        condition = conditions_in_words(asked.get("only_if", OnlyIf()), self._by_key, self._numbers)
        if not condition:
            return ""
        sentence = (
            _("Compila questa parte solo se %(condition)s.")
            if "questions" in asked
            else _("Rispondi solo se %(condition)s.")
        )
        return sentence % {"condition": condition}

    def _question(self, question: Question) -> PaperQuestion:
        kind, only_if = type_of(question), self.only_if(question)
        if kind.asks_nothing:
            text = str(question.get("text", ""))
            return PaperQuestion(
                None, question["label"], question["help"], text, False, Room(lines=0), [], [], only_if
            )
        number = self._numbers[question["key"]] = next(self._next)
        # The rule of a file is about files.
        rule = "" if kind.takes_files else kind.hint(question)
        options = question.get("options", [])
        return PaperQuestion(
            number,
            question["label"],
            kind.explained(question, rule),
            "",
            question["required"],
            kind.room(question),
            [PaperOption(option["label"], whom_it_stops(option)) for option in options],
            [self._branch(alike, number) for alike in _asking_the_same(options)],
            only_if,
        )

    def _branch(self, options: list[Option], number: int) -> PaperBranch:
        chosen = get_text_list([f"«{option['label']}»" for option in options], _("oppure"))
        sentence = _("Rispondi qui solo se alla domanda %(number)d hai scelto %(options)s.")
        return PaperBranch(
            sentence % {"number": number, "options": chosen}, self.questions(options[0]["questions"])
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
