"""A new version of what was sent takes the place of the one before, which is kept."""

from collections.abc import Sequence

from candidature.process.corrections import CORRECT
from candidature.process.payloads import NewVersion
from candidature.process.rules import Change
from candidature.submissions.revisions import AnswerRevision


def take(change: Change, new: NewVersion) -> None:
    """Puts a new version into the row, and the former one into `change.former`. Nothing is written."""
    submission = change.submission
    change.former = AnswerRevision(
        submission=submission,
        answers=submission.answers,
        applicant={name: getattr(submission, name) for name in new.applicant},
        form_version_id=submission.form_version_id,
        action=change.step.action,
        replaced_at=change.at,
    )
    submission.answers = new.answers
    for name, value in new.applicant.items():
        setattr(submission, name, value)
    if new.applicant:
        submission.zone_id = new.zone_id
    if change.step.action == CORRECT:
        submission.corrected_at = change.at


def write(changes: Sequence[Change]) -> None:
    """Writes former and new versions. The words of the search follow the columns by themselves."""
    AnswerRevision.objects.bulk_create(change.former for change in changes if change.former)
    for change in changes:
        applicant = list(change.new.applicant) if change.new else []
        columns = ["answers", "corrected_at", *applicant, *(["zone", "name_key"] if applicant else [])]
        change.submission.save(update_fields=columns)
