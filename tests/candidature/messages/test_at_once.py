"""Presses at the same moment: one message, no more than a day takes, nothing read that was not shown."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from candidature.actors import APPLICANT, Actor
from candidature.messages import reading
from candidature.messages.models import Message
from candidature.messages.writing import Outcome
from candidature.models import Submission
from portal.privacy.tokens import new_token
from tests.candidature.factories import CallPageFactory, overseer, submitted
from tests.candidature.messages.conversations import from_applicant, from_office, press
from tests.row_locks import locks_asked


@pytest.fixture
def submission(committed_db: None) -> Submission:
    return submitted(CallPageFactory.create())


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each gives, begun together in threads of their own."""
    together, results = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        try:
            together.wait(30)
            results.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(results) == len(acts)
    return results


def test_a_form_pressed_twice_at_once_sends_one_message(submission: Submission) -> None:
    key = new_token()
    outcomes = at_once(*[lambda: press(submission, APPLICANT, "Una volta.", key=key)] * 3)

    assert outcomes == [Outcome.SENT] * 3
    assert [message.text for message in Message.objects.all()] == ["Una volta."]


def test_messages_at_once_never_pass_what_a_day_takes(submission: Submission, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "LIMIT_MESSAGES_PER_DAY": 2}
    outcomes = at_once(
        *[lambda number=number: press(submission, APPLICANT, f"{number}") for number in range(4)]
    )

    assert outcomes.count(Outcome.SENT) == Message.objects.filter(sent_at__isnull=False).count() <= 2


def test_two_answers_at_once_make_one_and_a_colleague_who_reads_first(submission: Submission) -> None:
    seen = from_applicant(submission).pk
    staff = [Actor.staff(overseer()) for _each in range(2)]
    outcomes = at_once(*[lambda one=one: press(submission, one, "Rispondo.", seen=seen) for one in staff])

    assert sorted(outcome.name for outcome in outcomes) == ["NEWER", "SENT"]


def test_what_comes_while_the_office_reads_stays_unread(submission: Submission) -> None:
    from_applicant(submission, "Visto.")
    reader = Actor.staff(overseer())
    shown = reading.conversation(submission, reader).messages
    late = from_applicant(submission, "Non ancora visto.")
    reading.mark_read(submission, shown, reader)

    submission.refresh_from_db()
    late.refresh_from_db()
    assert late.read_at is None
    assert submission.unread_since == late.sent_at


def test_whoever_sends_or_reads_locks_the_submission(submission: Submission) -> None:
    officer = overseer()
    for act in (
        lambda: from_applicant(submission),
        lambda: from_office(submission, officer),
        lambda: reading.mark_read(
            submission, reading.conversation(submission, APPLICANT).messages, APPLICANT
        ),
    ):
        with locks_asked() as asked:
            act()
        assert asked == [Submission._meta.db_table]
