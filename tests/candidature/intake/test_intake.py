"""From draft to submission: in time, whole, once."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from candidature.actors import APPLICANT, Actor
from candidature.intake import completion, confirming, drafts, sending
from candidature.intake.uploads import FilesOnDisk
from candidature.links import draft_links, secret_links
from candidature.links.tokens import digest, new_token
from candidature.models import Draft, FollowLink, Submission, UploadedFile
from candidature.pages.participation import ParticipationPage
from candidature.process.workflow import ConflictError, NotPossibleError, TooLateError, transition
from candidature.statuses import Status
from moduli import IncompleteAnswersError
from portal.models import OutboxMessage
from tests.candidature.factories import (
    CallPageFactory,
    PrivacyNoticeFactory,
    begun,
    draft_token,
    identity,
    overseer,
    question,
    reviewer,
    steps,
    submitted,
)
from tests.row_locks import locks_asked

pytestmark = pytest.mark.django_db


def send(page: ParticipationPage, token: str, **changes: Any) -> Any:
    values = {"received_at": timezone.now(), "notice_id": page.privacy_notice_id}
    return sending.submit(token, **{**values, **changes})


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


def test_a_draft_is_begun_empty_and_forgotten_soon_unless_something_is_written() -> None:
    page = CallPageFactory.create()

    draft, token = drafts.begin(page)

    assert Draft.objects.get(token_hash=digest(token)) == draft
    assert (draft.page_id, draft.email, draft.answers, draft.says_who) == (page.pk, "", {}, False)
    in_two_days = timezone.now() + timedelta(days=2)
    assert abs(draft.expires_at - in_two_days) < timedelta(minutes=1)

    drafts.save_identity(draft, identity())

    draft.refresh_from_db()
    assert draft.says_who
    assert draft.expires_at > in_two_days + timedelta(days=20)


def test_an_empty_draft_has_an_end_of_its_link_once_there_is_an_address() -> None:
    """Whoever began it may have given its link away before anything was in it."""
    draft, token = drafts.begin(CallPageFactory.create())

    moved = drafts.save_identity(draft, identity())

    assert moved is not None
    assert draft_links.find(token) is None
    assert draft_links.find(moved) == draft


def test_a_first_step_that_is_not_right_is_kept_as_typed_and_its_good_address_written() -> None:
    draft, _token = drafts.begin(CallPageFactory.create())
    typed = {"first_name": "Ada", "email": "ada@example.org"}

    moved = drafts.keep_applicant(draft, typed, "ada@example.org", client="")

    draft.refresh_from_db()
    assert moved is not None
    assert (draft.email, draft.first_name, draft.applicant_typed) == ("ada@example.org", "", typed)
    assert not draft.says_who

    drafts.save_identity(draft, identity(email="ada@example.org"))

    draft.refresh_from_db()
    assert draft.applicant_typed == {}
    assert draft.says_who


def test_an_address_that_is_not_right_takes_the_place_of_none() -> None:
    draft, _token = begun(CallPageFactory.create(), email="ada@example.org")

    assert drafts.keep_applicant(draft, {"email": "ada@"}, "", client="") is None

    draft.refresh_from_db()
    assert (draft.email, draft.applicant_typed) == ("ada@example.org", {"email": "ada@"})


def test_nothing_is_sent_by_nobody() -> None:
    page = CallPageFactory.create()
    draft, token = drafts.begin(page)
    drafts.save_answers(draft, {"q-motivation": "Per dare una mano."})

    with pytest.raises(sending.ApplicantMissingError):
        send(page, token)

    draft, token = begun(page)
    drafts.save_answers(draft, {"q-motivation": "Per dare una mano."})
    drafts.keep_applicant(draft, {"first_name": ""}, "", client="")
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
    monkeypatch.setattr(sending, "new_reference", lambda _at: next(drawn))

    assert send(page, draft_token(page)).reference == "CS-2026-ZZZZ-ZZZZ"


def test_where_no_free_reference_is_found_the_draft_stays_and_the_reason_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = CallPageFactory.create()
    taken = submitted(page).reference
    token = draft_token(page)
    monkeypatch.setattr(sending, "new_reference", lambda _at: taken)

    with pytest.raises(drafts.IntakeError, match=r"^The draft could not be sent\.$") as refused:
        send(page, token)

    assert isinstance(refused.value.__cause__, IntegrityError)
    assert Draft.objects.filter(token_hash=digest(token)).exists()
    assert Submission.objects.count() == 1


def test_every_saving_lets_the_draft_live_longer() -> None:
    draft, _token = begun(CallPageFactory.create())
    soon = timezone.now() + timedelta(hours=1)

    def lives(save: Any) -> Any:
        Draft.objects.update(expires_at=soon, updated_at=soon - timedelta(days=20))
        save()
        draft.refresh_from_db()
        return draft.expires_at > soon + timedelta(days=1) and draft.updated_at > soon - timedelta(days=1)

    assert lives(lambda: drafts.save_answers(draft, {"q-motivation": "Eccomi."}))
    assert draft.answers == {"q-motivation": "Eccomi."}
    assert lives(lambda: drafts.save_identity(draft, identity(email=draft.email, last_name="Nuova")))
    assert draft.last_name == "Nuova"


def test_the_same_address_in_other_letters_keeps_the_link_and_another_ends_it() -> None:
    draft, token = begun(CallPageFactory.create(), email="Ada@example.org")

    assert drafts.save_identity(draft, identity(email="ADA@Example.org")) is None
    assert Draft.objects.get().token_hash == digest(token)

    moved = drafts.save_identity(draft, identity(email="bea@example.org"))

    assert moved is not None
    assert Draft.objects.get().token_hash == digest(moved)
    assert Draft.objects.get().email == "bea@example.org"
    with pytest.raises(drafts.DraftGoneError):
        drafts.save_answers(draft, {"q-motivation": "Dal vecchio collegamento."})


def asked_to_complete(page: ParticipationPage, due_in: Any = timedelta(days=5)) -> Any:
    submission = submitted(page)
    return transition(
        submission.pk,
        "request_info",
        Actor.staff(reviewer(page)),
        expected_version=submission.version,
        reason="Manca la motivazione.",
        due_at=timezone.now() + due_in,
    )


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


def test_what_is_being_written_is_locked_before_it_is_read() -> None:
    """Two tabs, or two uploads at once, save one after the other and count each other."""
    page = CallPageFactory.create()
    draft, _token = begun(page)
    asked_for_more = asked_to_complete(page)
    no_files = FilesOnDisk()
    token = draft_token(page)

    with locks_asked() as sent:
        send(page, token)
    with locks_asked() as answers:
        drafts.save_answers(draft, {"q-motivation": "Per dare una mano."})
    with locks_asked() as who:
        drafts.save_identity(draft, identity(email=draft.email))
    with locks_asked() as files:
        completion.keep_files(asked_for_more, lambda _submission: [], no_files)

    # The page, because it takes one from each.
    assert sent == ["candidature_callpage", "candidature_draft"]
    assert (answers, who, files) == (["candidature_draft"], ["candidature_draft"], ["candidature_submission"])


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


def test_a_page_limited_meanwhile_to_another_kind_of_applicant_takes_nothing_and_keeps_the_draft() -> None:
    page = CallPageFactory.create()
    token = draft_token(page, applicant_kind="organisation", organisation_name="Gruppo Prova")
    page.allowed_applicants = "citizen"
    page.save()

    with pytest.raises(sending.ApplicantNotAdmittedError):
        send(page, token)

    assert Draft.objects.filter(token_hash=digest(token)).exists()


def test_a_draft_knows_when_what_last_changed_it_arrived() -> None:
    draft, _token = drafts.begin(CallPageFactory.create())
    moments = [timezone.now() - timedelta(minutes=minutes) for minutes in (9, 6)]

    drafts.keep_applicant(draft, {"first_name": "Ada"}, "", client="", at=moments[0])
    draft.refresh_from_db()
    assert draft.written_at == moments[0]

    drafts.save_identity(draft, identity(), at=moments[1])
    draft.refresh_from_db()
    assert draft.written_at == moments[1]

    before = timezone.now()
    drafts.keep_applicant(draft, {"first_name": "Ada"}, "", client="")
    draft.refresh_from_db()
    assert draft.written_at is not None
    assert draft.written_at >= before


def test_what_was_pressed_is_the_same_in_whatever_order_a_database_gives_it() -> None:
    one = Draft(answers={"a": "x", "b": {"code": "1", "label": "2"}}, last_name="Prova")
    other = Draft(
        answers={"b": {"label": "2", "code": "1"}, "c": None, "a": "x", "d": "", "e": []}, last_name="Prova"
    )

    assert confirming.content(one) == confirming.content(other)
    for name in ("first_name", "last_name", "organisation_name", "phone", "applicant_kind"):
        changed = Draft(answers=one.answers, **{"last_name": "Prova", name: "Altro"})
        assert confirming.content(changed) != confirming.content(one)
    assert confirming.content(Draft(answers={"a": "y"}, last_name="Prova")) != confirming.content(one)
    assert confirming.content(Draft(answers=one.answers, last_name="Prova", email="x@example.org")) == (
        confirming.content(one)
    )
