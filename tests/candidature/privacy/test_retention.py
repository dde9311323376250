"""The end date of personal data."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from candidature.actors import Actor
from candidature.models import Draft, LogEntry, Reason, Submission, UploadedFile
from candidature.privacy import retention
from candidature.privacy.erasure_day import add_months, term_of
from candidature.process.workflow import transition
from portal.models import OutboxMessage
from tests.candidature.factories import CallPageFactory, draft_token, overseer, submitted

pytestmark = pytest.mark.django_db


def attach(**owner: Any) -> Any:
    return UploadedFile.objects.create(
        question_key="q",
        original_name="curriculum.pdf",
        content_type="application/pdf",
        size=4,
        sha256="0" * 64,
        file=ContentFile(b"%PDF", name="x"),
        **owner,
    )


def test_what_is_past_its_term_goes_with_files_reasons_and_letters(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    submission = submitted(CallPageFactory.create())
    transition(
        submission.pk, "reject", Actor.staff(overseer()), expected_version=submission.version, reason="No."
    )
    uploaded = attach(submission=submission)
    last_day = term_of(submission, submission.page.specific).day

    with django_capture_on_commit_callbacks(execute=True):
        erased = retention.erase_due(last_day + timedelta(days=1))

    assert erased == 1
    for model in (Submission, UploadedFile, Reason, OutboxMessage):
        assert not model.objects.exists(), model
    assert not uploaded.file.storage.exists(uploaded.file.name)
    assert LogEntry.objects.filter(action="erased").count() == 1


def test_a_draft_nobody_came_back_to_is_forgotten_with_its_files(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    draft_token(CallPageFactory.create())
    draft = Draft.objects.get()
    uploaded = attach(draft=draft)

    with django_capture_on_commit_callbacks(execute=True):
        pruned = retention.prune_drafts(draft.expires_at + timedelta(seconds=1))

    assert pruned == 1
    assert not Draft.objects.exists()
    assert not uploaded.file.storage.exists(uploaded.file.name)


def test_a_draft_still_in_use_stays() -> None:
    draft_token(CallPageFactory.create())

    assert retention.prune_drafts(timezone.now()) == 0


def test_a_stored_file_that_no_row_names_is_deleted_after_a_week() -> None:
    draft_token(CallPageFactory.create())
    named = attach(draft=Draft.objects.get())
    stray = attach(draft=named.draft)
    UploadedFile.objects.filter(pk=stray.pk)._raw_delete(using="default")

    assert retention.prune_stray_files() == 0
    assert retention.prune_stray_files(timezone.now() + timedelta(days=8)) == 1
    assert named.file.storage.exists(named.file.name)
    assert not named.file.storage.exists(stray.file.name)


def test_looking_for_stray_files_before_anything_was_ever_stored_finds_none() -> None:
    assert retention.prune_stray_files() == 0


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 24, date(2028, 11, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_are_counted_as_people_count_them(day: Any, months: int, result: Any) -> None:
    assert add_months(day, months) == result
