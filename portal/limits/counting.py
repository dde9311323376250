"""Bounds on what a visitor without an account may store, send, begin and seize.

Counts stand in the database, so they are right across processes and after a restart. A period is a fixed
span of the clock: what was used is forgotten when it ends. Nothing tells whose count it is: addresses are
kept as a keyed hash, and only until the period is over.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.limits.models import LONGEST_KIND, LimitUsage

HOUR = timedelta(hours=1)

_COUNTS = f'"{LimitUsage._meta.db_table}"'
# One statement makes the row, looks and counts: of two requests at once, the second sees what the first used.
_SPEND = (
    f'INSERT INTO {_COUNTS} ("kind", "subject", "ends_at", "amount") VALUES (%s, %s, %s, %s) '  # noqa: S608 - ours
    'ON CONFLICT ("kind", "subject", "ends_at") '
    f'DO UPDATE SET "amount" = {_COUNTS}."amount" + excluded."amount" WHERE {_COUNTS}."amount" <= %s'
)
_USED = f'SELECT "amount" FROM {_COUNTS} WHERE "kind" = %s AND "subject" = %s AND "ends_at" = %s'  # noqa: S608


@dataclass(frozen=True)
class Limit:
    """So much of something in a period.

    Attributes:
        kind: tells the counts apart in the database.
        setting: name of the setting with the most that is allowed, in the unit of the count times `unit`.

    Raises:
        ValueError: the kind is longer than its column, which SQLite would not say.
    """

    kind: str
    setting: str
    unit: int = 1
    period: timedelta = HOUR

    def __post_init__(self) -> None:
        if len(self.kind) > LONGEST_KIND:
            raise ValueError(f"“{self.kind}” is longer than {LONGEST_KIND} characters.")

    @property
    def most(self) -> int:
        return int(settings.LIMITS[self.setting]) * self.unit


class LimitReachedError(Exception):
    """Nothing was counted. `retry_at` is when the present period ends."""

    def __init__(self, limit: Limit, retry_at: datetime) -> None:
        super().__init__(limit.kind)
        self.limit = limit
        self.retry_at = retry_at

    @property
    def seconds(self) -> int:
        """How long to wait, for the header `Retry-After`."""
        return max(1, round((self.retry_at - timezone.now()).total_seconds()))


def spend(
    limit: Limit, subject: str, amount: int = 1, *, leaving: int = 0, at: datetime | None = None
) -> None:
    """Counts `amount` for a subject. Inside a transaction that is rolled back, nothing stays counted.

    Args:
        leaving: how much must still be free afterwards, for what matters more.

    Raises:
        LimitReachedError: it would be more than the limit.
    """
    ends_at = _end_of_period(limit, at or timezone.now())
    most = limit.most - leaving
    if amount > most:
        raise LimitReachedError(limit, ends_at)
    values = [limit.kind, _hashed(limit, subject), _stored(ends_at), amount, most - amount]
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, values)
        if not cursor.rowcount:
            raise LimitReachedError(limit, ends_at)


def refuse(limit: Limit, subject: str) -> None:
    """Looks whether another one could be counted, and counts none.

    Raises:
        LimitReachedError: it would be more than the limit.
    """
    now = timezone.now()
    if used(limit, subject, at=now) >= limit.most:
        raise LimitReachedError(limit, _end_of_period(limit, now))


def used(limit: Limit, subject: str, *, at: datetime | None = None) -> int:
    """How much of it a subject has used in the present period, in the unit of the count."""
    until = _stored(_end_of_period(limit, at or timezone.now()))
    with connection.cursor() as cursor:
        cursor.execute(_USED, [limit.kind, _hashed(limit, subject), until])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def prune(now: datetime | None = None) -> int:
    """Forgets the counts of periods that are over; returns how many."""
    deleted, _by_model = LimitUsage.objects.filter(ends_at__lte=now or timezone.now()).delete()
    return deleted


def _end_of_period(limit: Limit, at: datetime) -> datetime:
    seconds = int(limit.period.total_seconds())
    return datetime.fromtimestamp((int(at.timestamp()) // seconds + 1) * seconds, UTC)


def _stored(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _hashed(limit: Limit, subject: str) -> str:
    return salted_hmac(f"portal.limits.counting.{limit.kind}", subject, algorithm="sha256").hexdigest()
