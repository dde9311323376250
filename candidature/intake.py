"""From draft to submission, and from a request of integration to its answer: the applicant's two doors.

Each is one transaction. What comes out is committed before any mail leaves, and sending the same draft again
gives the same submission.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from candidature import changes, letters, seats, workflow
from candidature.models.events import EventPage
from candidature.models.participation import ParticipationPage
from candidature.models.submissions import (
    AnswerRevision,
    Draft,
    FollowLink,
    Submission,
    draft_expiry,
    new_reference,
)
from candidature.statuses import Kind, Status
from candidature.tokens import digest
from candidature.transitions import APPLICANT, CONFIRM, QUEUE, SYSTEM
from moduli import Answers, check_answers, freeze
from territori.models import Zone

_REFERENCE_ATTEMPTS = 5


class IntakeError(Exception):
    """Nothing was sent; the draft is as it was."""


class WindowClosedError(IntakeError):
    """The page takes nothing at the moment the request arrived."""


class DraftGoneError(IntakeError):
    """No draft and no submission answers to this secret."""


class NoticeNotReadError(IntakeError):
    """The applicant did not say that they read the privacy notice, or it changed while they wrote."""


class ApplicantNotAdmittedError(IntakeError):
    """The page was limited, while the applicant wrote, to another kind of applicant."""


@dataclass(frozen=True)
class Identity:
    """The fields of the fixed first step, "Chi sei"."""

    applicant_kind: str
    first_name: str
    last_name: str
    email: str
    organisation_name: str = ""
    phone: str = ""
    municipality_id: int | None = None


def start_draft(page: ParticipationPage, token: str, identity: Identity) -> Draft:
    """The draft of this secret, made if it is not there; the same form posted twice is one draft.

    Raises:
        DraftGoneError: the secret belongs to another page's draft, or was already used to send.
    """
    token_hash = digest(token)
    with transaction.atomic():
        draft, created = Draft.objects.get_or_create(
            token_hash=token_hash, defaults={"page_id": page.pk, **identity.__dict__}
        )
        # Asked last, for the draft may have been sent while this request waited for its row.
        if draft.page_id != page.pk or FollowLink.objects.filter(token_hash=token_hash).exists():
            raise DraftGoneError
        if not created:
            save_identity(draft, identity)
    return draft


def lock_draft(draft: Draft) -> Draft:
    """The draft, read afresh and locked until the transaction ends: two tabs save one after the other.

    Raises:
        DraftGoneError: it was sent or forgotten meanwhile.
    """
    locked = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if locked is None:
        raise DraftGoneError
    return locked


def save_identity(draft: Draft, identity: Identity) -> None:
    """Writes who applies, and nothing else: another tab may be saving answers.

    Raises:
        DraftGoneError: the draft was sent or forgotten meanwhile.
    """
    with transaction.atomic():
        locked = lock_draft(draft)
        for name, value in identity.__dict__.items():
            setattr(locked, name, value)
        locked.expires_at = draft_expiry()
        locked.save(update_fields=[*identity.__dict__, "expires_at", "updated_at"])


def save_answers(draft: Draft, answers: Answers) -> None:
    """Adds the answers of a step to those already in the draft, and lets the draft live longer.

    Raises:
        DraftGoneError: the draft was sent or forgotten meanwhile.
    """
    with transaction.atomic():
        locked = lock_draft(draft)
        locked.answers = {**locked.answers, **answers}
        locked.expires_at = draft_expiry()
        locked.save(update_fields=["answers", "expires_at", "updated_at"])
    draft.answers = locked.answers


def submit(token: str, *, received_at: datetime, notice_id: int | None) -> Submission:
    """Sends a draft. Sending it again returns the submission that the first time made.

    Args:
        received_at: when the request reached the server, before its body was read.
        notice_id: the privacy notice that the applicant ticked as read.

    Raises:
        WindowClosedError, DraftGoneError, ApplicantNotAdmittedError, NoticeNotReadError: see each.
        IncompleteAnswersError: the page's questions changed, or a step was skipped.
    """
    token_hash = digest(token)
    for _attempt in range(_REFERENCE_ATTEMPTS):
        try:
            with transaction.atomic():
                return _submit_once(token_hash, received_at, notice_id)
        except IntegrityError as error:
            # Another request sent this very draft, or the new reference was already taken: look again.
            refused = error
    raise IntakeError("The draft could not be sent.") from refused


def _submit_once(token_hash: str, received_at: datetime, notice_id: int | None) -> Submission:
    sent = _already_sent(token_hash)
    if sent is not None:
        return sent
    draft = Draft.objects.filter(token_hash=token_hash).first()
    if draft is None:
        raise DraftGoneError
    page = draft.page.specific
    if isinstance(page, EventPage):
        page = seats.lock(page.pk)
    draft = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if draft is None:
        sent = _already_sent(token_hash)
        if sent is None:
            raise DraftGoneError
        return sent
    if not page.accepts(received_at):
        raise WindowClosedError
    if not page.admits(draft.applicant_kind):
        raise ApplicantNotAdmittedError
    if notice_id != page.privacy_notice_id:
        raise NoticeNotReadError
    submission = _create(draft, page, received_at)
    draft.files.update(draft=None, submission=submission)
    FollowLink.objects.create(submission=submission, token_hash=token_hash)
    draft.delete()
    changes.record(submission, "received", APPLICANT, to_status=Status.RECEIVED, at=received_at)
    if isinstance(page, EventPage) and page.admission == EventPage.Admission.AUTOMATIC:
        submission.seat_number = seats.next_number(page)
        step = QUEUE if submission.seat_number is None else CONFIRM
        changes.apply(submission, step, SYSTEM, at=received_at)
    else:
        letters.write("receipt", submission)
    return submission


def _already_sent(token_hash: str) -> Submission | None:
    link = FollowLink.objects.select_related("submission").filter(token_hash=token_hash).first()
    return link.submission if link else None


def _create(draft: Draft, page: ParticipationPage, received_at: datetime) -> Submission:
    schema = freeze(page.steps)
    answers = check_answers(schema, draft.answers, draft.files.all())
    _forget_unused_files(draft, answers)
    return Submission.objects.create(
        page_id=page.pk,
        kind=page.kind,
        reference=new_reference(received_at),
        submitted_at=received_at,
        updated_at=received_at,
        applicant_kind=draft.applicant_kind,
        first_name=draft.first_name,
        last_name=draft.last_name,
        organisation_name=draft.organisation_name,
        email=draft.email,
        phone=draft.phone,
        municipality=draft.municipality,
        zone=_competent_zone(page, draft),
        schema=schema,
        answers=answers,
        privacy_notice_id=page.privacy_notice_id,
        retention_months=page.retention_months,
        retain_until=page.retain_until(received_at),
        respond_by=page.respond_by(received_at) if page.kind == Kind.CALL else None,
    )


def _competent_zone(page: ParticipationPage, draft: Draft) -> Zone | None:
    """The page's zone where it has exactly one; otherwise that of the applicant's municipality."""
    territories = page.territories.all()[:2]
    if len(territories) == 1:
        return territories[0].zone
    return draft.municipality.zone if draft.municipality else None


def _forget_unused_files(draft: Draft, answers: Answers) -> None:
    """Files for a question that is no longer asked are not kept: nobody would know why we have them."""
    used = {public_id for value in answers.values() for public_id in file_ids(value)}
    for uploaded in draft.files.all():
        if str(uploaded.public_id) not in used:
            uploaded.delete()


def file_ids(value: Any) -> list[str]:
    """The files an answer names; empty when the answer is no list of strings."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def complete(
    submission: Submission, answers: Answers, *, expected_version: int, received_at: datetime
) -> Submission:
    """Answers a request of integration: the old answers are kept beside, the review goes on.

    Raises:
        IncompleteAnswersError: a visible question still lacks a valid answer.
        WorkflowError: the term is over, or the submission is not waiting for anything any more.
    """
    with transaction.atomic():
        checked = check_answers(submission.schema, answers, submission.files.all())
        # First the transition: it locks, in the one order that is safe, and refuses a stale version.
        completed = workflow.transition(
            submission.pk, "complete", APPLICANT, expected_version=expected_version, at=received_at
        )
        AnswerRevision.objects.create(submission=completed, answers=completed.answers)
        completed.answers = checked
        completed.save(update_fields=["answers"])
    return completed
