"""Everything as it will be sent, step by step, and which of the steps still lack something."""

from collections.abc import Sequence
from dataclasses import dataclass

from moduli import Answers, IncompleteAnswersError, Schema, Section, Upload, check_answers, readable


@dataclass(frozen=True)
class StepInWords:
    """A step as the summary shows it: its number, and whether something in it is missing or wrong."""

    number: int
    section: Section
    is_incomplete: bool


def steps(schema: Schema, answers: Answers, uploads: Sequence[Upload]) -> list[StepInWords]:
    """The steps of a form in words, numbered from 1."""
    incomplete: list[str] = []
    try:
        check_answers(schema, answers, uploads)
    except IncompleteAnswersError as error:
        incomplete = error.steps
    return [
        StepInWords(number, section, section.key in incomplete)
        for number, section in enumerate(readable(schema, answers, uploads), start=1)
    ]
