"""Of an event that is cancelled or over nobody is asked to complete anything, by no letter and on no page."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidature.actors import Actor
from candidature.intake import reminders
from candidature.links.models import FollowLink
from candidature.models import Submission
from candidature.pages.promised import AfterInfoTerm
from candidature.process import lapsing
from candidature.process.workflow import transition as move
from candidature.public import states
from candidature.published import telling
from candidature.statuses import Status
from eventi.models import EventPage
from portal.models import OutboxMessage
from portal.privacy.tokens import digest, new_token
from tests.candidature.factories import EVERYTHING, EventPageFactory, overseer, submitted
from tests.home.factories import make_home

pytestmark = pytest.mark.django_db


def asked(page: EventPage, days: int = 5) -> Submission:
    """Somebody who was asked to complete, and has the letter."""
    person: Submission = submitted(page)
    move(
        person.pk,
        "request_info",
        Actor.staff(overseer()),
        expected_version=person.version,
        reason="Manca.",
        due_at=timezone.now() + timedelta(days=days),
        asked=EVERYTHING,
    )
    _all_left()
    return person


def _all_left() -> None:
    OutboxMessage.objects.update(status="sent", sent_at=timezone.now())


def ends(page: EventPage, how: str) -> None:
    if how == "cancelled":
        page = EventPage.objects.get(pk=page.pk)
        page.cancelled = True
        page.save_revision().publish()
        telling.tell_due(timezone.now() + timedelta(minutes=6))
        _all_left()
    elif how == "over":
        begins = timezone.now() + timedelta(days=1)
        EventPage.objects.filter(pk=page.pk).update(starts_at=begins, ends_at=begins + timedelta(hours=1))


def waiting(person: Submission) -> list[str]:
    left = OutboxMessage.objects.filter(related_to=person.reference, status="pending")
    return list(left.values_list("subject", flat=True))


@pytest.mark.parametrize(("how", "letters"), [("cancelled", 0), ("over", 0), ("takes place", 2)])
def test_nobody_is_reminded_to_complete_what_does_not_take_place(how: str, letters: int) -> None:
    page = EventPageFactory.create(parent=make_home(), admission="moderated")
    person = asked(page)
    ends(page, how)

    for hours in range(60, 120):
        reminders.write_due(timezone.now() + timedelta(hours=hours))

    assert len(waiting(person)) == letters


@pytest.mark.parametrize(("how", "letters"), [("cancelled", 0), ("over", 0), ("takes place", 1)])
@pytest.mark.parametrize("after", [AfterInfoTerm.RESUME, AfterInfoTerm.CLOSE, AfterInfoTerm.REMIND])
def test_no_letter_of_a_term_is_about_what_does_not_take_place(how: str, letters: int, after: str) -> None:
    page = EventPageFactory.create(parent=make_home(), admission="moderated", after_info_term=after)
    person = asked(page)
    ends(page, how)

    for due in (lapsing.remind_due, lapsing.resume_due, lapsing.close_due):
        due(timezone.now() + timedelta(days=6))

    assert len(waiting(person)) == letters


def test_what_was_told_as_a_reason_against_is_not_closed_once_the_event_is_over() -> None:
    page = EventPageFactory.create(
        parent=make_home(), admission="moderated", after_info_term=AfterInfoTerm.CLOSE
    )
    person = asked(page)
    lapsing.close_due(timezone.now() + timedelta(days=6))
    _all_left()
    begins = timezone.now() + timedelta(days=7)
    EventPage.objects.filter(pk=page.pk).update(starts_at=begins, ends_at=None)

    lapsing.close_due(timezone.now() + timedelta(days=40))

    person.refresh_from_db()
    assert person.status == Status.FOREWARNED
    assert waiting(person) == []


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.NEEDS_INFO, Status.FOREWARNED])
def test_of_what_is_over_the_personal_page_asks_nothing(status: str) -> None:
    page = EventPageFactory.create(admission="moderated")
    person = submitted(page)
    event = EventPage.objects.get(pk=page.pk)
    event.starts_at = timezone.now() - timedelta(days=2)
    event.ends_at = timezone.now() - timedelta(days=1)
    person.status = status

    told = states.in_words(person, event)

    assert "Non devi fare altro" in str(told.next)
    assert told.tone == "closed"


@pytest.mark.parametrize(("how", "asks"), [("cancelled", False), ("past", False), ("takes place", True)])
def test_the_personal_page_leads_to_completing_only_while_it_is_of_use(
    client: Client, how: str, asks: bool
) -> None:
    page = EventPageFactory.create(parent=make_home(), admission="moderated")
    person = asked(page)
    ends(page, how)
    if how == "past":
        past = timezone.now() - timedelta(days=1)
        EventPage.objects.filter(pk=page.pk).update(starts_at=past, ends_at=past)
    token = new_token()
    FollowLink.objects.create(submission=person, token_hash=digest(token))

    shown: Any = client.get(reverse("candidature:follow", args=[token])).content.decode()

    assert ("Da completare entro" in shown) == asks
    assert ("completa le risposte entro il termine" in shown) == asks
