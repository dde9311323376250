"""What must hold for a transition. Each guard stands in the table beside the transitions that it protects.

A guard looks at a change on a row that is locked, and refuses it by raising; it never writes.
"""

from candidature.process import corrections, requests
from candidature.process.refusals import (
    MissingDueDateError,
    MissingQuestionsError,
    MissingReasonError,
    TooLateError,
)
from candidature.process.rules import Change


def is_explained(change: Change) -> None:
    """There is a reason."""
    if not change.reason:
        raise MissingReasonError(change.step.action)


def has_a_term(change: Change) -> None:
    """There is a moment, still to come, until when the applicant may answer."""
    if change.due_at is None or change.due_at <= change.at:
        raise MissingDueDateError(change.step.action)


def is_within_the_term(change: Change) -> None:
    """The request arrived before the moment until when it was possible."""
    due_at = change.submission.info_due_at
    if due_at is not None and change.at >= due_at:
        raise TooLateError(change.submission.reference)


def asks_for_something(change: Change) -> None:
    """It is said what is to be completed, and this applicant was asked it."""
    if change.asked is None or not requests.is_anything(change.asked, change.submission):
        raise MissingQuestionsError(change.submission.reference)


def is_still_correctable(change: Change) -> None:
    """Nobody has begun to look at it, and the page still takes answers."""
    refusal = corrections.refusal(change.submission, change.page, change.at)
    if refusal is not None:
        raise refusal
