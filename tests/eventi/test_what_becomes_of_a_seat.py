"""Letters and personal page say what becomes of a seat that is given up, and of who waits, as it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from candidature.actors import Actor
from candidature.models import Submission
from candidature.process import workflow
from candidature.public import states
from candidature.published import telling
from eventi.models import EventPage
from eventi.withdrawing import from_event
from portal.models import OutboxMessage
from tests.candidature.factories import EventPageFactory, overseer, submitted

pytestmark = pytest.mark.django_db

PASSED_ON = "passa subito a chi"
AS_THEY_LAST = {"admission": "automatic", "capacity": 20}
TO_EVERYBODY = {"admission": "automatic", "capacity": None}
BY_COMMITTEE = {"admission": "moderated", "capacity": 20}


def next_step(submission: Submission) -> str:
    """What the personal page says of what happens next."""
    submission.refresh_from_db()
    return str(states.in_words(submission, EventPage.objects.get(pk=submission.page_id)).next)


def last_letter(submission: Submission) -> str:
    letters = OutboxMessage.objects.filter(related_to=submission.reference)
    return letters.order_by("-pk")[0].body


def decided(way: dict[str, Any], action: str) -> Submission:
    submission = submitted(EventPageFactory.create(**way))
    officer = Actor.staff(overseer())
    workflow.transition(
        submission.pk, action, officer, expected_version=submission.version, reason="Posti limitati."
    )
    return submission


@pytest.mark.parametrize(("way", "passes"), [(AS_THEY_LAST, True), (TO_EVERYBODY, False)])
def test_who_has_a_seat_reads_that_it_goes_to_who_waits_only_where_somebody_may_wait(
    way: dict[str, Any], passes: bool
) -> None:
    submission = submitted(EventPageFactory.create(**way))

    assert (PASSED_ON in last_letter(submission)) == passes
    assert ("il posto va a chi aspetta" in next_step(submission)) == passes
    assert "Se non puoi più venire" in next_step(submission)


def test_who_has_a_seat_from_a_committee_reads_nothing_of_who_follows() -> None:
    submission = decided(BY_COMMITTEE, "accept")

    assert PASSED_ON not in last_letter(submission)
    assert "Se non puoi più venire, annulla" in last_letter(submission)
    assert "a chi aspetta" not in next_step(submission)


def test_who_waits_for_a_committee_reads_that_it_decides_who_comes_next() -> None:
    submission = decided(BY_COMMITTEE, "reserve")

    for told in (last_letter(submission), next_step(submission)):
        assert "la commissione decide a chi darlo" in told
        assert "in ordine di arrivo" not in told


def test_who_waits_in_a_line_reads_that_it_moves_in_order() -> None:
    event = EventPageFactory.create(capacity=1)
    submitted(event)

    assert "in ordine di arrivo" in next_step(submitted(event))


@pytest.mark.parametrize(
    ("way", "passes"), [(AS_THEY_LAST, True), (TO_EVERYBODY, False), (BY_COMMITTEE, False)]
)
def test_who_reads_that_the_event_moved_reads_the_same(way: dict[str, Any], passes: bool) -> None:
    submission = submitted(EventPageFactory.create(**way))
    if way is BY_COMMITTEE:
        officer = Actor.staff(overseer())
        workflow.transition(submission.pk, "accept", officer, expected_version=submission.version)
    event = EventPage.objects.get(pk=submission.page_id)
    event.starts_at += timedelta(hours=3)
    event.ends_at += timedelta(hours=3)
    event.save_revision().publish()
    telling.tell_due(timezone.now() + timedelta(minutes=6))

    told = last_letter(submission)

    assert "Il tuo posto resta confermato" in told
    assert (PASSED_ON in told) == passes


@pytest.mark.parametrize("status", ["received", "admissible", "accepted", "reserve"])
@pytest.mark.parametrize(
    ("way", "since", "is_given"),
    [
        (AS_THEY_LAST, timedelta(minutes=-5), False),
        (AS_THEY_LAST, timedelta(minutes=5), True),
        # A committee may still decide until it is over.
        (BY_COMMITTEE, timedelta(minutes=5), False),
        (BY_COMMITTEE, timedelta(hours=5), True),
    ],
)
def test_once_the_places_are_given_nobody_is_waited_for_and_nobody_moves_up(
    way: dict[str, Any], since: timedelta, is_given: bool, status: str
) -> None:
    submission = submitted(EventPageFactory.create(**way))
    event = EventPage.objects.get(pk=submission.page_id)
    event.starts_at = timezone.now() - since
    event.ends_at = event.starts_at + timedelta(hours=2)
    submission.status = status

    told = str(states.in_words(submission, event).next)

    assert ("L’evento è iniziato" in told) == is_given
    assert not (is_given and ("Ti aspettiamo" in told or "Se si libera" in told))


@pytest.mark.parametrize("has_begun", [False, True])
def test_who_gives_a_seat_up_reads_that_it_goes_on_only_before_the_event_begins(has_begun: bool) -> None:
    submission = submitted(EventPageFactory.create(**AS_THEY_LAST))
    event = EventPage.objects.get(pk=submission.page_id)
    at = timezone.now()
    event.starts_at = at - timedelta(minutes=5) if has_begun else at + timedelta(days=1)
    submission.refresh_from_db()

    assert (PASSED_ON in from_event(submission, event, at).lost) != has_begun
