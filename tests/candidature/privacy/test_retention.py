"""The end date of personal data."""

import errno
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db.models.signals import pre_delete
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from candidature.actors import SYSTEM, Actor
from candidature.models import Draft, LogEntry, PendingRevision, Reason, Submission, UploadedFile
from candidature.privacy import overdue, retention
from candidature.privacy.erasure_day import add_months, term_of
from candidature.process.workflow import transition
from candidature.statuses import Status
from portal.health.readiness import Finding, State
from portal.models import OutboxMessage
from tests.candidature.factories import CallPageFactory, draft_token, overseer, submitted
from tests.candidature.intake.intake import written
from tests.row_locks import locks_asked

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


def test_a_stray_file_stays_for_a_whole_week_whatever_lies_beside_it() -> None:
    """So that an older database that was restored by mistake is noticed before its files go."""
    draft_token(CallPageFactory.create())
    strays = [attach(draft=Draft.objects.get()) for _file in range(3)]
    named = attach(draft=strays[0].draft)
    UploadedFile.objects.exclude(pk=named.pk)._raw_delete(using="default")
    written = max(named.file.storage.get_modified_time(stray.file.name) for stray in strays)

    assert retention.prune_stray_files(written + timedelta(days=6, hours=23)) == 0
    assert retention.prune_stray_files(written + timedelta(days=7, seconds=1)) == 3
    assert named.file.storage.exists(named.file.name)


def test_looking_for_stray_files_before_anything_was_ever_stored_finds_none() -> None:
    assert retention.prune_stray_files() == 0


def test_the_log_keeps_in_which_state_and_by_whom_somebody_was_erased_and_others_keep_their_letters() -> None:
    page = CallPageFactory.create()
    gone, stays = submitted(page), submitted(page)
    officer = overseer()
    transition(gone.pk, "reject", Actor.staff(officer), expected_version=1, reason="No.")

    retention.erase(gone, Actor.staff(officer))

    entry = LogEntry.objects.get(action="erased")
    assert (entry.reference, entry.from_status, entry.actor) == (gone.reference, "rejected", officer)
    assert OutboxMessage.objects.get().related_to == stays.reference


def test_the_portal_itself_erases_what_is_due_and_the_log_says_so() -> None:
    submission = submitted(CallPageFactory.create())
    transition(submission.pk, "reject", Actor.staff(overseer()), expected_version=1, reason="No.")
    last_day = term_of(submission, submission.page.specific).day

    retention.erase_due(last_day + timedelta(days=40))

    entry = LogEntry.objects.get(action="erased")
    assert (entry.actor, entry.actor_label) == (None, SYSTEM.label)


def test_what_is_erased_is_locked_before_its_term_is_looked_at_again() -> None:
    """An officer who reopens it at the same moment goes before or after, never in between."""
    submission = submitted(CallPageFactory.create())
    transition(submission.pk, "reject", Actor.staff(overseer()), expected_version=1, reason="No.")
    last_day = term_of(submission, submission.page.specific).day

    with locks_asked() as asked:
        retention.erase_due(last_day + timedelta(days=40))

    assert asked == ["candidature_submission", "candidature_submission"]


def test_what_another_worker_erased_meanwhile_is_not_counted_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    page = CallPageFactory.create()
    for _person in range(2):
        submission = submitted(page)
        transition(submission.pk, "reject", Actor.staff(overseer()), expected_version=1, reason="No.")
    last_day = term_of(submission, page).day
    erase = retention.erase

    def erase_the_other_too(_submission: Submission) -> None:
        for each in Submission.objects.all():
            erase(each)

    monkeypatch.setattr(retention, "erase", erase_the_other_too)

    assert retention.erase_due(last_day + timedelta(days=40)) == 1
    assert not Submission.objects.exists()


@pytest.fixture
def stubborn() -> Iterator[list[str]]:
    """References of submissions, and numbers of drafts, whose deletion fails."""
    kept: list[str] = []

    def refuse(instance: Any, **_kwargs: Any) -> None:
        if getattr(instance, "reference", str(instance.pk)) in kept:
            raise RuntimeError("it does not go")

    for model in (Submission, Draft, PendingRevision):
        pre_delete.connect(refuse, sender=model)
    yield kept
    for model in (Submission, Draft, PendingRevision):
        pre_delete.disconnect(refuse, sender=model)


def test_one_that_cannot_be_erased_does_not_keep_the_others_and_is_seen(
    stubborn: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    page = CallPageFactory.create()
    first, second = submitted(page), submitted(page)
    for one in (first, second):
        transition(one.pk, "reject", Actor.staff(overseer()), expected_version=1, reason="No.")
    last_day = term_of(first, page).day
    stubborn.append(first.reference)

    assert retention.erase_due(last_day + timedelta(days=40)) == 1

    assert [one.reference for one in Submission.objects.all()] == [first.reference]
    assert f"Row {first.pk} is past its term and was not erased" in caplog.text
    later = datetime.combine(last_day + timedelta(days=43), time(12), tzinfo=UTC)
    found = overdue.find(later)
    assert (found.state, found.figures) == (State.WARNING, {"submissions": 1, "drafts": 0})
    stubborn.clear()
    retention.erase_due(last_day + timedelta(days=40))
    assert overdue.find(later) == Finding(State.OK)


def test_the_command_fails_when_one_could_not_be_erased_and_names_it(
    stubborn: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    page = CallPageFactory.create(retention_months=1)
    first, _second = submitted(page), submitted(page)
    long_ago = timezone.now() - timedelta(days=1000)
    page.opens_at, page.closes_at = long_ago - timedelta(days=30), long_ago
    page.save()
    Submission.objects.update(status=Status.REJECTED, updated_at=long_ago, submitted_at=long_ago)
    stubborn.append(first.reference)

    with pytest.raises(CommandError, match=f"^1 past their term could not be erased.*: {first.reference}"):
        call_command("erase_due")

    assert capsys.readouterr().out == "Erased: 1.\n"
    stubborn.clear()
    call_command("erase_due")


def test_one_draft_that_cannot_be_forgotten_does_not_keep_the_others_and_is_seen(
    stubborn: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    page = CallPageFactory.create()
    for _draft in range(2):
        draft_token(page)
    ended = timezone.now()
    Draft.objects.update(expires_at=ended)
    stubborn.append(str(Draft.objects.earliest("pk").pk))

    assert retention.prune_drafts(ended) == 1

    assert "was not forgotten" in caplog.text
    found = overdue.find(ended + timedelta(days=3))
    assert (found.state, found.figures) == (State.WARNING, {"submissions": 0, "drafts": 1})


def test_one_revision_that_cannot_be_forgotten_does_not_keep_the_others(stubborn: list[str]) -> None:
    page = CallPageFactory.create()
    first, second = (written(submitted(page), {}) for _person in range(2))
    ended = timezone.now()
    PendingRevision.objects.update(expires_at=ended)
    stubborn.append(str(first.pk))

    assert retention.prune_revisions(ended) == 1

    assert PendingRevision.objects.get() == first
    assert not PendingRevision.objects.filter(pk=second.pk).exists()


def test_a_database_that_is_away_stops_the_erasure_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    page = CallPageFactory.create()
    for _draft in range(2):
        draft_token(page)
    Draft.objects.update(expires_at=timezone.now())
    asked: list[Draft] = []

    def is_full(instance: Any, **_kwargs: Any) -> None:
        asked.append(instance)
        raise OSError(errno.ENOSPC, "full")

    pre_delete.connect(is_full, sender=Draft)
    try:
        with pytest.raises(OSError, match="full"):
            retention.prune_drafts()
    finally:
        pre_delete.disconnect(is_full, sender=Draft)
    assert len(asked) == 1


def test_as_many_drafts_are_counted_as_were_forgotten_and_only_those_asked_for() -> None:
    page, other = CallPageFactory.create(), CallPageFactory.create()
    for of in (page, page, page, other):
        draft_token(of)
    ended = timezone.now()
    Draft.objects.update(expires_at=ended)

    assert retention.prune_drafts(ended - timedelta(microseconds=1)) == 0
    assert retention.prune_drafts(ended, page=page.pk) == 3
    assert Draft.objects.get().page_id == other.pk
    assert retention.prune_drafts() == 1


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
