"""From a revision to what takes the place of what was sent: the applicant's second door, one transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import router, transaction

from candidature.actors import APPLICANT
from candidature.confirmations import noting
from candidature.intake import revisions
from candidature.intake.drafts import IntakeError
from candidature.intake.receiving import (
    AlreadySentError,
    AnswersChangedError,
    ApplicantMissingError,
    ApplicantNotAdmittedError,
    competent_zone,
)
from candidature.intake.revisions import Purpose, Revision
from candidature.intake.uploads import file_ids
from candidature.pages.participation import ParticipationPage
from candidature.process import workflow
from candidature.submissions import marks
from candidature.submissions.files import UploadedFile
from candidature.submissions.models import Submission
from candidature.submissions.revisions import PendingRevision
from moduli import Answers, check_answers, for_kind


class NothingChangedError(IntakeError):
    """A correction that changes nothing: nothing is sent by it."""


def send(
    submission: Submission, purpose: Purpose, *, version: int, received_at: datetime, seen: str | None = None
) -> Submission:
    """Sends a revision: what it replaces is kept beside, the log tells of it, and a letter leaves.

    Args:
        version: of the submission, as the page showed it on which it was sent.
        received_at: when the request reached the server.
        seen: the digest of what it showed (`Revision.content`); not asked, unless given.

    Raises:
        AnswersChangedError: another tab wrote something meanwhile.
        WorkflowError: something happened meanwhile, or it is too late.
        IncompleteAnswersError: a question that is open lacks a valid answer.
        ApplicantMissingError, ApplicantNotAdmittedError: see each; of a correction.
        AlreadySentError: with the code that was corrected somebody else sent one, where each sends one.
        NothingChangedError: of a correction.
    """
    with transaction.atomic():
        is_correction = purpose is Purpose.CORRECTION
        # Of two who come to have the same code at one moment, the second finds the first.
        pages = submission.page.specific_class.lock([submission.page_id], for_sending=is_correction)
        page: ParticipationPage = pages[submission.page_id]
        revision = revisions.lock(submission, purpose, version=version)
        if seen is not None and seen != revision.content:
            raise AnswersChangedError
        uploads = revision.uploads()
        answers = _checked(revision, uploads)
        applicant = revision.who
        if is_correction:
            _check_correction(revision, page, answers)
        sender = page.marks(revision.applicant, revision.whole, answers)
        if is_correction and page.one_each:
            earlier = marks.earlier(page.pk, sender, but=submission)
            if earlier is not None:
                raise AlreadySentError(earlier)
        zone_id = competent_zone(page, revision.applicant) if applicant else None
        new = workflow.NewVersion(answers, applicant, zone_id)
        sent = workflow.transition(
            submission.pk, purpose, APPLICANT, expected_version=version, new=new, at=received_at
        )
        marks.put(sent, sender)
        if sent.has_confirmations:
            # They confirmed what it said before.
            noting.count(sent)
        _take_over_files(revision, uploads, answers)
    return sent


def _checked(revision: Revision, uploads: Sequence[UploadedFile]) -> Answers:
    """All answers: those to open questions checked, the others as they were sent.

    None of those can be hidden by an open one: what depends on it is open too (`moduli.part_of`).
    """
    checked = check_answers(for_kind(revision.schema, revision.kind), revision.answers, uploads)
    former = revision.submission.answers
    return {key: value for key, value in former.items() if key not in revision.open_keys} | checked


def _check_correction(revision: Revision, page: ParticipationPage, answers: Answers) -> None:
    if revision.who_typed:
        raise ApplicantMissingError
    applicant, sent = revision.applicant, revision.submission
    # Who may come from where was asked when it was sent: only what is said otherwise is asked about again.
    is_other_kind = applicant.applicant_kind != sent.applicant_kind
    is_elsewhere = applicant.municipality_id != sent.municipality_id
    if is_other_kind and not page.admits(applicant.applicant_kind):
        raise ApplicantNotAdmittedError
    if is_elsewhere and not page.admits_place_of(applicant):
        raise ApplicantNotAdmittedError
    if not revision.who and answers == revision.submission.answers:
        raise NothingChangedError


def _take_over_files(revision: Revision, uploads: Sequence[UploadedFile], answers: Answers) -> None:
    """Files that the answers name are the submission's now; what else came in goes with the revision."""
    if not revision.is_begun:
        return
    named = {public_id for value in answers.values() for public_id in file_ids(value)}
    for uploaded in uploads:
        if uploaded.revision_id is None:
            continue
        if str(uploaded.public_id) in named:
            uploaded.revision, uploaded.submission = None, revision.submission
            uploaded.save(update_fields=["revision", "submission"])
        else:
            uploaded.delete()
    if revision.is_uploading:
        revision.partial_uploads.all().delete()
    # Nothing hangs on it any more, or the database refuses: without looking once more for all that could.
    rows = PendingRevision.objects.filter(pk=revision.row.pk)
    rows._raw_delete(using=router.db_for_write(PendingRevision))
