"""Who presses Send meets the page as it is at that moment, not as their request read it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from candidature.intake import sending
from candidature.links import draft_links
from candidature.models import CallPage, Submission
from candidature.pages import reading
from candidature.pages.participation import ParticipationPage
from candidature.statuses import Status
from eventi.models import EventPage
from portal.edition import memory
from tests.candidature.factories import (
    CallPageFactory,
    EventPageFactory,
    PrivacyNoticeFactory,
    draft_token,
    question,
    steps,
)
from tests.candidature.intake.intake import send
from tests.candidature.pages.test_reading import elsewhere
from tests.home.factories import make_home

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_memory", ("", {}))


def request() -> HttpRequest:
    return RequestFactory().get("/", headers={"host": "localhost"})


def pressed(page: ParticipationPage, token: str, meanwhile: Callable[[], Any]) -> Submission:
    """Sends what a request read before something happened."""
    found, known = draft_links.find(token), reading.page_of(request(), page.pk)
    assert found is not None
    assert known is not None
    found.page = known
    shown = known.form_digest
    elsewhere(meanwhile)
    submission: Submission = send(known, token, found=found, shown=shown)
    return submission


def _another_form(page: ParticipationPage) -> None:
    page.steps = steps(question("short_text", "other", "Altra domanda"))
    page.save_revision().publish()


CHANGES: dict[str, tuple[Any, Callable[[Any], Any], type[Exception]]] = {
    "closed": (
        CallPageFactory,
        lambda page: CallPage.objects.filter(pk=page.pk).update(
            closes_at=timezone.now() - timedelta(seconds=1)
        ),
        sending.WindowClosedError,
    ),
    "cancelled": (
        EventPageFactory,
        lambda page: EventPage.objects.filter(pk=page.pk).update(cancelled=True),
        sending.WindowClosedError,
    ),
    "another notice": (
        CallPageFactory,
        lambda page: CallPage.objects.filter(pk=page.pk).update(privacy_notice=PrivacyNoticeFactory.create()),
        sending.NoticeNotReadError,
    ),
    "another form": (CallPageFactory, _another_form, sending.FormChangedError),
    "for others": (
        CallPageFactory,
        lambda page: CallPage.objects.filter(pk=page.pk).update(allowed_applicants="organisation"),
        sending.ApplicantNotAdmittedError,
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_since_the_page_was_read_decides(change: str) -> None:
    factory, happens, refused = CHANGES[change]
    page = factory.create(parent=make_home())
    token = draft_token(page)

    with pytest.raises(refused):
        pressed(page, token, lambda: happens(type(page).objects.get(pk=page.pk)))

    assert not Submission.objects.exists()


def test_the_last_seat_is_not_given_again_to_who_read_the_page_before() -> None:
    page = EventPageFactory.create(parent=make_home(), capacity=1, admission="automatic")
    first, second = draft_token(page), draft_token(page)

    late = pressed(page, second, lambda: send(page, first))

    assert sorted(Submission.objects.values_list("status", flat=True)) == sorted(
        [Status.ACCEPTED, Status.RESERVE]
    )
    assert late.status == Status.RESERVE
