"""The same change for many: each under its own guards, one refusal stops nobody, few queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from candidature.actors import Actor
from candidature.models import LogEntry, Submission
from candidature.process.workflow import (
    ConflictError,
    MissingReasonError,
    NoSeatLeftError,
    NotAllowedError,
    NotPossibleError,
    transition,
    transition_many,
)
from candidature.statuses import Status
from portal.models import OutboxMessage
from tests.candidature.factories import (
    EVERYTHING,
    CallPageFactory,
    EventPageFactory,
    decider,
    overseer,
    reviewer,
    submitted,
)

pytestmark = pytest.mark.django_db


def versions(*submissions: Any) -> Any:
    return {submission.pk: submission.version for submission in submissions}


def refusals(outcomes: Any) -> Any:
    return [type(outcome.refusal) if outcome.refusal else None for outcome in outcomes]


def test_each_row_gets_its_own_answer_and_a_refusal_stops_nobody() -> None:
    page = CallPageFactory.create()
    actor = Actor.staff(decider(page))
    good, stale, decided, other = submitted(page), submitted(page), submitted(page), submitted(page)
    foreign = submitted(CallPageFactory.create())
    transition(decided.pk, "reject", actor, expected_version=1, reason="No.")
    asked = {**versions(good, stale), decided.pk: 2, **versions(foreign, other), 0: 1}
    transition(stale.pk, "take", actor, expected_version=1)

    outcomes = transition_many(asked, "accept", actor)

    assert [outcome.submission_id for outcome in outcomes] == list(asked)
    assert refusals(outcomes) == [
        None,
        ConflictError,
        NotPossibleError,
        NotAllowedError,
        None,
        NotAllowedError,
    ]
    assert [outcome.is_done for outcome in outcomes] == [True, False, False, False, True, False]
    assert set(Submission.objects.filter(status=Status.ACCEPTED)) == {good, other}
    assert OutboxMessage.objects.filter(subject__contains="selezionata").count() == 2
    assert LogEntry.objects.filter(action="accept").count() == 2


def test_every_row_is_written_logged_explained_and_told_as_if_alone() -> None:
    page = CallPageFactory.create()
    alone, first, second = (submitted(page) for _turn in range(3))
    actor = Actor.staff(decider(page))
    due_at = timezone.now() + timedelta(days=9)
    values: dict[str, Any] = {"reason": "Manca lo statuto.", "due_at": due_at, "asked": EVERYTHING}

    transition(alone.pk, "request_info", actor, expected_version=1, **values)
    transition_many(versions(first, second), "request_info", actor, **values)

    def told(submission: Submission) -> Any:
        letter = OutboxMessage.objects.get(
            related_to=submission.reference, subject__contains="Completa la tua"
        )
        return (letter.recipient == submission.email, letter.link_target == str(submission.pk))

    facts = {
        (
            row.status,
            row.version,
            row.info_due_at,
            row.reasons.get().text,
            row.log.get(action="request_info").details["due_at"],
            told(row),
        )
        for row in Submission.objects.all()
    }
    assert facts == {
        (Status.NEEDS_INFO, 2, due_at, "Manca lo statuto.", due_at.isoformat(), (True, True)),
    }


@pytest.mark.parametrize("action", ["accept", "withdraw", "no-such-action"])
def test_who_may_not_do_it_to_one_may_not_do_it_to_many(action: str) -> None:
    page = CallPageFactory.create()
    one = submitted(page)

    assert refusals(transition_many(versions(one), action, Actor.staff(reviewer(page)))) == [NotAllowedError]
    assert Submission.objects.get().version == 1


def test_a_missing_reason_refuses_all_of_them() -> None:
    page = CallPageFactory.create()

    outcomes = transition_many(
        versions(submitted(page), submitted(page)), "reject", Actor.staff(decider(page))
    )

    assert refusals(outcomes) == [MissingReasonError, MissingReasonError]


def test_seats_go_to_the_first_of_the_set_and_the_others_are_refused() -> None:
    event = EventPageFactory.create(capacity=2, admission="moderated")
    people = [submitted(event) for _person in range(4)]

    outcomes = transition_many(versions(*people), "accept", Actor.staff(overseer()))

    assert refusals(outcomes) == [None, None, NoSeatLeftError, NoSeatLeftError]
    confirmed = Submission.objects.filter(status=Status.ACCEPTED)
    assert list(confirmed.order_by("pk").values_list("seat__number", flat=True)) == [1, 2]


def test_seats_given_back_together_go_to_those_who_wait() -> None:
    event = EventPageFactory.create(capacity=2)
    people = [submitted(event) for _person in range(5)]
    for person in people:
        person.refresh_from_db()

    transition_many(versions(*people[:2]), "revoke", Actor.staff(overseer()), reason="Doppie.")

    states = list(Submission.objects.order_by("pk").values_list("status", "seat__number"))
    assert [status for status, _seat in states[:2]] == [Status.REJECTED, Status.REJECTED]
    assert sorted(seat or 0 for status, seat in states if status == Status.ACCEPTED) == [1, 2]
    assert list(states[4]) == [Status.RESERVE, None]


@pytest.mark.parametrize("kind", ["call", "event"])
def test_a_set_costs_at_most_fifteen_queries_and_two_a_row(kind: str) -> None:
    pages = [
        CallPageFactory.create()
        if kind == "call"
        else EventPageFactory.create(capacity=90, admission="moderated")
        for _page in range(3)
    ]
    people = [submitted(pages[number % 3]) for number in range(60)]
    actor = Actor.staff(overseer())

    with CaptureQueriesContext(
        connection,
    ) as queries:
        outcomes = transition_many(versions(*people), "accept", actor)

    assert all(outcome.is_done for outcome in outcomes)
    assert len(queries) <= 15 + 2 * len(people)
    if kind == "call":
        # Nothing is asked row by row where there are no seats.
        assert len(queries) <= 15


def test_seats_offered_on_to_a_long_waiting_list_cost_one_query_each() -> None:
    event = EventPageFactory.create(capacity=20)
    people = [submitted(event) for _person in range(40)]
    for person in people[:20]:
        person.refresh_from_db()

    with CaptureQueriesContext(connection) as queries:
        transition_many(versions(*people[:20]), "revoke", Actor.staff(overseer()), reason="Annullate.")

    assert Submission.objects.filter(status=Status.ACCEPTED).count() == 20
    assert len(queries) <= 15 + 2 * 20 + 8
