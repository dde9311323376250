"""Letters that wait to leave together: let go, or taken back before they leave.

Whatever was tried once may have left, whatever we heard: it is not taken back.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, DateTimeField, Exists, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.outbox.models import FormerLetter, OutboxMessage

Status = OutboxMessage.Status
# They wait for somebody's word.
ON_HOLD = (Status.DRAFT, Status.APPROVAL)
_UNTRIED = (*ON_HOLD, Status.PENDING)
# The letters of which nothing has left yet, whoever they wait for. One that was held after a restored backup
# counts as tried, also where it waits for a word again.
NOT_LEFT = Q(status=Status.BY_HAND) | Q(status__in=_UNTRIED, attempts=0)


def kept_back() -> Q:
    """The letters that wait for somebody's word, also held after a restored backup, or for a later moment."""
    on_hold = Q(status__in=ON_HOLD) | Q(status=Status.HELD, held_from__in=ON_HOLD)
    return on_hold | Q(status=Status.PENDING, attempts=0, next_attempt_at__gt=timezone.now())


def may_be_taken_back(message: OutboxMessage) -> bool:
    """The same as `NOT_LEFT`, of one letter."""
    return message.status == Status.BY_HAND or (message.status in _UNTRIED and not message.attempts)


def may_have_left(keys: Collection[str]) -> set[str]:
    """Those of the keys whose letter may have left; the others cannot leave while the transaction lasts.

    One that is not there any more counts as left; one that was taken back before does not.
    """
    rows = OutboxMessage.objects.select_for_update().filter(key__in=keys)
    here = rows.filter(NOT_LEFT | Q(status=Status.ABORTED)).order_by("pk")
    return set(keys) - set(here.values_list("key", flat=True))


def take_back(keys: Collection[str]) -> None:
    """Sees to it that the letters of these keys never leave, of which `may_have_left` said that none has.

    Nor are those put back that staff had stopped before: what they tell is undone.
    """
    letters = OutboxMessage.objects.filter(NOT_LEFT | Q(status=Status.ABORTED), key__in=keys)
    stopped_at = Coalesce("stopped_at", Value(timezone.now(), DateTimeField()))
    letters.update(status=Status.ABORTED, stopped_at=stopped_at, link_seed="", held_from="")


def waiting(batch: str) -> QuerySet[OutboxMessage]:
    """The letters written together that wait for a word or for their moment."""
    return _waiting().filter(batch=batch)


@dataclass(frozen=True)
class Waiting:
    """How many letters wait, and for what.

    Attributes:
        by_themselves: how many leave when their moment comes.
        first_leaves_at: the first of those moments; None for none.
        to_release: how many wait until somebody lets them leave.
        to_approve: how many wait until whoever may has read them.
    """

    by_themselves: int
    first_leaves_at: datetime | None
    to_release: int
    to_approve: int

    @property
    def how_many(self) -> int:
        return self.by_themselves + self.to_release + self.to_approve


def how_they_wait(batch: str) -> Waiting:
    """What is to be told of the letters that wait together; one query."""
    found = (
        waiting(batch)
        .order_by()
        .aggregate(
            first_leaves_at=Min("next_attempt_at", filter=Q(status=Status.PENDING)),
            by_themselves=Count("pk", filter=Q(status=Status.PENDING)),
            to_release=Count("pk", filter=Q(status=Status.DRAFT)),
            to_approve=Count("pk", filter=Q(status=Status.APPROVAL)),
        )
    )
    return Waiting(**found)


def _waiting() -> QuerySet[OutboxMessage]:
    on_hold = Q(status__in=ON_HOLD)
    later = Q(status=Status.PENDING, attempts=0, next_attempt_at__gt=timezone.now())
    return OutboxMessage.objects.filter(on_hold | later)


def waiting_together(beginning: str) -> dict[str, int]:
    """How many wait so, by the batch that they were written in, of those whose name begins so; one query."""
    rows = _waiting().filter(batch__startswith=beginning).order_by().values_list("batch")
    return dict(rows.annotate(n=Count("pk")))


def let_go(
    batch: str, *, approves: bool, shown_at: datetime | None = None, about: QuerySet[Any, Any] | None = None
) -> list[OutboxMessage]:
    """Lets the letters that wait together leave now; returns them, with what they are known by.

    Call it in the transaction that also says who did it.

    Args:
        approves: also those that wait for whoever approves them.
        shown_at: of those, none that was corrected after this moment, when they were on the screen.
        about: of them all, only those about what has one of these references.
    """
    now = timezone.now()
    released = waiting(batch)
    if not approves:
        released = released.exclude(status=Status.APPROVAL)
    if about is not None:
        released = released.filter(related_to__in=about)
    with transaction.atomic():
        # First the rows are held, then it is asked which were corrected: nobody corrects one in between.
        list(released.select_for_update().order_by("pk").values_list("pk"))
        if shown_at is not None:
            corrected = FormerLetter.objects.filter(message=OuterRef("pk"), replaced_at__gt=shown_at)
            released = released.exclude(Q(Exists(corrected), status=Status.APPROVAL))
        letters = list(released.only("related_to", "message_id").order_by("pk"))
        released.filter(recipient="").update(status=Status.BY_HAND, waits_for_release=False)
        leave = released.exclude(recipient="")
        leave.update(status=Status.PENDING, next_attempt_at=now, waits_for_release=False)
    return letters
