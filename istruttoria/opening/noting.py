"""Noting that an account has a submission open, and who else has."""

from datetime import timedelta
from functools import partial

from django.http import HttpResponse
from django.utils import timezone

from candidature.models import Submission
from istruttoria.opening.models import KEPT_FOR, Opening
from portal.models import User
from portal.web.afterwards import once_sent

# Without scripts nothing is heard of a page after it was opened; with them every 25 seconds, of one in sight.
OPEN_FOR = timedelta(minutes=5)
HEARD_FOR = timedelta(minutes=1)


def note_after(response: HttpResponse, submission: Submission, user: User, seen: int | None) -> None:
    """Notes an opening once the page has left.

    Args:
        seen: see `Opening`; None where the page shows only a part of the submission.
    """
    once_sent(response, partial(_note, submission.pk, user.pk, OPEN_FOR, seen))


def beat(submission: Submission, user: User) -> None:
    """Notes that the page is still open and in sight."""
    _note(submission.pk, user.pk, HEARD_FOR)


def leave(submission: Submission, user: User) -> None:
    """Notes that the page was closed."""
    Opening.objects.filter(submission=submission, account=user).update(open_until=timezone.now())


def others_at(submission: Submission, user: User) -> list[str]:
    """The names of the colleagues who have it open now."""
    present = Opening.objects.filter(submission=submission, open_until__gt=timezone.now())
    present = present.exclude(account=user.pk).select_related("account")
    return sorted((str(one.account) for one in present), key=str.casefold)


def prune() -> int:
    """Forgets what nobody opened for long; returns how many."""
    deleted, _by_model = Opening.objects.filter(open_until__lt=timezone.now() - KEPT_FOR).delete()
    return deleted


def _note(submission: int, account: int, lasts: timedelta, seen: int | None = None) -> None:
    """Writes one row, in one query, whether or not there is one."""
    columns = ["open_until"] if seen is None else ["open_until", "seen"]
    row = Opening(
        submission_id=submission, account_id=account, seen=seen or 0, open_until=timezone.now() + lasts
    )
    Opening.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["submission", "account"], update_fields=columns
    )
