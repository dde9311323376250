"""Whether what was sent may still be corrected by who sent it."""

from datetime import datetime

from candidature.pages.participation import ParticipationPage
from candidature.process.refusals import NotPossibleError, TooLateError, TooManyVersionsError, WorkflowError
from candidature.submissions.models import Submission

CORRECT = "correct"
# Former versions are kept, with their files: there is an end to them.
MOST = 20


def refusal(submission: Submission, page: ParticipationPage, at: datetime) -> WorkflowError | None:
    """Why it may not be corrected at this moment; None when it may."""
    reference = submission.reference
    if not page.takes_corrections(submission.status):
        return NotPossibleError(reference)
    if not page.accepts(at):
        return TooLateError(reference)
    if submission.answer_revisions.filter(action=CORRECT).count() >= MOST:
        return TooManyVersionsError(reference)
    return None
