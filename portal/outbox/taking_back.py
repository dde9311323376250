"""Letters that wait to leave together: let go, or taken back before they leave.

Whatever was tried once may have left, whatever we heard: it is not taken back.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from portal.outbox.models import OutboxMessage

Status = OutboxMessage.Status
# The letters of which nothing has left yet, whoever they wait for.
_KEPT = (Status.DRAFT, Status.APPROVAL, Status.BY_HAND)
NOT_LEFT = Q(status__in=_KEPT) | Q(status=Status.PENDING, attempts=0)


def may_be_taken_back(message: OutboxMessage) -> bool:
    """The same, of one letter."""
    return message.status in _KEPT or (message.status == Status.PENDING and not message.attempts)


def may_have_left(keys: Collection[str]) -> set[str]:
    """Those of the keys whose letter may have left; the others cannot leave while the transaction lasts.

    One that is not there any more counts as left; one that was taken back before does not.
    """
    rows = OutboxMessage.objects.select_for_update().filter(key__in=keys)
    here = rows.filter(NOT_LEFT | Q(status=Status.ABORTED)).order_by("pk")
    return set(keys) - set(here.values_list("key", flat=True))


def take_back(keys: Collection[str]) -> None:
    """Sees to it that the letters of these keys never leave, of which `may_have_left` said that none has."""
    waiting = OutboxMessage.objects.filter(NOT_LEFT, key__in=keys)
    waiting.update(status=Status.ABORTED, stopped_at=timezone.now(), link_seed="")


def waiting(batch: str) -> QuerySet[OutboxMessage]:
    """The letters written together that have not left because they can still be taken back."""
    return _waiting().filter(batch=batch)


@dataclass(frozen=True)
class Waiting:
    """How many letters wait, and when the first of those leaves that leave by themselves, if any does."""

    how_many: int
    first_leaves_at: datetime | None


def how_they_wait(batch: str) -> Waiting:
    """What is to be told of the letters that wait together; one query."""
    by_itself = Min("next_attempt_at", filter=Q(status=Status.PENDING))
    found = waiting(batch).order_by().aggregate(n=Count("pk"), first=by_itself)
    return Waiting(found["n"], found["first"])


def _waiting() -> QuerySet[OutboxMessage]:
    on_hold = Q(status__in=(Status.DRAFT, Status.APPROVAL))
    later = Q(status=Status.PENDING, attempts=0, next_attempt_at__gt=timezone.now())
    return OutboxMessage.objects.filter(on_hold | later)


def waiting_together(beginning: str) -> dict[str, int]:
    """How many wait so, by the batch that they were written in, of those whose name begins so; one query."""
    rows = _waiting().filter(batch__startswith=beginning).order_by().values_list("batch")
    return dict(rows.annotate(n=Count("pk")))


def let_go(batch: str, *, approves: bool) -> int:
    """Lets the letters that wait together leave now; returns how many.

    Args:
        approves: also those that wait for whoever approves them.
    """
    now = timezone.now()
    released = waiting(batch)
    if not approves:
        released = released.exclude(status=Status.APPROVAL)
    by_hand = released.filter(recipient="").update(status=Status.BY_HAND)
    return by_hand + released.exclude(recipient="").update(status=Status.PENDING, next_attempt_at=now)
