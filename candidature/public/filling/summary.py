"""Everything as it will be sent, step by step, and which of the steps still lack something."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from candidature.public.applicant import too_young
from candidature.public.filling import page_order, progress
from candidature.public.filling.refusals import Refusal, refusals
from candidature.public.filling.way import Way
from candidature.submissions.drafts import Draft
from candidature.submissions.files import UploadedFile
from candidature.submissions.in_words import rows
from moduli import (
    IncompleteAnswersError,
    Section,
    Upload,
    asked_form,
    check_answers,
    leads_anybody_out,
    readable,
)


@dataclass(frozen=True)
class StepInWords:
    """A step as the summary shows it.

    Attributes:
        address: where it is corrected.
        is_incomplete: something in it is missing or wrong; an answer that leads out is neither.
    """

    number: int
    address: str
    section: Section
    is_incomplete: bool


def steps(way: Way, uploads: Sequence[Upload]) -> list[StepInWords]:
    """The steps of what is being written, in words."""
    answers, incomplete = way.written.answers, frozenset[str]()
    try:
        check_answers(way.form, answers, uploads)
    except IncompleteAnswersError as error:
        incomplete = error.lacking
    return [
        StepInWords(number, way.step_address(number), section, section.key in incomplete)
        for number, section in zip(way.asked, readable(way.form, answers, uploads), strict=True)
    ]


def led_out(way: Way) -> list[Refusal]:
    """The answers because of which nothing can be sent, whatever is completed, with where each is changed."""
    if not leads_anybody_out(way.form):
        return []
    answers = way.written.answers
    asked = zip(way.asked, asked_form(way.form, answers)["steps"], strict=True)
    return [
        replace(refusal, address=way.step_address(number))
        for number, step in asked
        for refusal in refusals(step, answers)
    ]


def to_complete(way: Way, shown: Iterable[StepInWords], *, says_who: bool) -> list[tuple[str, str]]:
    """What must be completed before anything can be sent: addresses and titles."""
    who = [] if says_who else [(way.step_address(0), str(way.words.title))]
    lacks_others = way.asks_others and way.standing_of_others()[1]
    others = [(way.step_address(page_order.OTHERS), _("Chi conferma"))] if lacks_others else []
    return [*who, *((step.address, step.section.title) for step in shown if step.is_incomplete), *others]


def summed_up(way: Way, who: Draft, day: date, uploads: Sequence[UploadedFile]) -> dict[str, Any]:
    """What the summary shows of what has not been sent yet, whoever types it and whether it can be sent.

    Args:
        who: who applies, as the columns of a draft.
        day: on which it would count as sent.
    """
    page, shown, born, places = way.page, steps(way, uploads), who.birth_date, way.page.places()
    is_admitted = not who.says_who or page.admits_applicant(who)
    says_who = way.says_who and is_admitted
    return {
        "applicant_rows": rows(who) if who.last_name else [],
        "says_who": says_who,
        "not_admitted": not is_admitted,
        "reserved": page.reserved_sentence,
        "too_young": too_young(page, born, way.words) if born and page.is_too_young(born, day) else "",
        "steps": shown,
        "who_address": way.step_address(0),
        "led_out": led_out(way),
        "incomplete": to_complete(way, shown, says_who=says_who),
        "may_name_partners": page.most_partners > 0,
        "progress": progress.of(way, way.last + 1, uploads),
        "places": places,
        "has_room": places is None or not places.is_full or page.has_waiting_list,
        "notice": page.notice(),
        "back": way.step_address(way.preceding(way.last + 1)),
    }
