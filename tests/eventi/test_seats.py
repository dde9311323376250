"""Seats: given once, in order, and never left empty while somebody waits."""

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from wagtail.models import Page

from candidature.actors import APPLICANT, Actor
from candidature.intake import sending
from candidature.models import Submission
from candidature.pages import listing
from candidature.pages.index import opportunities
from candidature.pages.listing import State
from candidature.pages.participation import ParticipationPage
from candidature.pages.window import Window
from candidature.process import workflow
from candidature.process.workflow import EventBegunError, NoSeatLeftError
from candidature.process.workflow import transition as move
from candidature.statuses import Status
from eventi import seats
from eventi.models import EventPage, Seat, SeatPool
from portal.models import OutboxMessage
from tests.candidature.factories import EventPageFactory, decider, draft_token, overseer, submitted
from tests.row_locks import locks_asked

pytestmark = pytest.mark.django_db


def states(page: ParticipationPage) -> Any:
    return list(
        Submission.objects.filter(page=page).order_by("submitted_at", "pk").values_list("status", flat=True)
    )


def withdraw(submission: Submission) -> Any:
    submission.refresh_from_db()
    return move(submission.pk, "withdraw", APPLICANT, expected_version=submission.version)


def test_seats_are_confirmed_while_they_last_then_people_wait() -> None:
    page = EventPageFactory.create(capacity=2)

    for _person in range(3):
        submitted(page)

    assert states(page) == [Status.ACCEPTED, Status.ACCEPTED, Status.RESERVE]


def test_an_event_without_capacity_confirms_everybody() -> None:
    page = EventPageFactory.create(capacity=None)

    for _person in range(3):
        submitted(page)

    assert set(states(page)) == {Status.ACCEPTED}


def test_who_waited_longest_gets_the_seat_that_is_freed_and_a_letter() -> None:
    page = EventPageFactory.create(capacity=1)
    first, second, third = (submitted(page) for _person in range(3))

    withdraw(first)

    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.status, third.status) == (Status.ACCEPTED, Status.RESERVE)
    assert OutboxMessage.objects.filter(recipient=second.email, subject__contains="liberato").count() == 1


def test_leaving_the_waiting_list_frees_no_seat() -> None:
    page = EventPageFactory.create(capacity=1)
    _first, second, third = (submitted(page) for _person in range(3))

    withdraw(second)

    third.refresh_from_db()
    assert third.status == Status.RESERVE


def test_raising_the_capacity_confirms_those_who_wait_in_the_same_save() -> None:
    page = EventPageFactory.create(capacity=1)
    for _person in range(4):
        submitted(page)

    page.capacity = 3
    page.save_revision().publish()

    assert states(page) == [Status.ACCEPTED, Status.ACCEPTED, Status.ACCEPTED, Status.RESERVE]


def test_a_draft_with_more_seats_promises_nothing() -> None:
    page = EventPageFactory.create(capacity=1)
    submitted(page)
    submitted(page)

    page.capacity = 5
    page.save_revision()

    assert states(page) == [Status.ACCEPTED, Status.RESERVE]


def test_the_capacity_is_not_lowered_below_what_is_confirmed() -> None:
    page = EventPageFactory.create(capacity=3)
    for _person in range(4):
        submitted(page)
    page.capacity = 2

    with pytest.raises(ValidationError, match="Ci sono già 3 posti confermati"):
        page.save_revision().publish()

    assert SeatPool.objects.get().capacity == 3
    assert states(page) == [Status.ACCEPTED, Status.ACCEPTED, Status.ACCEPTED, Status.RESERVE]


def test_the_capacity_may_be_lowered_to_what_is_confirmed_whichever_seats_were_freed() -> None:
    page = EventPageFactory.create(capacity=3)
    people = [submitted(page) for _person in range(3)]
    withdraw(people[0])
    page.capacity = 2

    page.save_revision().publish()

    assert SeatPool.objects.get().capacity == 2
    assert sorted(Seat.objects.values_list("number", flat=True)) == [1, 2]
    assert submitted(page).status == Status.RESERVE


def test_nobody_is_promoted_to_an_unpublished_event_until_it_is_published_again() -> None:
    page = EventPageFactory.create(capacity=1)
    first = submitted(page)
    submitted(page)
    page.unpublish()

    withdraw(first)

    assert states(page) == [Status.WITHDRAWN, Status.RESERVE]

    EventPage.objects.get(pk=page.pk).save_revision().publish()

    assert states(page) == [Status.WITHDRAWN, Status.ACCEPTED]


def test_nobody_is_promoted_once_the_event_has_begun() -> None:
    page = EventPageFactory.create(capacity=1)
    first = submitted(page)
    submitted(page)
    EventPage.objects.filter(pk=page.pk).update(starts_at=timezone.now() - timedelta(minutes=1))

    withdraw(first)

    assert states(page) == [Status.WITHDRAWN, Status.RESERVE]


def test_a_moderated_event_waits_for_the_committee_which_cannot_oversell_either() -> None:
    page = EventPageFactory.create(capacity=1, admission=EventPage.Admission.MODERATED)
    first, second = submitted(page), submitted(page)
    actor = Actor.staff(decider(page))
    assert states(page) == [Status.RECEIVED, Status.RECEIVED]

    move(first.pk, "accept", actor, expected_version=first.version)
    with pytest.raises(NoSeatLeftError, match=second.reference):
        move(second.pk, "accept", actor, expected_version=second.version)

    assert states(page) == [Status.ACCEPTED, Status.RECEIVED]


@pytest.mark.parametrize(("days", "kept"), [(3, 3), (60, 10), (None, None)])
def test_who_waits_for_the_committee_is_told_by_when_and_never_later_than_the_event(
    days: int | None, kept: int | None
) -> None:
    now = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    moderated, by_itself = (
        EventPageFactory.create(
            admission=admission,
            response_days=days,
            closes_at=now + timedelta(days=1),
            starts_at=now + timedelta(days=11),
            ends_at=None,
        )
        for admission in (EventPage.Admission.MODERATED, EventPage.Admission.AUTOMATIC)
    )
    due = now.date() + timedelta(days=1 + kept) if kept is not None else None

    assert moderated.promised_days == days
    assert submitted(moderated).respond_by == due
    receipt = OutboxMessage.objects.latest("pk").body
    assert ("Riceverai una risposta entro" in receipt) == (due is not None)
    assert (by_itself.promised_days, submitted(by_itself).respond_by) == (None, None)


def test_reopening_a_confirmed_sign_up_gives_its_seat_to_the_next() -> None:
    page = EventPageFactory.create(capacity=1)
    first, second = submitted(page), submitted(page)
    first.refresh_from_db()

    move(
        first.pk,
        "reopen",
        Actor.staff(overseer()),
        expected_version=first.version,
        reason="Iscrizione doppia.",
    )

    second.refresh_from_db()
    assert second.status == Status.ACCEPTED


def begun(page: ParticipationPage, ago: Any = timedelta(minutes=1), lasts: Any = timedelta(hours=2)) -> None:
    """The event as it is a moment after it began, still taking sign-ups by its own dates."""
    start = timezone.now() - ago
    EventPage.objects.filter(pk=page.pk).update(
        starts_at=start, ends_at=start + lasts, closes_at=timezone.now() + timedelta(days=5)
    )
    page.refresh_from_db()


@pytest.mark.parametrize("ago", [timedelta(0), timedelta(minutes=1), timedelta(days=3)])
def test_an_event_that_has_begun_takes_no_sign_up_whatever_its_closing_date_says(ago: Any) -> None:
    page = EventPageFactory.create(capacity=5)
    token = draft_token(page)
    begun(page, ago)

    assert page.window() is Window.CLOSED
    assert not page.accepts()
    with pytest.raises(sending.WindowClosedError):
        sending.submit(token, received_at=timezone.now(), notice_id=page.privacy_notice_id)

    assert states(page) == []


def test_a_second_before_it_begins_it_still_takes_one() -> None:
    page = EventPageFactory.create(capacity=5, closes_at=timezone.now() + timedelta(days=30))

    assert page.accepts(page.starts_at - timedelta(seconds=1))
    assert not page.accepts(page.starts_at)


def test_begun_events_are_listed_among_the_concluded_and_no_longer_among_the_open() -> None:
    parent = Page.get_first_root_node()
    page = EventPageFactory.create(parent=parent)
    assert [found.pk for found in opportunities().open] == [page.pk]
    begun(page)

    assert opportunities().open == []
    assert listing.rows(timezone.now())[State.CONCLUDED] == [(page.pk, "event")]


def test_the_portal_gives_no_seat_once_the_event_has_begun_even_if_asked_to() -> None:
    page = EventPageFactory.create(capacity=1, admission=EventPage.Admission.MODERATED)
    submission = submitted(page)
    begun(page)

    with transaction.atomic():
        locked = EventPage.lock([page.pk])[page.pk]
        with pytest.raises(EventBegunError, match=submission.reference):
            workflow.move("confirm", [submission], locked, timezone.now())

    assert states(page) == [Status.RECEIVED]


def test_an_officer_confirms_at_the_door_while_it_lasts_and_nobody_once_it_is_over() -> None:
    page = EventPageFactory.create(capacity=2, admission=EventPage.Admission.MODERATED)
    first, second = submitted(page), submitted(page)
    actor = Actor.staff(decider(page))
    begun(page)
    move(first.pk, "accept", actor, expected_version=first.version)
    begun(page, ago=timedelta(hours=2))

    with pytest.raises(EventBegunError):
        move(second.pk, "accept", actor, expected_version=second.version)

    assert states(page) == [Status.ACCEPTED, Status.RECEIVED]


def test_a_confirmation_asked_before_the_end_is_given_though_it_is_worked_on_after() -> None:
    page = EventPageFactory.create(capacity=1, admission=EventPage.Admission.MODERATED)
    submission = submitted(page)
    begun(page, ago=timedelta(hours=2, minutes=1))
    asked = page.ends_at - timedelta(seconds=1)

    accepted = move(submission.pk, "accept", Actor.staff(decider(page)), expected_version=1, at=asked)

    assert accepted.status == Status.ACCEPTED


def test_a_seat_given_back_can_be_given_again_in_the_same_transaction() -> None:
    page = EventPageFactory.create(capacity=1)
    holder = submitted(page)

    with transaction.atomic():
        locked = EventPage.lock([page.pk])[page.pk]
        assert seats.next_number(locked) is None
        Submission.objects.filter(pk=holder.pk).update(status=Status.REJECTED)
        seats.release(locked, [holder])

        assert seats.next_number(locked) == 1


def test_lifting_the_limit_confirms_everybody_who_waits() -> None:
    page = EventPageFactory.create(capacity=1)
    for _person in range(3):
        submitted(page)

    page.capacity = None
    page.save_revision().publish()

    assert set(states(page)) == {Status.ACCEPTED}
    assert SeatPool.objects.get().capacity is None


def test_the_longest_wait_counts_from_the_arrival_not_from_the_number_of_the_row() -> None:
    page = EventPageFactory.create(capacity=1)
    first, second, third = (submitted(page) for _person in range(3))
    Submission.objects.filter(pk=third.pk).update(submitted_at=first.submitted_at)

    withdraw(first)

    assert Submission.objects.get(pk=third.pk).status == Status.ACCEPTED
    assert Submission.objects.get(pk=second.pk).status == Status.RESERVE


def test_of_two_who_arrived_together_the_first_written_goes_first() -> None:
    page = EventPageFactory.create(capacity=1)
    first, second, third = (submitted(page) for _person in range(3))
    Submission.objects.filter(page=page.pk).update(submitted_at=first.submitted_at)

    withdraw(first)

    assert Submission.objects.get(pk=second.pk).status == Status.ACCEPTED
    assert Submission.objects.get(pk=third.pk).status == Status.RESERVE


def test_a_seat_freed_at_one_event_goes_to_nobody_who_waits_for_another() -> None:
    page, other = EventPageFactory.create(capacity=1), EventPageFactory.create(capacity=1)
    for _person in range(2):
        # They have waited longer than whoever waits for the seat that is freed.
        submitted(other)
    first, _second = submitted(page), submitted(page)

    withdraw(first)

    assert states(page) == [Status.WITHDRAWN, Status.ACCEPTED]
    assert states(other) == [Status.ACCEPTED, Status.RESERVE]


def test_saving_an_event_leaves_its_other_pools_of_seats_as_they_are() -> None:
    page = EventPageFactory.create(capacity=2)
    SeatPool.objects.create(event=page, name="Online", capacity=50)

    page.capacity = 3
    page.save_revision().publish()

    assert dict(SeatPool.objects.values_list("name", "capacity")) == {"": 3, "Online": 50}


def test_the_event_is_locked_before_any_sign_up_and_so_are_those_who_wait() -> None:
    """In one order everywhere, or two requests would wait for each other."""
    page = EventPageFactory.create(capacity=1)
    first, _second = submitted(page), submitted(page)

    with locks_asked() as asked:
        withdraw(first)

    assert asked == ["eventi_eventpage", "candidature_submission", "candidature_submission"]


def test_whoever_signs_up_waits_for_the_event_first_and_then_for_the_draft() -> None:
    page = EventPageFactory.create(capacity=1)
    token = draft_token(page)

    with locks_asked() as asked:
        sending.submit(token, received_at=timezone.now(), notice_id=page.privacy_notice_id)

    assert asked == ["eventi_eventpage", "candidature_draft"]


def test_while_one_request_gives_seats_of_an_event_no_other_reaches_its_row(
    committed_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the lock two requests would count the same free seat."""
    page = EventPageFactory.create(capacity=1)
    refused = []
    if connection.vendor == "sqlite":
        # How long who writes stands in line (`portal.sqlite`), whatever the library's own patience.
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)

    def second_request() -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = 200")
        try:
            with transaction.atomic():
                EventPage.lock([page.pk])
        except OperationalError as error:
            refused.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        EventPage.lock([page.pk])
        thread = Thread(target=second_request)
        thread.start()
        thread.join(30)

    assert len(refused) == 1
