"""Where one stands on the way to the summary: every page of the form, how far it is, and the way to it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from candidature.public.applicant_words import TO_APPLICANT
from candidature.public.filling import page_order
from candidature.public.filling.way import Way
from moduli import Answers, Schema, Step, Upload, is_complete, walk


@dataclass(frozen=True)
class ProgressStep:
    """One page of the form.

    Attributes:
        number: 0 is who you are, the last is the summary.
        address: empty while there is nothing to come back to.
        done: it was filled in, and nothing in it is missing or wrong.
        to_complete: it was filled in, and something in it is missing or wrong.
    """

    number: int
    title: str
    address: str
    done: bool
    current: bool
    to_complete: bool = False


def ahead(schema: Schema, *, names_partners: bool) -> list[ProgressStep]:
    """What lies ahead of whoever has not begun, but for what is asked of them first."""
    titles = dict(enumerate([str(TO_APPLICANT.title), *map(_ahead, schema["steps"]), _("Riepilogo")]))
    titles[page_order.OTHERS] = _("Chi conferma")
    asked_here = page_order.eligibility_number(schema)
    return [
        ProgressStep(number, titles[number], "", done=False, current=number == 0)
        for number in page_order.numbers(schema, asks_others=names_partners)
        if number != asked_here
    ]


def _ahead(step: Step) -> str:
    return _("%(title)s (se ti riguarda)") % {"title": step["title"]} if "only_if" in step else step["title"]


def of(way: Way, current: int, uploads: Collection[Upload]) -> list[ProgressStep]:
    """The way through what is being written, each of its pages within reach.

    Args:
        current: number of the page that is shown.
        uploads: its files.
    """
    answers = way.written.answers

    def page(number: int, title: str, address: str, *, done: bool, to_complete: bool = False) -> ProgressStep:
        is_here = number == current
        return ProgressStep(
            number,
            title,
            address,
            done=done and not is_here,
            current=is_here,
            to_complete=to_complete and not is_here,
        )

    def step_page(number: int, step: Step) -> ProgressStep:
        address = way.step_address(number)
        if number == current:
            return page(number, step["title"], address, done=False)
        is_filled_in = _was_filled_in(step, way.written.typed_answers)
        complete = is_complete(step, answers, uploads)
        done = way.was_done(number, is_filled_in=is_filled_in, is_complete=complete)
        to_complete = is_filled_in and not complete
        return page(number, step["title"], address, done=done, to_complete=to_complete)

    who = [page(0, str(way.words.title), way.step_address(0), done=way.says_who)] if way.asks_who else []
    steps = [step_page(number, step) for number, step in way.asked.items()]
    others = []
    if way.asks_others:
        done, to_complete = way.standing_of_others()
        address = way.step_address(page_order.OTHERS)
        others = [page(page_order.OTHERS, _("Chi conferma"), address, done=done, to_complete=to_complete)]
    # It is done when it is sent.
    summary = page(way.last + 1, _("Riepilogo"), way.summary_address(), done=False)
    pages = [*who, *steps, *others, summary]
    order = way.order
    return sorted(pages, key=lambda page: order.index(page.number))


def _was_filled_in(step: Step, typed: Answers) -> bool:
    """Whether its button was pressed: each of its questions was then written, if only as None."""
    return any(question["key"] in typed for question in walk(step["questions"]))
