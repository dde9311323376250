"""An integration suspends the term of the procedure: once, thirty days at most (L. 241/1990, art. 2, c. 7).

So do the days in which an applicant may object to a refusal (art. 10-bis), if nothing suspended it before.

The day of the answer is moved at once by as long as the suspension may take, and back when it took less, so
that the stored day is right at any moment and nobody has to come by.
"""

from datetime import date, datetime, timedelta

from django.utils import timezone

from candidature.statuses import AWAITED_STATUSES
from candidature.submissions.models import Submission

MOST = timedelta(days=30)


def begin(submission: Submission, at: datetime, due_at: datetime | None) -> None:
    """Suspends the term until the applicant has to answer; not a second time, and not once it is over."""
    today = timezone.localdate(at)
    owed = submission.respond_by
    if owed is None or owed < today or due_at is None or submission.suspended_on is not None:
        return
    until = min(timezone.localdate(due_at), today + MOST)
    if until > today:
        submission.suspended_on, submission.suspended_until = today, until
        submission.respond_by = owed + (until - today)


def end(submission: Submission, at: datetime) -> None:
    """Goes on with the term, if it is still suspended. What took no day was no suspension."""
    begun, until, owed = submission.suspended_on, submission.suspended_until, submission.respond_by
    today = timezone.localdate(at)
    if begun is None or until is None or owed is None or today >= until:
        return
    submission.respond_by = owed - (until - today)
    submission.suspended_until = today
    if begun >= today:
        submission.suspended_on = submission.suspended_until = None


def shorten(submission: Submission, at: datetime, day: date) -> None:
    """Has the answer owed by an earlier day. What a suspension still adds beyond it ends with it.

    Otherwise an applicant who completes soon would take from the earlier day what it does not hold any more.
    """
    begun, until, owed = submission.suspended_on, submission.suspended_until, submission.respond_by
    today = timezone.localdate(at)
    submission.respond_by = day
    if begun is None or until is None or owed is None or today >= until:
        return
    submission.suspended_until = max(today, until - (owed - day))
    if begun >= submission.suspended_until:
        submission.suspended_on = submission.suspended_until = None


def days(submission: Submission) -> int:
    """By how many days the term was moved, or will have been."""
    begun, until = submission.suspended_on, submission.suspended_until
    return (until - begun).days if begun and until else 0


def is_running(submission: Submission, today: date) -> bool:
    """Whether the term stands still on this day."""
    begun, until = submission.suspended_on, submission.suspended_until
    if submission.status not in AWAITED_STATUSES or begun is None or until is None:
        return False
    return begun <= today < until
