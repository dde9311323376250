"""Who is away today, and for whom an account stands in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.backends import ModelBackend
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from candidature.access.scope import REVIEW
from istruttoria.absences.models import KEPT, Absence
from portal.models import User

# So many absences are followed, one handed on to the next.
STEPS = 3


def away(today: date) -> QuerySet[Absence]:
    """The absences of this day."""
    return Absence.objects.filter(first_day__lte=today, last_day__gte=today)


@dataclass(frozen=True)
class Cover:
    """Who stands in for somebody today, or for whom somebody does, and until when at most."""

    account: User
    last_day: date


def covers(today: date) -> dict[int, list[Cover]]:
    """By the account of each who is away on this day: who is there in its place, perhaps nobody.

    Where who stands in is away as well, it is whoever stands in for them, at most `STEPS` on.
    """
    rows_of: dict[int, list[Absence]] = {}
    for row in away(today).select_related("stand_in"):
        rows_of.setdefault(row.account_id, []).append(row)
    return {account: _there(account, rows_of) for account in rows_of}


def _there(account: int, rows_of: Mapping[int, Sequence[Absence]]) -> list[Cover]:
    """Each account is passed once, so that who stand in for each other lead to an end."""
    found: dict[int, Cover] = {}
    passed, rows = {account}, [(row, row.last_day) for row in rows_of[account]]
    for _step in range(STEPS):
        further = []
        for row, last_day in rows:
            if row.stand_in is None or row.stand_in.pk in passed:
                continue
            if row.stand_in.pk in rows_of:
                further += [(one, min(last_day, one.last_day)) for one in rows_of[row.stand_in.pk]]
            elif row.stand_in.pk not in found:
                found[row.stand_in.pk] = Cover(row.stand_in, last_day)
        passed |= {row.account_id for row, _day in further}
        rows = further
    return list(found.values())


# As a text: put together of query sets it takes a tenth of the time of a list, which asks it several times.
_WORK_OF = f"""
WITH RECURSIVE
    away AS (
        SELECT account_id, stand_in_id FROM {Absence._meta.db_table} WHERE first_day <= %s AND last_day >= %s
    ),
    chain(account_id, stand_in_id, step) AS (
        SELECT account_id, stand_in_id, 1 FROM away
        UNION
        SELECT chain.account_id, away.stand_in_id, chain.step + 1
        FROM chain JOIN away ON away.account_id = chain.stand_in_id WHERE chain.step < %s
    )
SELECT account_id FROM chain GROUP BY account_id
HAVING MAX(CASE WHEN stand_in_id = %s THEN 1 ELSE 0 END) = 1
    OR MAX(CASE WHEN stand_in_id NOT IN (SELECT account_id FROM away) THEN 1 ELSE 0 END) = 0
"""  # noqa: S608 - a name of ours


def work_of(user: User, today: date) -> RawSQL:
    """The accounts away on this day whose work is this account's too: it stands in for them, or nobody does.

    The same as `covers` tells, as a query within that of a list, which has none to spare.
    """
    day = connection.ops.adapt_datefield_value(today)
    return RawSQL(_WORK_OF, [day, day, STEPS, user.pk])  # noqa: S611 - nothing in it comes from outside


def stand_ins(today: date) -> dict[int, list[User]]:
    """By the account of each who is away on this day: who stands in, perhaps nobody (`covers`)."""
    return {account: [one.account for one in found] for account, found in covers(today).items()}


def stood_in_for(user: User, today: date | None = None) -> list[Cover]:
    """Those for whom this account stands in today, by the day until which it does at most."""
    covering = covers(today or timezone.localdate())
    days = {
        account: one.last_day for account, found in covering.items() for one in found if one.account == user
    }
    accounts = User.objects.in_bulk(days)
    found = [Cover(accounts[account], day) for account, day in days.items()]
    return sorted(found, key=lambda one: (one.last_day, one.account.pk))


def forget_stand_ins_who_cannot() -> int:
    """Takes from absences who stands in and may not review any more; returns how many."""
    reviewing = ModelBackend().with_perm(REVIEW).order_by().values("pk")
    lost = Absence.objects.filter(stand_in__isnull=False).exclude(stand_in__in=reviewing)
    return lost.update(stand_in=None)


def prune() -> int:
    """Forgets the absences that are long over; returns how many."""
    kept_from = timezone.localdate() - KEPT
    deleted, _by_model = Absence.objects.filter(last_day__lt=kept_from).delete()
    return deleted
