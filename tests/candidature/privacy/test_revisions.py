"""What is written over a submission and not sent has an end, and goes with the submission."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from candidature.models import FormVersion, InfoRequest, PendingRevision, Submission, UploadedFile
from candidature.privacy import retention
from candidature.process.payloads import Document
from candidature.submissions.form_versions import UNNAMED_KEPT_FOR
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.intake.intake import completed, written
from tests.candidature.public.revising import ANSWERS, ask, three_steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission() -> Submission:
    return submitted(CallPageFactory.create(steps=three_steps()), answers=dict(ANSWERS))


def attached(revision: PendingRevision) -> Path:
    """Where a file that came in with it is on the disk."""
    file = UploadedFile.objects.create(
        revision=revision,
        question_key="cv",
        original_name="curriculum.pdf",
        content_type="application/pdf",
        size=4,
        sha256="0" * 64,
        file=ContentFile(b"%PDF", name="curriculum.pdf"),
    )
    return Path(file.file.path)


def test_what_nobody_came_back_to_is_forgotten_with_its_files(
    submission: Submission, django_capture_on_commit_callbacks: Any
) -> None:
    revision = written(submission, {"why": "Mai inviato"})
    path = attached(revision)

    assert retention.prune_revisions() == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert retention.prune_revisions(revision.expires_at) == 1

    assert not PendingRevision.objects.exists()
    assert not path.exists()
    assert Submission.objects.get().answers == ANSWERS


def test_erasing_a_submission_erases_what_is_written_over_it_and_what_was_asked(
    submission: Submission, django_capture_on_commit_callbacks: Any
) -> None:
    asked = ask(submission, "why")
    path = attached(written(asked, {"why": "A metà"}))

    with django_capture_on_commit_callbacks(execute=True):
        retention.erase(asked)

    assert not PendingRevision.objects.exists()
    assert not InfoRequest.objects.exists()
    assert not path.exists()


def test_the_questions_of_a_former_version_are_kept_as_long_as_it(submission: Submission) -> None:
    former = submission.form_version_id
    completed(ask(submission, "why"), {"why": "Per la valle"})
    ask_again = Submission.objects.get()
    Submission.objects.update(status="received")
    ask_again.refresh_from_db()
    ask(ask_again, documents=(Document("Statuto"),))
    assert Submission.objects.get().form_version_id != former

    old = timezone.now() + UNNAMED_KEPT_FOR + timedelta(days=1)
    with mock.patch("candidature.submissions.form_versions.timezone.now", return_value=old):
        FormVersion.objects.prune()

    assert FormVersion.objects.filter(pk=former).exists()
