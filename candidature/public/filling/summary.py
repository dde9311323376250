"""Everything as it will be sent, step by step, and which of the steps still lack something."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from candidature.public.filling.way import Way
from moduli import IncompleteAnswersError, Section, Upload, check_answers, readable


@dataclass(frozen=True)
class StepInWords:
    """A step as the summary shows it.

    Attributes:
        address: where it is corrected.
        is_incomplete: something in it is missing or wrong.
    """

    number: int
    address: str
    section: Section
    is_incomplete: bool


def steps(way: Way, uploads: Sequence[Upload]) -> list[StepInWords]:
    """The steps of what is being written, in words."""
    answers, incomplete = way.written.answers, list[str]()
    try:
        check_answers(way.schema, answers, uploads)
    except IncompleteAnswersError as error:
        incomplete = error.steps
    return [
        StepInWords(number, way.step_address(number), section, section.key in incomplete)
        for number, section in enumerate(readable(way.schema, answers, uploads), start=1)
    ]


def to_complete(way: Way, shown: Iterable[StepInWords], *, says_who: bool) -> list[tuple[str, str]]:
    """What must be completed before anything can be sent: addresses and titles."""
    who = [] if says_who else [(way.step_address(0), _("Chi sei"))]
    return who + [(step.address, step.section.title) for step in shown if step.is_incomplete]
