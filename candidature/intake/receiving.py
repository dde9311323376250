"""What every door asks of a draft before it becomes a submission, and how it does: one core for all of them.

The applicant's own door is `sending`, that of the staff who type for somebody else `desk`. Each opens the
transaction (`in_one_transaction`), locks (`lock`), and asks in between what only it has to ask.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from candidature.actors import APPLICANT, Actor
from candidature.confirmations.models import Confirmation
from candidature.intake import others
from candidature.intake.drafts import IntakeError
from candidature.intake.uploads import file_ids
from candidature.links import secret_links
from candidature.pages import reading
from candidature.pages.participation import ParticipationPage
from candidature.submissions import content, draft_rows, marks
from candidature.submissions.applicants import Applicant
from candidature.submissions.drafts import Draft
from candidature.submissions.files import UploadedFile
from candidature.submissions.form_versions import FormVersion
from candidature.submissions.models import Submission, new_reference
from candidature.submissions.partial import PartialUpload
from moduli import Answers, Schema, check_answers, for_kind
from portal import rows

_REFERENCE_ATTEMPTS = 5
# What a locked draft says of itself, so that nobody looks for what is not there.
_BESIDE = {"has_files": UploadedFile, "is_uploading": PartialUpload, "names_others": Confirmation}


class WindowClosedError(IntakeError):
    """The page takes nothing of the moment that counts."""


class NoticeNotReadError(IntakeError):
    """The applicant did not say that they read the privacy notice, or it changed while they wrote."""


class FormChangedError(IntakeError):
    """The page asks something else than the summary showed when its button was pressed."""


class AnswersChangedError(IntakeError):
    """What would be sent is not what the page showed that was pressed: another tab or a colleague wrote."""


class ApplicantNotAdmittedError(IntakeError):
    """The page was limited, while the applicant wrote, to others: to another kind, or to other zones."""


class ApplicantMissingError(IntakeError):
    """The first step was not filled in, or something in it is wrong."""


class TooYoungError(IntakeError):
    """Whoever applies is too young on the day of sending."""


class OthersMissingError(IntakeError):
    """Everything is in order, but others have not confirmed it, and the page waits for them."""


class FullError(IntakeError):
    """As many came as the page takes: the last place went to who sent a moment sooner."""


class AlreadySentError(IntakeError):
    """The same person already sent what excludes sending again: `submission`, never to be shown to them."""

    def __init__(self, submission: Submission) -> None:
        super().__init__(submission.reference)
        self.submission = submission


@dataclass(frozen=True)
class Complete:
    """A draft in which nothing is missing or wrong, and its page, both locked.

    Attributes:
        version: the questions that were seen, where they are not the page's present ones.
        named: who is asked to confirm it.
    """

    page: ParticipationPage
    draft: Draft
    version: FormVersion | None
    schema: Schema
    answers: Answers
    uploads: list[UploadedFile]
    named: list[Confirmation]


def in_one_transaction(once: Callable[[bool], Submission]) -> Submission:
    """Does what makes a submission, again if another request was a moment sooner.

    Args:
        once: told whether it is done again, so that it looks again at all it found before.
    """
    for attempt in range(_REFERENCE_ATTEMPTS):
        try:
            with transaction.atomic():
                return once(attempt > 0)
        except IntegrityError as error:
            # Another request sent this very draft, or the new reference was already taken: look again.
            refused = error
    raise IntakeError("The draft could not be sent.") from refused


def lock(found: Draft) -> tuple[ParticipationPage, Draft | None]:
    """The page of a draft and the draft, read afresh and locked; None where it was sent or its link ended."""
    page = reading.locked_for_sending(found.page)
    draft = draft_rows.locked(found.pk, _BESIDE)
    # With the hash that it had when it was found: a change of the address ends every link of a draft.
    return page, draft if draft is not None and draft.token_hash == found.token_hash else None


def checked(
    page: ParticipationPage,
    draft: Draft,
    moment: datetime,
    *,
    notice_id: int | None,
    version: FormVersion | None = None,
    shown: str | None = None,
    seen: str | None = None,
    is_beyond: bool = False,
) -> Complete:
    """The locked draft, once it is in order.

    Args:
        moment: at which it counts as sent.
        notice_id: the privacy notice that was read, or that the applicant was given.
        version: the questions that count, where they are not the page's present ones.
        shown: the digest of the form in whose words the answers were seen; not asked, unless given.
        seen: the digest of what was seen (`submissions.content`); not asked, unless given.
        is_beyond: whether it is taken although as many came as the page takes.

    Raises:
        ApplicantMissingError, ApplicantNotAdmittedError, TooYoungError, NoticeNotReadError, FormChangedError,
            AnswersChangedError: see each.
        FullError: see there.
        IncompleteAnswersError: the page's questions changed, or a step was skipped.
    """
    if not (is_beyond or page.has_room()):
        raise FullError
    day = timezone.localdate(moment)
    _check_who(draft, page, day)
    if notice_id != page.privacy_notice_id:
        raise NoticeNotReadError
    schema = for_kind(version.schema if version else page.schema, draft.applicant_kind)
    if version is None and shown is not None and shown != page.form_digest:
        raise FormChangedError
    if seen is not None and seen != content.of_draft(draft):
        raise AnswersChangedError
    uploads = list(draft.files.all()) if draft.has_files else []  # type: ignore[attr-defined]
    answers = check_answers(schema, draft.answers, uploads)
    named = others.counting(draft, page, day)
    if not others.is_complete(draft, page, day, named):
        raise ApplicantMissingError
    return Complete(page, draft, version, schema, answers, uploads, named)


def _check_who(draft: Draft, page: ParticipationPage, day: date) -> None:
    """Asks whether the first step says all that the page asks, of somebody who may send on this day.

    Raises:
        ApplicantNotAdmittedError, ApplicantMissingError, TooYoungError: see each.
    """
    if draft.says_who and not page.admits_applicant(draft):
        raise ApplicantNotAdmittedError
    if not draft.says_who or page.misses_birth_date(draft.applicant_kind, draft.birth_date):
        raise ApplicantMissingError
    if page.is_too_young(draft.birth_date, day):
        raise TooYoungError


def sender(complete: Complete) -> list[str]:
    """The marks of who sends it.

    Raises:
        AlreadySentError: to this page, by the same person.
    """
    found = complete.page.marks(complete.draft, complete.schema, complete.answers)
    if complete.page.one_each and (earlier := marks.earlier(complete.page.pk, found)):
        raise AlreadySentError(earlier)
    return found


def wait_for_others(complete: Complete) -> None:
    """Asks whether everybody confirmed it for whom the page waits.

    Raises:
        OthersMissingError: somebody did not.
    """
    if complete.page.waits_for_others and others.have_not_confirmed(complete.draft, complete.named):
        raise OthersMissingError


def take(
    complete: Complete,
    known_by: list[str],
    moment: datetime,
    *,
    client: str = "",
    actor: Actor = APPLICANT,
) -> Submission:
    """Makes the submission, and ends the draft; telling of it is the caller's (`workflow.receive`).

    Args:
        known_by: see `sender`.
        moment: at which it counts as sent.
        client: the visitor whose quota counts the letters to those who confirm; nobody's, unless given.
        actor: who sends it, or types it for somebody else.
    """
    draft = complete.draft
    _forget_unused_files(complete.uploads, complete.answers)
    submission = _create(complete, moment)
    marks.put(submission, known_by, is_new=True)
    if complete.uploads:
        draft.files.update(draft=None, submission=submission)
    if draft.is_uploading:  # type: ignore[attr-defined]
        draft.partial_uploads.all().delete()
    if draft.names_others:  # type: ignore[attr-defined]
        others.hand_over(draft, submission, complete.named, client=client, actor=actor)
    secret_links.end_draft(draft, submission)
    return submission


def competent_zone(page: ParticipationPage, applicant: Applicant) -> int | None:
    """The id of the page's zone where it has exactly one; else of that of the applicant's municipality."""
    zones = page.zone_ids()
    if len(zones) == 1:
        return zones[0]
    return applicant.municipality.zone_id if applicant.municipality else None


def _version_of(complete: Complete) -> int:
    """The number of the version of the questions that count; nobody forgets one that the draft names."""
    if complete.version:
        return complete.version.pk
    page, known = complete.page, complete.page.form_version_id
    if known is not None and known == complete.draft.form_version_id:
        return known
    return FormVersion.objects.holding(page.schema, page.form_digest).pk


def _create(complete: Complete, moment: datetime) -> Submission:
    draft, page = complete.draft, complete.page
    submission = Submission(
        page=page,
        kind=page.kind,
        reference=new_reference(moment),
        channel=draft.channel,
        language=draft.language,
        # How long the form takes is measured by those who fill it in for themselves.
        begun_at=None if draft.is_at_desk else draft.created_at,
        submitted_at=moment,
        updated_at=moment,
        applicant_kind=draft.applicant_kind,
        first_name=draft.first_name,
        last_name=draft.last_name,
        organisation_name=draft.organisation_name,
        email=draft.email,
        phone=draft.phone,
        birth_date=draft.birth_date if page.asks_birth_date else None,
        has_confirmations=bool(complete.named),
        municipality_id=draft.municipality_id,
        zone_id=competent_zone(page, draft),
        form_version_id=_version_of(complete),
        answers=complete.answers,
        privacy_notice_id=page.privacy_notice_id,
        respond_by=page.respond_by(moment),
    )
    rows.insert(submission)
    return submission


def _forget_unused_files(uploads: Iterable[UploadedFile], answers: Answers) -> None:
    """Files for a question that is no longer asked are not kept: nobody would know why we have them."""
    used = {public_id for value in answers.values() for public_id in file_ids(value)}
    for uploaded in uploads:
        if str(uploaded.public_id) not in used:
            uploaded.delete()
