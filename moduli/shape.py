"""The questions as plain data: what is asked, in the shape in which it is kept beside the answers.

An entry that only one type of question has is declared beside that type, in `moduli/types/`.
"""

from collections.abc import Iterator
from typing import Any, NotRequired, TypedDict

# Version of the shape below; a change that old readers cannot follow raises it.
FORMAT = 1


class LeadsOut(TypedDict):
    """What is said to whoever chooses an option that leads out, and the id of the page to go to instead."""

    why: str
    page: int | None


class Option(TypedDict):
    """One option of a choice; `questions` are asked only of those who choose it.

    `leads_out` stands where whoever chooses it cannot take part (`moduli.leading_out`).
    """

    key: str
    label: str
    questions: list["Question"]
    leads_out: NotRequired[LeadsOut]


class AnswerCondition(TypedDict):
    """One of these options was chosen, by the keys of the question and of the options."""

    question: str
    options: list[str]


class OnlyIf(TypedDict):
    """On what it depends whether something is asked: all of what is there must hold (`moduli.conditions`).

    Attributes:
        kinds: who answers is of one of these kinds.
        answers: earlier questions were answered so, each of them.
    """

    kinds: NotRequired[list[str]]
    answers: NotRequired[list[AnswerCondition]]


class Question(TypedDict):
    """What every question has; `type` is the key of its `QuestionType`, `options` are those of a choice.

    The last six are there only where an editor said so (`moduli.extras`, `moduli.only_if`).
    """

    key: str
    type: str
    label: str
    help: str
    required: bool
    options: NotRequired[list[Option]]
    example: NotRequired[str]
    error: NotRequired[str]
    personal: NotRequired[bool]
    listed: NotRequired[bool]
    reusable: NotRequired[bool]
    only_if: NotRequired[OnlyIf]


class Step(TypedDict):
    """One page of the form; `eligibility` marks the one that is asked before anything else."""

    key: str
    title: str
    intro: str
    questions: list[Question]
    eligibility: NotRequired[bool]
    only_if: NotRequired[OnlyIf]


class Schema(TypedDict):
    format: int
    steps: list[Step]


# What was answered, by question key: what the type of the question keeps, always plain JSON.
Answers = dict[str, Any]


def walk(questions: list[Question]) -> Iterator[Question]:
    """Every question of a list with all that is nested in it, in the order of the form."""
    for question in questions:
        yield question
        for option in question.get("options", []):
            yield from walk(option["questions"])


def chosen_options(question: Question, answer: Any) -> list[Option]:
    """The options that an answer chooses, whatever else it holds; none for a question without options."""
    keys = answer if isinstance(answer, list) else [answer]
    return [option for option in question.get("options", []) if option["key"] in keys]


def is_blank(value: Any) -> bool:
    """Whether a value is no answer; the number zero is one."""
    return value is None or value is False or value in ("", [])
