"""From draft to submission: the applicant's one door, in one transaction.

What comes out is committed before any mail leaves, and sending the same draft again gives the same
submission.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from candidature.intake import confirming, quotas
from candidature.intake.drafts import DraftGoneError, IntakeError
from candidature.intake.uploads import file_ids
from candidature.letters import writing as letters
from candidature.links import draft_links, secret_links
from candidature.pages.participation import ParticipationPage
from candidature.process import workflow
from candidature.submissions import marks
from candidature.submissions.form_versions import FormVersion, digest_of
from candidature.submissions.models import Applicant, Draft, Submission, UploadedFile, new_reference
from candidature.submissions.partial import PartialUpload
from moduli import Answers, Schema, check_answers, freeze
from territori.models import Zone

_REFERENCE_ATTEMPTS = 5


class WindowClosedError(IntakeError):
    """The page takes nothing at the moment the request arrived."""


class DraftSentError(DraftGoneError):
    """The draft was sent already, and not by this press of the button: its link opens nothing any more."""


class NoticeNotReadError(IntakeError):
    """The applicant did not say that they read the privacy notice, or it changed while they wrote."""


class FormChangedError(IntakeError):
    """The page asks something else than the summary showed when its button was pressed."""


class ApplicantNotAdmittedError(IntakeError):
    """The page was limited, while the applicant wrote, to another kind of applicant."""


class ApplicantMissingError(IntakeError):
    """The first step was not filled in, or something in it is wrong."""


class AddressNotProvedError(IntakeError):
    """Everything is in order, but nobody has proved to read what is sent to the address."""


class AlreadySentError(IntakeError):
    """The same person already sent what excludes sending again: `submission`, never to be shown."""

    def __init__(self, submission: Submission) -> None:
        super().__init__(submission.reference)
        self.submission = submission


def submit(
    token: str,
    *,
    received_at: datetime,
    notice_id: int | None,
    client: str = "",
    form_key: str = "",
    shown: str | None = None,
) -> Submission:
    """Sends a draft. A second press of the same form returns the submission that the first one made.

    Args:
        form_key: made for the summary page that was shown; `secret_links.receipt_secret` leads from it to the
            receipt. Without one nobody is shown a receipt, and the personal link comes by letter only.
        received_at: when the request reached the server, before its body was read.
        notice_id: the privacy notice that the applicant ticked as read.
        client: the visitor whose quota counts it (`portal.web.visitors.client_of`); nobody's, unless given.
        shown: the digest of the form in whose words the answers were seen; not asked, unless given.

    Raises:
        AlreadySentError: to this page, by the same person.
        AddressNotProvedError: what is left to do is in `candidature.intake.confirming`.
        LimitReachedError: this visitor sent too much.
        WindowClosedError, DraftGoneError, DraftSentError, ApplicantMissingError, ApplicantNotAdmittedError,
            NoticeNotReadError, FormChangedError: see each.
        IncompleteAnswersError: the page's questions changed, or a step was skipped.
    """
    for _attempt in range(_REFERENCE_ATTEMPTS):
        try:
            with transaction.atomic():
                return _submit_once(token, received_at, notice_id, client, form_key, shown)
        except IntegrityError as error:
            # Another request sent this very draft, or the new reference was already taken: look again.
            refused = error
    raise IntakeError("The draft could not be sent.") from refused


def _submit_once(
    token: str, received_at: datetime, notice_id: int | None, client: str, form_key: str, shown: str | None
) -> Submission:
    found = draft_links.find(token, Draft.objects.select_related("page").defer("answers"))
    if found is None:
        return _already_sent(token, form_key)
    page = found.page.specific_class.lock([found.page_id], for_sending=True)[found.page_id]
    # With the hash that it had when it was found: a change of the address ends every link of a draft.
    unfinished = PartialUpload.objects.filter(draft=OuterRef("pk"))
    locked = Draft.objects.select_for_update(of=("self",)).select_related("municipality__zone")
    locked = locked.annotate(is_uploading=Exists(unfinished))
    draft = locked.filter(pk=found.pk, token_hash=found.token_hash).first()
    if draft is None:
        return _already_sent(token, form_key)
    moment = confirming.counting_moment(draft, page, received_at)
    if moment is None:
        raise WindowClosedError
    if not page.admits(draft.applicant_kind):
        raise ApplicantNotAdmittedError
    if not draft.says_who:
        raise ApplicantMissingError
    if notice_id != page.privacy_notice_id:
        raise NoticeNotReadError
    version = None if page.accepts(received_at) else confirming.form_pressed(draft)
    schema: Schema = version.schema if version else freeze(page.steps)
    if version is None and shown is not None and shown != digest_of(schema):
        raise FormChangedError
    uploads = list(draft.files.all())
    answers = check_answers(schema, draft.answers, uploads)
    # Before anything is said of others with the same address.
    if not confirming.is_proved(draft, token):
        raise AddressNotProvedError
    sender = page.marks(draft, schema, answers)
    if page.one_each and (earlier := marks.earlier(page.pk, sender)):
        raise AlreadySentError(earlier)
    if client:
        page.count_sending(client)
    _forget_unused_files(uploads, answers)
    submission = _create(draft, page, version or FormVersion.objects.holding(schema), answers, moment)
    marks.put(submission, sender, is_new=True)
    if uploads:
        draft.files.update(draft=None, submission=submission)
    if draft.is_uploading:
        draft.partial_uploads.all().delete()
    secret_links.end_draft(draft, submission)
    if form_key:
        secret_links.hand_over(submission, token, form_key)
    workflow.receive(submission, page, moment)
    return submission


def sent_before(page: ParticipationPage, draft: Draft, token: str) -> Submission | None:
    """What the sender of a draft already sent and that excludes sending it; never to be shown.

    None for who has not proved the address: nobody finds out whose address is known.
    """
    if not page.one_each or not draft.says_who or not confirming.is_proved(draft, token):
        return None
    return marks.earlier(page.pk, page.marks(draft, freeze(page.steps), draft.answers))


def remind(submission: Submission, *, at: datetime, client: str) -> None:
    """Writes to somebody who signs up twice where to find the first time: only their mailbox learns of it.

    At most one such letter leaves in an hour, whoever asks however often.
    """
    with transaction.atomic():
        quotas.letter(client, submission.email)
        letters.write("already_sent", submission, occasion=f"{at:%Y%m%d%H}")


def _already_sent(token: str, form_key: str) -> Submission:
    ended = secret_links.ended(token)
    if ended is None or ended.submission_id is None:
        raise DraftGoneError
    submission = secret_links.sent_by(token, form_key) if form_key else None
    if submission is None:
        raise DraftSentError
    return submission


def _create(
    draft: Draft, page: ParticipationPage, version: FormVersion, answers: Answers, received_at: datetime
) -> Submission:
    return Submission.objects.create(
        page=page,
        kind=page.kind,
        reference=new_reference(received_at),
        begun_at=draft.created_at,
        submitted_at=received_at,
        updated_at=received_at,
        applicant_kind=draft.applicant_kind,
        first_name=draft.first_name,
        last_name=draft.last_name,
        organisation_name=draft.organisation_name,
        email=draft.email,
        phone=draft.phone,
        municipality=draft.municipality,
        zone=competent_zone(page, draft),
        form_version=version,
        answers=answers,
        privacy_notice_id=page.privacy_notice_id,
        respond_by=page.respond_by(received_at),
    )


def competent_zone(page: ParticipationPage, applicant: Applicant) -> Zone | None:
    """The page's zone where it has exactly one; otherwise that of the applicant's municipality."""
    territories = page.territories.all()[:2]
    if len(territories) == 1:
        return territories[0].zone
    return applicant.municipality.zone if applicant.municipality else None


def _forget_unused_files(uploads: Iterable[UploadedFile], answers: Answers) -> None:
    """Files for a question that is no longer asked are not kept: nobody would know why we have them."""
    used = {public_id for value in answers.values() for public_id in file_ids(value)}
    for uploaded in uploads:
        if str(uploaded.public_id) not in used:
            uploaded.delete()
