"""From a revision to what takes the place of what was sent: the applicant's second door, one transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import router, transaction

from candidature.actors import APPLICANT
from candidature.intake import revisions
from candidature.intake.drafts import IntakeError
from candidature.intake.revisions import Purpose, Revision
from candidature.intake.sending import (
    AlreadySentError,
    ApplicantMissingError,
    ApplicantNotAdmittedError,
    competent_zone,
)
from candidature.intake.uploads import file_ids
from candidature.pages.participation import ParticipationPage
from candidature.process import workflow
from candidature.submissions import marks
from candidature.submissions.models import Submission, UploadedFile
from candidature.submissions.revisions import PendingRevision
from moduli import Answers, check_answers


class NothingChangedError(IntakeError):
    """A correction that changes nothing: nothing is sent by it."""


def send(submission: Submission, purpose: Purpose, *, version: int, received_at: datetime) -> Submission:
    """Sends a revision: what it replaces is kept beside, the log tells of it, and a letter leaves.

    Args:
        version: of the submission, as the page showed it on which it was sent.
        received_at: when the request reached the server.

    Raises:
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
        uploads = revision.uploads()
        answers = _checked(revision, uploads)
        applicant = revision.row.applicant if is_correction else {}
        if is_correction:
            _check_correction(revision, page, answers)
        sender = page.marks(revision.applicant, revision.submission.schema, answers)
        if is_correction and page.one_each:
            earlier = marks.earlier(page.pk, sender, but=submission)
            if earlier is not None:
                raise AlreadySentError(earlier)
        zone = competent_zone(page, revision.applicant) if applicant else None
        new = workflow.NewVersion(answers, applicant, zone.pk if zone else None)
        sent = workflow.transition(
            submission.pk, purpose, APPLICANT, expected_version=version, new=new, at=received_at
        )
        marks.put(sent, sender)
        _take_over_files(revision, uploads, answers)
    return sent


def _checked(revision: Revision, uploads: Sequence[UploadedFile]) -> Answers:
    """All answers: those to open questions checked, the others as they were sent."""
    checked = check_answers(revision.schema, revision.answers, uploads)
    former = revision.submission.answers
    return {key: value for key, value in former.items() if key not in revision.open_keys} | checked


def _check_correction(revision: Revision, page: ParticipationPage, answers: Answers) -> None:
    if revision.row.applicant_typed:
        raise ApplicantMissingError
    if not page.admits(revision.applicant.applicant_kind):
        raise ApplicantNotAdmittedError
    if not revision.row.applicant and answers == revision.submission.answers:
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
    # Nothing hangs on it any more, or the database refuses: without looking once more for all that could.
    rows = PendingRevision.objects.filter(pk=revision.row.pk)
    rows._raw_delete(using=router.db_for_write(PendingRevision))
