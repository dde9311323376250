"""Which version of what was sent a receipt belongs to: the first, and another for each change of answers."""

from datetime import datetime

from candidature.submissions.models import Submission


def present_version(submission: Submission) -> int:
    # Whatever changes it counts `version` up: what nobody touched since it was sent has no other answers.
    return submission.answer_revisions.count() + 1 if submission.version > 1 else 1


def moment_of(submission: Submission, version: int) -> datetime:
    """When the answers of a version arrived."""
    if version == 1:
        return submission.submitted_at
    moments = submission.answer_revisions.order_by("replaced_at", "pk").values_list("replaced_at", flat=True)
    return moments[version - 2]
