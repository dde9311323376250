"""From a request of integration to its answer: whole, in time, once."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.utils import timezone

from candidature.actors import APPLICANT, Actor
from candidature.intake import resending
from candidature.models import PendingRevision, Submission, UploadedFile
from candidature.process.workflow import ConflictError, TooLateError, transition
from candidature.statuses import Status
from tests.candidature.factories import (
    CallPageFactory,
    overseer,
    question,
    reviewer,
    steps,
)
from tests.candidature.intake.intake import asked_to_complete, completed, written

INTEGRATION = PendingRevision.Purpose.INTEGRATION
pytestmark = pytest.mark.django_db


def test_completing_keeps_the_old_answers_and_goes_back_to_review() -> None:
    page = CallPageFactory.create()
    submission = asked_to_complete(page)

    sent = completed(submission, {"q-motivation": "Ecco perché."})

    sent.refresh_from_db()
    assert sent.status == Status.IN_REVIEW
    assert sent.answers["q-motivation"] == "Ecco perché."
    assert sent.answer_revisions.get().answers["q-motivation"] == "Per dare una mano."


def test_only_files_that_the_answers_name_become_the_submissions() -> None:
    """What is attached while completing counts once it is sent; what was taken away again goes."""
    document = question(
        "file", "q-file", "Bilancio", required=False, kinds=["pdf"], max_megabytes=1, max_files=1
    )
    submission = asked_to_complete(CallPageFactory.create(steps=steps(document)), answers={})
    revision = written(submission, {})
    named, unnamed = (
        UploadedFile.objects.create(
            revision=revision,
            question_key="q-file",
            original_name=name,
            content_type="application/pdf",
            size=4,
            sha256="0" * 64,
            file=ContentFile(b"%PDF", name=name),
        )
        for name in ("statuto.pdf", "bilancio.pdf")
    )
    PendingRevision.objects.update(typed={"q-file": [str(named.public_id)]})

    resending.send(submission, INTEGRATION, version=submission.version, received_at=timezone.now())

    assert list(submission.files.all()) == [named]
    assert not PendingRevision.objects.exists()
    assert not UploadedFile.objects.filter(pk=unnamed.pk).exists()


def test_completing_twice_is_refused_and_changes_nothing() -> None:
    page = CallPageFactory.create()
    submission = asked_to_complete(page)
    completed(submission, {"q-motivation": "Prima."})

    with pytest.raises(ConflictError):
        completed(submission, {"q-motivation": "Seconda."})

    submission.refresh_from_db()
    assert submission.answers["q-motivation"] == "Prima."


def test_completing_in_the_last_moment_of_the_term_is_taken_and_ends_it() -> None:
    page = CallPageFactory.create()
    submission = asked_to_complete(page)

    last = submission.info_due_at - timedelta(microseconds=1)
    completed(submission, {"q-motivation": "Appena in tempo."}, received_at=last)

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
        completed(submission, {"q-motivation": "Tardi."}, received_at=submission.info_due_at + late)

    submission.refresh_from_db()
    assert submission.status == Status.NEEDS_INFO
    assert submission.answers["q-motivation"] == "Per dare una mano."
    assert not submission.answer_revisions.exists()
