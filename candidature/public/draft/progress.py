"""Where one stands on the way to the summary: every page of the form, how far it is, and the way to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from candidature.public.draft import route
from candidature.submissions.models import Draft
from moduli import Answers, Schema, Step, Upload, is_complete, walk


@dataclass(frozen=True)
class ProgressStep:
    """One page of the form.

    Attributes:
        number: 0 is who you are, the last is the summary.
        address: empty while there is no draft to come back to.
        done: it was filled in, and nothing in it is missing or wrong.
    """

    number: int
    title: str
    address: str
    done: bool
    current: bool


def before_a_draft(schema: Schema) -> list[ProgressStep]:
    """What lies ahead of whoever has not begun."""
    return [
        ProgressStep(number, title, "", done=False, current=number == 0)
        for number, title in enumerate(_titles(schema))
    ]


def of_a_draft(
    schema: Schema, token: str, draft: Draft, current: int, uploads: Iterable[Upload]
) -> list[ProgressStep]:
    """The way through a draft, each of its pages within reach.

    Args:
        current: number of the page that is shown.
        uploads: the files of the draft.
    """
    titles, stored = _titles(schema), list(uploads)
    summary = len(titles) - 1

    def done(number: int) -> bool:
        if number == 0:
            return draft.says_who
        if number == summary:
            # It is done when it is sent.
            return False
        step = schema["steps"][number - 1]
        return _was_filled_in(step, draft.answers) and is_complete(step, draft.answers, stored)

    return [
        ProgressStep(
            number,
            title,
            reverse("candidature:summary", args=[token])
            if number == summary
            else route.address(token, number),
            done=number != current and done(number),
            current=number == current,
        )
        for number, title in enumerate(titles)
    ]


def _titles(schema: Schema) -> list[str]:
    return [_("Chi sei"), *(step["title"] for step in schema["steps"]), _("Riepilogo")]


def _was_filled_in(step: Step, answers: Answers) -> bool:
    """Whether its button was pressed: each of its questions then has an answer in the draft, if only None."""
    return any(question["key"] in answers for question in walk(step["questions"]))
