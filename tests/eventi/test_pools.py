"""What the database itself refuses of seats, whoever writes to it and however."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from candidature.actors import APPLICANT
from candidature.models import Submission
from candidature.privacy import retention
from candidature.process.workflow import transition
from candidature.statuses import Status
from eventi import seats, triggers
from eventi.models import EventPage, Seat, SeatPool
from portal.triggers import install_after_migrate
from tests.candidature.factories import CallPageFactory, EventPageFactory, submitted

pytestmark = pytest.mark.django_db


def refused(sentence: str | None = None) -> Any:
    return pytest.raises(IntegrityError, match=sentence)


def end_of_transaction() -> None:
    """PostgreSQL asks now what it would ask when the transaction ends."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


@pytest.fixture
def event() -> EventPage:
    """Two seats, both taken, and one person who waits."""
    page: EventPage = EventPageFactory.create(capacity=2)
    for _person in range(3):
        submitted(page)
    return page


def waiting() -> Any:
    return Submission.objects.get(status=Status.RESERVE)


def test_an_event_has_one_pool_of_its_capacity(event: EventPage) -> None:
    assert list(SeatPool.objects.values_list("event", "name", "capacity")) == [(event.pk, "", 2)]


def test_the_same_seat_twice_is_refused(event: EventPage) -> None:
    with refused(), transaction.atomic():
        Seat.objects.create(pool=event.pool, number=1, submission=waiting())


@pytest.mark.parametrize("number", [3, 1000])
def test_a_seat_above_the_capacity_is_refused_made_or_moved(event: EventPage, number: int) -> None:
    with refused(triggers.ABOVE_CAPACITY), transaction.atomic():
        Seat.objects.create(pool=event.pool, number=number, submission=waiting())
    with refused(triggers.ABOVE_CAPACITY), transaction.atomic():
        Seat.objects.filter(number=1).update(number=number)


def test_a_seat_numbered_zero_is_refused(event: EventPage) -> None:
    with refused(), transaction.atomic():
        Seat.objects.filter(number=1).update(number=0)


def test_a_capacity_below_a_seat_that_is_taken_is_refused(event: EventPage) -> None:
    with refused(triggers.BELOW_SEATS), transaction.atomic():
        SeatPool.objects.update(capacity=1)

    SeatPool.objects.update(capacity=None)
    SeatPool.objects.update(capacity=2)


def test_a_pool_without_capacity_has_seats_without_end() -> None:
    event = EventPageFactory.create(capacity=None)
    submission = submitted(event)

    Seat.objects.filter(submission=submission).update(number=100_000)

    assert Seat.objects.get().number == 100_000


def test_a_confirmation_without_a_seat_is_refused(event: EventPage) -> None:
    with refused(triggers.DISAGREES), transaction.atomic():
        Submission.objects.filter(pk=waiting().pk).update(status=Status.ACCEPTED)
        end_of_transaction()


def test_a_sign_up_that_is_born_confirmed_without_a_seat_is_refused(event: EventPage) -> None:
    born = waiting()
    born.pk, born.reference, born.status = None, "CS-2026-AAAA-AAAA", Status.ACCEPTED
    born._state.adding = True

    with refused(triggers.DISAGREES), transaction.atomic():
        born.save()
        end_of_transaction()


def test_a_call_is_accepted_without_any_seat() -> None:
    submission = submitted(CallPageFactory.create())

    Submission.objects.update(status=Status.ACCEPTED)
    end_of_transaction()

    assert not Seat.objects.filter(submission=submission).exists()


def test_every_change_leaves_a_seat_with_each_who_is_confirmed_and_with_nobody_else(event: EventPage) -> None:
    """What SQLite asks only in one direction, the doors keep in both."""
    first = Submission.objects.filter(status=Status.ACCEPTED).earliest("pk")
    transition(first.pk, "withdraw", APPLICANT, expected_version=first.version)
    end_of_transaction()

    seated = set(Seat.objects.values_list("submission", flat=True))
    assert seated == set(Submission.objects.filter(status=Status.ACCEPTED).values_list("pk", flat=True))
    assert len(seated) == 2


def test_a_seat_goes_with_its_submission(event: EventPage) -> None:
    retention.erase(Submission.objects.filter(status=Status.ACCEPTED).earliest("pk"))
    end_of_transaction()

    assert Seat.objects.count() == 1


def test_the_triggers_come_back_after_a_migration_that_dropped_them(event: EventPage) -> None:
    triggers.TRIGGERS.drop(connection)
    install_after_migrate(using=connection.alias)

    with refused(triggers.ABOVE_CAPACITY), transaction.atomic():
        Seat.objects.filter(number=1).update(number=3)


def test_without_the_lock_two_requests_find_the_same_seat_and_the_database_sells_it_once(
    committed_db: None,
) -> None:
    """The control of the tests of the lock: the race is real, and the last defence holds."""
    page = EventPageFactory.create(capacity=2, admission=EventPage.Admission.MODERATED)
    people = [submitted(page), submitted(page)]
    together = Barrier(2)
    found: list[int] = []
    refusals: list[Exception] = []

    def take_without_locking(submission: Submission) -> None:
        try:
            event = EventPage.objects.get(pk=page.pk)
            number = seats.next_number(event) or 0
            found.append(number)
            together.wait(timeout=30)
            with transaction.atomic():
                Seat.objects.create(pool=event.pool, number=number, submission=submission)
                Submission.objects.filter(pk=submission.pk).update(status=Status.ACCEPTED)
        except IntegrityError as error:
            refusals.append(error)
        finally:
            connection.close()

    threads = [Thread(target=take_without_locking, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert found == [1, 1]
    assert len(refusals) == 1
    assert Seat.objects.count() == 1
