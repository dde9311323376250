"""An integration moves the day of the answer by what it takes: once, by thirty days at most."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from candidature.actors import APPLICANT, Actor
from candidature.models import CallPage, Submission
from candidature.process import promised_days, suspension
from candidature.process.workflow import transition
from candidature.statuses import Status
from candidature.submissions.models import NO_TERM
from portal.models import OutboxMessage
from tests.candidature.factories import EVERYTHING, CallPageFactory, EventPageFactory, submitted
from tests.candidature.factories import decider as decider_of
from tests.candidature.intake.intake import completed

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
OWED = date(2026, 4, 20)


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def submission(page: CallPage) -> Submission:
    sent = submitted(page)
    Submission.objects.filter(pk=sent.pk).update(respond_by=OWED)
    return Submission.objects.get(pk=sent.pk)


def present(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


def done(submission: Submission, action: str, at: datetime, **more: Any) -> Submission:
    actor = APPLICANT if action == "withdraw" else Actor.staff(decider_of(submission.page.specific))
    version = present(submission).version
    transition(submission.pk, action, actor, expected_version=version, at=at, **more)
    return present(submission)


def asked(submission: Submission, days: int, at: datetime = NOW) -> Submission:
    more = {"reason": "Manca la firma.", "due_at": at + timedelta(days=days), "asked": EVERYTHING}
    return done(submission, "request_info", at, **more)


def test_the_day_is_moved_at_once_by_what_the_applicant_was_given(submission: Submission) -> None:
    waiting = asked(submission, 10)

    assert waiting.respond_by == waiting.term_on == OWED + timedelta(days=10)
    assert (waiting.suspended_on, waiting.suspended_until) == (TODAY, TODAY + timedelta(days=10))
    assert suspension.is_running(waiting, TODAY)
    assert not suspension.is_running(waiting, TODAY + timedelta(days=10))


@pytest.mark.parametrize("cut", [4, 10, 13])
def test_a_day_brought_forward_loses_nothing_when_what_was_asked_comes_soon(
    submission: Submission, cut: int
) -> None:
    moved = asked(submission, 10)
    day = OWED + timedelta(days=10 - cut)

    promised_days.bring_forward(submission.page_id, day, NOW)

    assert present(moved).respond_by == day
    after = done(submission, "resume", NOW + timedelta(days=2))
    assert after.respond_by == min(day, OWED + timedelta(days=2))


@pytest.mark.parametrize("action", ["resume", "withdraw", "reject"])
def test_what_took_less_moves_it_back(submission: Submission, action: str) -> None:
    asked(submission, 10)

    after = done(
        submission, action, NOW + timedelta(days=4), **({"reason": "No."} if action == "reject" else {})
    )

    assert after.respond_by == OWED + timedelta(days=4)
    assert suspension.days(after) == 4
    assert not suspension.is_running(after, TODAY + timedelta(days=4))


def test_the_integration_itself_ends_it_and_is_noted_until_the_next_step(submission: Submission) -> None:
    owed = timezone.localdate() + timedelta(days=20)
    Submission.objects.filter(pk=submission.pk).update(respond_by=owed)
    waiting = asked(submission, 10, timezone.now() - timedelta(days=3))

    completed(waiting, {"q-motivation": "Firmata."})

    after = present(submission)
    assert (suspension.days(after), after.respond_by) == (3, owed + timedelta(days=3))
    assert after.completed_at is not None
    assert done(submission, "admit", timezone.now()).completed_at is None


def test_it_is_suspended_thirty_days_at_most(submission: Submission) -> None:
    assert asked(submission, 90).respond_by == OWED + timedelta(days=30)
    after = done(submission, "resume", NOW + timedelta(days=50))

    assert after.respond_by == OWED + timedelta(days=30)


def test_a_second_integration_suspends_nothing(submission: Submission) -> None:
    asked(submission, 10)
    done(submission, "resume", NOW + timedelta(days=5))

    again = asked(submission, 10, NOW + timedelta(days=6))

    assert again.respond_by == OWED + timedelta(days=5)
    assert not suspension.is_running(again, TODAY + timedelta(days=7))
    assert done(submission, "resume", NOW + timedelta(days=9)).respond_by == OWED + timedelta(days=5)


def test_what_was_taken_back_on_the_same_day_was_no_suspension(submission: Submission) -> None:
    asked(submission, 10)

    after = done(submission, "resume", NOW + timedelta(hours=1))

    assert (after.respond_by, after.suspended_on) == (OWED, None)
    assert asked(submission, 4, NOW + timedelta(hours=2)).respond_by == OWED + timedelta(days=4)


def test_a_term_that_is_over_is_not_suspended_and_where_none_is_promised_there_is_none(
    submission: Submission,
) -> None:
    late = datetime(2026, 4, 21, 12, 0, tzinfo=UTC)
    event = submitted(EventPageFactory.create(admission="moderated", response_days=None))

    assert asked(submission, 10, late).respond_by == OWED
    waiting = asked(event, 10)
    assert (waiting.respond_by, waiting.suspended_on, waiting.term_on) == (None, None, NO_TERM)


@pytest.mark.parametrize("status", Status.values)
def test_the_database_sorts_by_the_day_only_while_an_answer_is_owed(
    submission: Submission, status: str
) -> None:
    Submission.objects.filter(pk=submission.pk).update(status=status)

    row = present(submission)

    is_open = status in ("received", "in_review", "needs_info", "forewarned", "admissible")
    assert row.term_on == (OWED if is_open else NO_TERM) == row.term_now


def test_the_database_keeps_no_suspension_without_days(submission: Submission) -> None:
    for begun, until in ((TODAY, TODAY), (TODAY, None), (None, TODAY)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Submission.objects.filter(pk=submission.pk).update(suspended_on=begun, suspended_until=until)


def test_days_are_those_of_rome(submission: Submission) -> None:
    late_in_the_evening = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)

    assert asked(submission, 10, late_in_the_evening).suspended_on == date(2026, 3, 11)


def test_the_letter_that_ends_it_names_the_day_that_follows_and_no_day_that_is_past(page: CallPage) -> None:
    """Who waits is told by when, and that the term stood still."""
    now = timezone.now()
    in_time, late = submitted(page), submitted(page)
    Submission.objects.filter(pk=late.pk).update(respond_by=timezone.localdate(now) - timedelta(days=1))
    for one in (in_time, late):
        more: dict[str, Any] = {"reason": "Manca la firma.", "due_at": now + timedelta(days=12)}
        done(one, "forewarn", now, **more)
        done(one, "reconsider", now + timedelta(days=3))

    written = OutboxMessage.objects.filter(key__endswith=":reconsidered").order_by("pk")
    told, untold = (" ".join(letter.body.split()) for letter in written)

    due = present(in_time).respond_by
    assert due
    with override("it"):
        assert f"La risposta ti arriva entro {date_format(due, 'l j F Y')}. Il termine è rimasto" in told
    assert "Ti scriviamo appena c’è una decisione." in untold
    assert "Il termine è rimasto fermo" not in untold
