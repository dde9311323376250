"""From a request of integration to its answer: the applicant's second door, in one transaction.

What is attached meanwhile is stored at once and counts when it is sent; the answers given before are kept.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from candidature.actors import APPLICANT
from candidature.intake.uploads import FilesOnDisk, file_ids, find
from candidature.pages.participation import ParticipationPage
from candidature.process import workflow
from candidature.statuses import Status
from candidature.submissions import marks
from candidature.submissions.models import AnswerRevision, Submission, UploadedFile
from moduli import Answers, StepForm, check_answers


def files_sent(submission: Submission) -> list[UploadedFile]:
    """The files that the answers sent so far name."""
    sent = {public_id for value in submission.answers.values() for public_id in file_ids(value)}
    return [file for file in submission.files.all() if str(file.public_id) in sent]


def files_not_sent(submission: Submission) -> list[UploadedFile]:
    """The files that came in while completing and that no answers, present or former, name."""
    kept = [submission.answers, *submission.answer_revisions.values_list("answers", flat=True)]
    sent = {public_id for answers in kept for value in answers.values() for public_id in file_ids(value)}
    return [uploaded for uploaded in submission.files.all() if str(uploaded.public_id) not in sent]


def keep_files(
    submission: Submission,
    read: Callable[[Submission], list[StepForm]],
    files: FilesOnDisk,
    *,
    remove: str = "",
) -> list[StepForm]:
    """Names the new files of a posted completion page, and forgets one that was taken away again.

    Args:
        read: the posted forms of all the steps, against the files of a submission.
        files: the good files of those forms, written already (`candidature.intake.uploads.written`).
        remove: the id of a file that is taken away; one that was sent stays.

    Returns:
        The forms, read against the submission as it is now.
    """
    with transaction.atomic():
        # Two uploads at once count each other.
        locked = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
        if locked.status != Status.NEEDS_INFO:
            # Sent from another window meanwhile; what is pressed here is refused further on.
            return read(locked)
        removed = find(locked, remove) if remove else None
        if removed is not None and removed in files_not_sent(locked):
            removed.delete()
        forms = read(locked)
        for form in forms:
            files.name_in(form, locked)
    return forms


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
        page: ParticipationPage = completed.page.specific
        marks.put(completed, page.marks(completed, completed.schema, checked))
        for uploaded in files_not_sent(completed):
            uploaded.delete()
    return completed
