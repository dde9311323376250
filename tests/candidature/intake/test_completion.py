"""From a request of integration to its answer: whole, in time, once."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.utils import timezone

from candidature.actors import APPLICANT, Actor
from candidature.intake import completion
from candidature.models import Submission, UploadedFile
from candidature.process.workflow import ConflictError, NotPossibleError, TooLateError, transition
from candidature.statuses import Status
from tests.candidature.factories import (
    CallPageFactory,
    overseer,
    reviewer,
)
from tests.candidature.intake.intake import asked_to_complete

pytestmark = pytest.mark.django_db


def test_completing_keeps_the_old_answers_and_goes_back_to_review() -> None:
    page = CallPageFactory.create()
    submission = asked_to_complete(page)

    completed = completion.complete(
        submission,
        {"q-motivation": "Ecco perché."},
        expected_version=submission.version,
        received_at=timezone.now(),
    )

    completed.refresh_from_db()
    assert completed.status == Status.IN_REVIEW
    assert completed.answers["q-motivation"] == "Ecco perché."
    assert completed.answer_revisions.get().answers["q-motivation"] == "Per dare una mano."


def test_only_what_the_answers_name_was_sent_and_the_rest_was_not() -> None:
    """What is attached while completing counts once it is sent, and not before."""
    submission = asked_to_complete(CallPageFactory.create())
    sent, attached = (
        UploadedFile.objects.create(
            submission=submission,
            question_key="q-file",
            original_name=name,
            content_type="application/pdf",
            size=4,
            sha256="0" * 64,
            file=ContentFile(b"%PDF", name=name),
        )
        for name in ("statuto.pdf", "bilancio.pdf")
    )
    submission.answers = {**submission.answers, "q-file": [str(sent.public_id)]}

    assert completion.files_sent(submission) == [sent]
    assert completion.files_not_sent(submission) == [attached]


def test_completing_twice_is_refused_and_changes_nothing() -> None:
    page = CallPageFactory.create()
    submission = asked_to_complete(page)
    values = {"expected_version": submission.version, "received_at": timezone.now()}
    completion.complete(submission, {"q-motivation": "Prima."}, **values)

    with pytest.raises((ConflictError, NotPossibleError)):
        completion.complete(submission, {"q-motivation": "Seconda."}, **values)

    submission.refresh_from_db()
    assert submission.answers["q-motivation"] == "Prima."


def test_completing_in_the_last_moment_of_the_term_is_taken_and_ends_it() -> None:
    page = CallPageFactory.create()
    submission = asked_to_complete(page)

    completion.complete(
        submission,
        {"q-motivation": "Appena in tempo."},
        expected_version=submission.version,
        received_at=submission.info_due_at - timedelta(microseconds=1),
    )

    submission.refresh_from_db()
    assert (submission.status, submission.info_due_at) == (Status.IN_REVIEW, None)


def test_the_term_of_an_integration_ends_when_the_office_goes_on_without_it() -> None:
    page = CallPageFactory.create()
    for action, who, reason in [("resume", reviewer(page), ""), ("reject", overseer(), "Fuori tema.")]:
        asked = asked_to_complete(page)

        moved = transition(asked.pk, action, Actor.staff(who), expected_version=asked.version, reason=reason)

        moved.refresh_from_db()
        assert moved.info_due_at is None, action


def test_withdrawing_ends_the_term_too() -> None:
    asked = asked_to_complete(CallPageFactory.create())

    withdrawn = transition(asked.pk, "withdraw", APPLICANT, expected_version=asked.version)

    withdrawn.refresh_from_db()
    assert withdrawn.info_due_at is None


def test_the_database_keeps_no_term_that_nobody_waits_for() -> None:
    asked = asked_to_complete(CallPageFactory.create())

    with pytest.raises(IntegrityError):
        Submission.objects.filter(pk=asked.pk).update(status=Status.IN_REVIEW)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1), timedelta(days=3)])
def test_completing_after_the_term_is_refused_and_changes_nothing(late: Any) -> None:
    page = CallPageFactory.create()
    submission = asked_to_complete(page)

    with pytest.raises(TooLateError, match=f"^{submission.reference}$"):
        completion.complete(
            submission,
            {"q-motivation": "Tardi."},
            expected_version=submission.version,
            received_at=submission.info_due_at + late,
        )

    submission.refresh_from_db()
    assert submission.status == Status.NEEDS_INFO
    assert submission.answers["q-motivation"] == "Per dare una mano."
    assert not submission.answer_revisions.exists()
