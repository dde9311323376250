"""An applicant who presses "Invia" and proves the address."""

from datetime import datetime
from typing import Any
from unittest import mock

from candidature.pages.participation import ParticipationPage
from tests.candidature.public.by_buttons import ANSWER, FORM, first_step


def at(moment: Any) -> Any:
    """The moment at which requests reach the server."""
    return mock.patch("portal.web.arrival.timezone.now", return_value=moment)


def closing(page: ParticipationPage) -> datetime:
    assert page.closes_at
    return page.closes_at


def to_summary(app: Any, page: ParticipationPage, **changes: Any) -> Any:
    """The summary, with an answer in it."""
    form = first_step(app, page, **changes).submit("action", value="next").follow().forms[FORM]
    form["q-a"] = ANSWER
    second = form.submit("action", value="next").follow().forms[FORM]
    return second.submit("action", value="next").follow()


def press_send(summary: Any) -> Any:
    """What is seen after "Invia"."""
    summary.forms[FORM]["notice_read"] = True
    return summary.forms[FORM].submit("action", value="send").follow()


def confirm_form(shown: Any) -> Any:
    return shown.forms[FORM]


def type_code(shown: Any, code: str) -> Any:
    form = confirm_form(shown)
    form["code"] = code
    return form.submit("action", value="send").follow()
