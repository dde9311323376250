"""Nobody who came before is passed by: neither once the portal gives the seats, nor beside a free one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from candidature.actors import Actor
from candidature.models import Confirmation, Submission
from candidature.process.workflow import transition as move
from candidature.process.workflow import transition_many
from candidature.statuses import Status
from eventi import seats
from eventi.models import EventPage, Seat
from portal.models import OutboxMessage
from tests.candidature.factories import EventPageFactory, overseer, submitted

pytestmark = pytest.mark.django_db


def republished(page: EventPage, **fields: Any) -> EventPage:
    page = EventPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    saved: EventPage = EventPage.objects.get(pk=page.pk)
    return saved


def states(*people: Submission) -> list[str]:
    for one in people:
        one.refresh_from_db()
    return [one.status for one in people]


def act(submission: Submission, action: str) -> None:
    submission.refresh_from_db()
    boss = Actor.staff(overseer())
    move(submission.pk, action, boss, expected_version=submission.version, reason="Verifica.")


def test_who_waits_for_the_committee_gets_the_seats_in_order_once_the_portal_gives_them() -> None:
    page = EventPageFactory.create(capacity=2, admission="moderated")
    people = [submitted(page) for _one in range(3)]

    page = republished(page, admission="automatic")
    people.append(submitted(page))

    assert states(*people) == [Status.ACCEPTED, Status.ACCEPTED, Status.RESERVE, Status.RESERVE]
    assert [seats.place_in_line(page, one) for one in people] == [None, None, 1, 2]
    told = OutboxMessage.objects.filter(related_to=people[0].reference).latest("pk")
    assert "il tuo posto è confermato" in told.body
    told = OutboxMessage.objects.filter(related_to=people[2].reference).latest("pk")
    assert "sei in lista d’attesa" in told.body


def test_who_came_first_stands_before_who_was_put_in_reserve_later() -> None:
    page = EventPageFactory.create(capacity=1, admission="moderated")
    first, second, third = (submitted(page) for _one in range(3))
    act(second, "reserve")

    republished(page, admission="automatic")

    assert states(first, second, third) == [Status.ACCEPTED, Status.RESERVE, Status.RESERVE]


def test_what_the_staff_has_begun_to_examine_stays_with_them() -> None:
    page = EventPageFactory.create(capacity=1, admission="moderated")
    taken, other = submitted(page), submitted(page)
    act(taken, "take")

    republished(page, admission="automatic")

    assert states(taken, other) == [Status.IN_REVIEW, Status.ACCEPTED]


@pytest.mark.parametrize("why", ["draft", "unpublished", "cancelled", "begun"])
def test_nobody_gets_a_seat_that_is_not_given(why: str) -> None:
    page = EventPageFactory.create(capacity=1, admission="moderated")
    person = submitted(page)
    page = EventPage.objects.get(pk=page.pk)
    page.admission = EventPage.Admission.AUTOMATIC
    if why == "draft":
        page.save_revision()
    elif why == "unpublished":
        page.live = False
        page.save()
    elif why == "cancelled":
        republished(page, admission="automatic", cancelled=True)
    else:
        republished(page, admission="automatic", starts_at=timezone.now() - timedelta(hours=1), ends_at=None)

    assert states(person) == [Status.RECEIVED]


@pytest.mark.parametrize("said", [Confirmation.State.DECLINED, Confirmation.State.OBJECTED])
def test_whose_guardian_said_no_is_left_to_the_staff(said: str) -> None:
    page = EventPageFactory.create(capacity=1, admission="moderated")
    young, other = submitted(page), submitted(page)
    Confirmation.objects.create(submission=young, role=Confirmation.Role.GUARDIAN, state=said)

    republished(page, admission="automatic")

    assert states(young, other) == [Status.RECEIVED, Status.ACCEPTED]


def test_a_seat_for_everybody_costs_no_queries_for_each() -> None:
    page = EventPageFactory.create(capacity=None, admission="moderated")
    counts = []
    for how_many in (2, 12):
        for _one in range(how_many):
            submitted(page)
        page.admission = EventPage.Admission.AUTOMATIC
        with CaptureQueriesContext(connection) as queries:
            page.save()
        counts.append(len(queries))
        page.admission = EventPage.Admission.MODERATED
        page.save()

    assert counts[1] <= counts[0]
    assert Seat.objects.count() == 14


def test_nobody_waits_beside_a_free_seat() -> None:
    page = EventPageFactory.create(capacity=1)
    first = submitted(page)

    act(first, "reopen")
    act(first, "reserve")
    later = submitted(page)

    assert states(first, later) == [Status.ACCEPTED, Status.RESERVE]


def test_of_many_who_are_made_to_wait_the_first_gets_the_free_seat() -> None:
    page = EventPageFactory.create(capacity=1, admission="moderated")
    people = [submitted(page) for _one in range(3)]
    for one in people:
        act(one, "take")
    republished(page, admission="automatic")
    versions = {one.pk: Submission.objects.get(pk=one.pk).version for one in people}

    transition_many(versions, "reserve", Actor.staff(overseer()), reason="Posti limitati.")

    assert states(*people) == [Status.ACCEPTED, Status.RESERVE, Status.RESERVE]


def test_a_committee_that_puts_somebody_in_reserve_gives_no_seat_by_it() -> None:
    page = EventPageFactory.create(capacity=1, admission="moderated")
    person = submitted(page)

    act(person, "reserve")

    assert states(person) == [Status.RESERVE]
