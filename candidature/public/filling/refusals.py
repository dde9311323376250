"""Answers that lead out, in words, with the page where whoever gave one is sent instead."""

from dataclasses import dataclass

from wagtail.models import Page

from moduli import Answers, Step, ways_out


@dataclass(frozen=True)
class Refusal:
    """An answer that leads out, in words, and the page where it leads, if that can be read.

    Attributes:
        address: of the step where it is changed, if that is elsewhere.
    """

    question: str
    answer: str
    why: str
    page: Page | None
    address: str = ""


def refusals(step: Step, answers: Answers) -> list[Refusal]:
    """The answers to a step that lead out. One query, if a page is named."""
    ways = ways_out(step, answers)
    named = {way.page_id for way in ways if way.page_id is not None}
    pages = {page.pk: page for page in Page.objects.live().public().filter(pk__in=named)} if named else {}
    return [Refusal(way.question, way.answer, way.why, pages.get(way.page_id)) for way in ways]
