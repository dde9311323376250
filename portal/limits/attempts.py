"""Counts attempts in the database, the same for every process of the web server.

An attempt is written down before it is made, and counted after it was written: of several made at the same
moment too many may be refused, never too few. Call it outside a transaction, or others do not see it in time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.limits.attempt import Attempt

# No limit looks further back; the clock forgets what is older.
LONGEST_WINDOW = timedelta(hours=24)


@dataclass(frozen=True)
class Limit:
    """How often something may be tried.

    Attributes:
        subject: a name of at most forty characters, the same in every process.
        at_most: how many attempts of one key are let through …
        within: … in this time, at most `LONGEST_WINDOW`.
    """

    subject: str
    at_most: int
    within: timedelta


class TooManyAttemptsError(Exception):
    """Nothing may be tried now.

    Attributes:
        retry_at: from when it may be tried again.
    """

    def __init__(self, retry_at: datetime) -> None:
        super().__init__(retry_at.isoformat())
        self.retry_at = retry_at


def begin(limit: Limit, key: str, *, about: str = "") -> Attempt:
    """Writes an attempt down.

    Args:
        key: who tries, or what is tried; kept as a keyed digest.
        about: where given, only attempts about different things count: trying one again is free.

    Raises:
        TooManyAttemptsError: the limit is reached. Such an attempt is not counted, so waiting always helps.
    """
    now = timezone.now()
    lately = _lately(limit, key, now)
    about_hash = _digest(limit, about) if about else ""
    again = lately.filter(about_hash=about_hash).exists() if about else False
    if not again and _count(lately, about) >= limit.at_most:
        raise TooManyAttemptsError(_retry_at(lately, limit, now))
    attempt = Attempt.objects.create(
        subject=limit.subject, key_hash=_digest(limit, key), about_hash=about_hash, at=now
    )
    if not again and _count(lately, about) > limit.at_most:
        attempt.delete()
        raise TooManyAttemptsError(_retry_at(lately, limit, now))
    return attempt


def forgive(attempt: Attempt) -> None:
    """Takes back an attempt that succeeded, with the earlier ones of the same key about the same thing."""
    same = Attempt.objects.filter(subject=attempt.subject, key_hash=attempt.key_hash)
    if attempt.about_hash:
        same.filter(about_hash=attempt.about_hash).delete()
    else:
        same.filter(pk=attempt.pk).delete()


def prune(now: datetime | None = None) -> int:
    """Forgets attempts that no limit counts any more; returns how many."""
    deleted, _by_model = Attempt.objects.filter(at__lt=(now or timezone.now()) - LONGEST_WINDOW).delete()
    return deleted


def _lately(limit: Limit, key: str, now: datetime) -> QuerySet[Attempt]:
    # No upper end: the clocks of two machines differ a little, and an attempt must not hide in the gap.
    return Attempt.objects.filter(
        subject=limit.subject, key_hash=_digest(limit, key), at__gt=now - limit.within
    )


def _count(lately: QuerySet[Attempt], about: str) -> int:
    return lately.values("about_hash").distinct().count() if about else lately.count()


def _retry_at(lately: QuerySet[Attempt], limit: Limit, now: datetime) -> datetime:
    """When the oldest attempt that still counts leaves the window."""
    oldest = lately.order_by("at").values_list("at", flat=True).first()
    return (oldest or now) + limit.within


def _digest(limit: Limit, value: str) -> str:
    return salted_hmac(f"portal.limits.attempts.{limit.subject}", value, algorithm="sha256").hexdigest()
