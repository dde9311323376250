"""What must hold for a transition. Each guard stands in the table beside the transitions that it protects.

A guard looks at a change on a row that is locked, and refuses it by raising; it never writes.
"""

from django.utils import timezone

from candidature.process import corrections, forewarning, more_time, preconditions, requests, untold
from candidature.process.refusals import (
    MissingDueDateError,
    MissingQuestionsError,
    MissingReasonError,
    NotPossibleError,
    SentAgainError,
    TermTooShortError,
    TooLateError,
    UntoldError,
)
from candidature.process.rules import Change
from candidature.submissions import marks
from candidature.submissions.models import Submission


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


def is_past_the_term(change: Change) -> None:
    """Nobody may complete any more."""
    due_at = change.submission.info_due_at
    if due_at is None or change.at < due_at:
        raise NotPossibleError(change.submission.reference)


def had_no_more_time(change: Change) -> None:
    """No more time was given since it was asked, and nobody proposed an outcome meanwhile."""
    submission = change.submission
    same = Submission.objects.filter(pk=submission.pk, proposal=None)
    if not more_time.without(same).exists():
        raise NotPossibleError(submission.reference)


def takes_place(change: Change) -> None:
    """What it was sent to is not over, and was not cancelled: nobody is asked to go on for nothing."""
    if change.page.comes_to_nothing(change.at):
        raise NotPossibleError(change.submission.reference)


def is_the_only_one(change: Change) -> None:
    """Where one is taken from each, whoever sent what ended did not send another that counts.

    Nor does another of theirs come back in the same transaction, in which the page is the same instance.
    """
    page, submission = change.page, change.submission
    if submission.status not in marks.ENDED or not page.one_each:
        return
    own = marks.with_others(submission)
    if any(own.values()) or not page.marks_come_back.isdisjoint(own):
        raise SentAgainError(submission.reference)
    page.marks_come_back.update(own)


def has_room_beside_another(change: Change) -> None:
    """The same, of what is examined again; an office that corrects itself may look at both of a call."""
    if not change.page.examines_both:
        is_the_only_one(change)


def asks_for_something(change: Change) -> None:
    """It is said what is to be completed, and this applicant was asked it."""
    if change.asked is None or not requests.is_anything(change.asked, change.submission):
        raise MissingQuestionsError(change.submission.reference)


def is_still_correctable(change: Change) -> None:
    """Nobody has begun to look at it, and the page still takes answers."""
    refusal = corrections.refusal(change.submission, change.page, change.at)
    if refusal is not None:
        raise refusal


def is_examined(change: Change) -> None:
    """Whatever must be looked at before was looked at."""
    preconditions.ask(change)


def gives_the_days(change: Change) -> None:
    """The term leaves its applicant the days of the law, that on which they are told not counted."""
    if change.due_at is None:
        raise MissingDueDateError(change.step.action)
    days = timezone.localtime(change.due_at).date() - timezone.localtime(change.at).date()
    if days.days < change.step.least_days:
        raise TermTooShortError(change.step.action)


def may_be_refused(change: Change) -> None:
    """Whoever was told the reasons had their days; and where the call wants them told, they were."""
    refusal = forewarning.refusal(change.submission, change.page, change.at)
    if refusal is not None:
        raise refusal


def was_told(change: Change) -> None:
    """The letter with the reasons left, or whoever refuses knows that it did not."""
    if not change.knows_untold and untold.is_untold(change.submission):
        raise UntoldError(change.submission.reference)


def was_not_observed(change: Change) -> None:
    """The portal alone told the reasons, and nobody objected."""
    entry = forewarning.told(change.submission)
    told_by_portal = entry is not None and entry.action == forewarning.BY_ITSELF
    if entry is None or not told_by_portal or forewarning.was_observed_since(change.submission, entry):
        raise NotPossibleError(change.submission.reference)
