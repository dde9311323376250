"""From draft to submission: in time, whole, once."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from candidature.intake import drafts, receiving, sending
from candidature.links import secret_links
from candidature.models import Draft, FollowLink, Submission, UploadedFile
from candidature.statuses import Status
from moduli import IncompleteAnswersError
from portal.models import OutboxMessage
from portal.privacy.tokens import digest, new_token
from tests.candidature.factories import (
    CallPageFactory,
    PrivacyNoticeFactory,
    begun,
    draft_token,
    question,
    steps,
    submitted,
)
from tests.candidature.intake.intake import keep_typed, send

pytestmark = pytest.mark.django_db


def test_sending_twice_gives_the_same_submission_and_one_letter() -> None:
    page = CallPageFactory.create()
    token, key = draft_token(page), new_token()

    first, second = send(page, token, form_key=key), send(page, token, form_key=key)

    assert first == second
    assert Submission.objects.count() == 1
    assert OutboxMessage.objects.count() == 1
    assert not Draft.objects.exists()


def test_sending_again_after_the_deadline_still_gives_the_receipt() -> None:
    page = CallPageFactory.create()
    token, key = draft_token(page), new_token()
    first = send(page, token, form_key=key)
    type(page).objects.update(closes_at=timezone.now() - timedelta(hours=1))

    assert send(page, token, form_key=key) == first


@pytest.mark.parametrize("key", ["", "another page's key...."])
def test_whoever_knows_only_the_drafts_link_gets_nothing_of_what_was_sent(key: str) -> None:
    page = CallPageFactory.create()
    token = draft_token(page)
    send(page, token, form_key=new_token())

    with pytest.raises(sending.DraftSentError):
        send(page, token, form_key=key)


@pytest.mark.parametrize(("seconds", "taken"), [(-1, True), (0, False), (1, False)])
def test_the_deadline_holds_to_the_second(seconds: Any, taken: bool) -> None:
    page = CallPageFactory.create()
    token = draft_token(page)
    received_at = page.closes_at + timedelta(seconds=seconds)

    if taken:
        assert send(page, token, received_at=received_at).submitted_at == received_at
    else:
        with pytest.raises(sending.WindowClosedError):
            send(page, token, received_at=received_at)
        assert Draft.objects.filter(token_hash=digest(token)).exists(), "nothing typed may be lost"


def test_nothing_is_taken_before_the_opening() -> None:
    page = CallPageFactory.create(opens_at=timezone.now() + timedelta(hours=1))

    with pytest.raises(sending.WindowClosedError):
        send(page, draft_token(page))


def test_an_unpublished_page_takes_nothing() -> None:
    page = CallPageFactory.create()
    token = draft_token(page)
    page.unpublish()

    with pytest.raises(sending.WindowClosedError):
        send(page, token)


def test_a_call_without_a_closing_date_takes_nothing() -> None:
    page = CallPageFactory.create(closes_at=None)

    with pytest.raises(sending.WindowClosedError):
        send(page, draft_token(page))


def test_the_submission_keeps_the_questions_as_they_were_asked() -> None:
    page = CallPageFactory.create()
    submission = submitted(page)

    page.steps = steps(question("short_text", "q-motivation", "Tutt'altra domanda", max_length=200))
    page.save()

    submission.refresh_from_db()
    assert "Perché vuoi partecipare?" in str(submission.schema)
    assert "Tutt'altra domanda" not in str(submission.schema)


def test_the_notice_is_that_of_the_moment_of_sending() -> None:
    page = CallPageFactory.create()
    submission = submitted(page)
    old_notice = page.privacy_notice

    page.privacy_notice = PrivacyNoticeFactory.create(version="2.0")
    page.save()

    submission.refresh_from_db()
    assert submission.privacy_notice == old_notice


def test_a_notice_that_changed_meanwhile_must_be_read_again() -> None:
    page = CallPageFactory.create()
    token = draft_token(page)

    with pytest.raises(sending.NoticeNotReadError):
        send(page, token, notice_id=None)


def test_a_question_added_meanwhile_must_be_answered() -> None:
    page = CallPageFactory.create()
    token = draft_token(page)
    page.steps = steps(question("short_text", "q-new", "Una domanda nuova", max_length=200))
    page.save()

    with pytest.raises(IncompleteAnswersError):
        send(page, token)

    assert not Submission.objects.exists()
    assert Draft.objects.exists()


def test_an_unknown_secret_sends_nothing() -> None:
    page = CallPageFactory.create()

    with pytest.raises(drafts.DraftGoneError):
        send(page, new_token())


def test_a_secret_never_rests_in_the_database() -> None:
    page = CallPageFactory.create()
    token, key = draft_token(page), new_token()
    submission = send(page, token, form_key=key)
    receipt = secret_links.receipt_secret(token, key)
    handed = secret_links.handed_over(receipt)
    assert handed is not None
    _link, follow = handed

    assert FollowLink.objects.get(submission=submission).token_hash == digest(follow)
    stored = str([list(model._default_manager.values()) for model in apps.get_models()])
    for secret in (token, key, receipt, follow):
        assert secret not in stored


def test_nothing_is_sent_by_nobody() -> None:
    page = CallPageFactory.create()
    draft, token = drafts.begin(page)
    drafts.save_answers(draft, {"q-motivation": "Per dare una mano."})

    with pytest.raises(sending.ApplicantMissingError):
        send(page, token)

    draft, token = begun(page)
    drafts.save_answers(draft, {"q-motivation": "Per dare una mano."})
    keep_typed(draft, {"first_name": ""})
    with pytest.raises(sending.ApplicantMissingError):
        send(page, token)

    assert not Submission.objects.exists()


def test_a_file_uploaded_for_a_question_no_longer_asked_is_not_kept(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    page = CallPageFactory.create()
    token = draft_token(page)
    uploaded = UploadedFile.objects.create(
        draft=Draft.objects.get(),
        question_key="q-gone",
        original_name="statuto.pdf",
        content_type="application/pdf",
        size=4,
        sha256="0" * 64,
        file=ContentFile(b"%PDF", name="statuto.pdf"),
    )

    with django_capture_on_commit_callbacks(execute=True):
        send(page, token)

    assert not UploadedFile.objects.exists()
    assert not uploaded.file.storage.exists(str(uploaded.file.name))


def test_everything_the_applicant_said_of_themselves_is_kept() -> None:
    page = CallPageFactory.create(response_days=20)
    said: dict[str, Any] = {
        "applicant_kind": "organisation",
        "first_name": "Ada",
        "last_name": "Prova",
        "organisation_name": "Gruppo Prova",
        "email": "ada@example.org",
        "phone": "+393331234567",
    }
    received_at = timezone.now() - timedelta(seconds=3)

    submission = send(page, draft_token(page, **said), received_at=received_at)

    kept = Submission.objects.get(pk=submission.pk)
    assert {name: str(getattr(kept, name)) for name in said} == said
    assert (kept.page_id, kept.kind, kept.status, kept.version) == (page.pk, "call", Status.RECEIVED, 1)
    assert (kept.submitted_at, kept.updated_at) == (received_at, received_at)
    assert (kept.privacy_notice_id, kept.respond_by) == (page.privacy_notice_id, page.respond_by(received_at))
    assert kept.reference.split("-")[1] == str(received_at.year)


def test_a_reference_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    page = CallPageFactory.create()
    taken = submitted(page).reference
    drawn = iter([taken, taken, "CS-2026-ZZZZ-ZZZZ"])
    monkeypatch.setattr(receiving, "new_reference", lambda _at: next(drawn))

    assert send(page, draft_token(page)).reference == "CS-2026-ZZZZ-ZZZZ"


def test_where_no_free_reference_is_found_the_draft_stays_and_the_reason_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = CallPageFactory.create()
    taken = submitted(page).reference
    token = draft_token(page)
    monkeypatch.setattr(receiving, "new_reference", lambda _at: taken)

    with pytest.raises(drafts.IntakeError, match=r"^The draft could not be sent\.$") as refused:
        send(page, token)

    assert isinstance(refused.value.__cause__, IntegrityError)
    assert Draft.objects.filter(token_hash=digest(token)).exists()
    assert Submission.objects.count() == 1


def test_a_page_limited_meanwhile_to_another_kind_of_applicant_takes_nothing_and_keeps_the_draft() -> None:
    page = CallPageFactory.create()
    token = draft_token(page, applicant_kind="organisation", organisation_name="Gruppo Prova")
    page.allowed_applicants = "citizen"
    page.save()

    with pytest.raises(sending.ApplicantNotAdmittedError):
        send(page, token)

    assert Draft.objects.filter(token_hash=digest(token)).exists()
