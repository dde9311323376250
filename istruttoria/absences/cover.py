"""Who is away today, and for whom an account stands in."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from istruttoria.absences.models import KEPT, Absence
from portal.models import User


def away(today: date) -> QuerySet[Absence]:
    """The absences of this day."""
    return Absence.objects.filter(first_day__lte=today, last_day__gte=today)


def stand_ins(today: date) -> dict[int, list[User]]:
    """By the account of each who is away on this day: who stands in, perhaps nobody."""
    found: dict[int, list[User]] = {}
    for row in away(today).select_related("stand_in"):
        standing_in = found.setdefault(row.account_id, [])
        if row.stand_in is not None and row.stand_in not in standing_in:
            standing_in.append(row.stand_in)
    return found


def stood_in_for(user: User, today: date | None = None) -> list[Absence]:
    """Those whose work is this account's too, with their accounts; one of each."""
    rows = away(today or timezone.localdate()).filter(stand_in=user).select_related("account")
    return list({row.account_id: row for row in rows.order_by("last_day")}.values())


def prune() -> int:
    """Forgets the absences that are long over; returns how many."""
    kept_from = timezone.localdate() - KEPT
    deleted, _by_model = Absence.objects.filter(last_day__lt=kept_from).delete()
    return deleted
