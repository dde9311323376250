"""How long an address is kept, and how it is forgotten."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.models import OutboxMessage
from seguire.followers.kinds import CONFIRM, PREFIX
from seguire.followers.models import Follower, FollowRequest

# A request that nobody confirms is forgotten after so long.
CONFIRM_WITHIN = timedelta(days=3)
# Without a word of its owner an address is kept so long; so long before it ends its owner is asked.
KEPT_FOR = timedelta(days=720)
ANSWER_WITHIN = timedelta(days=30)
# Letters with what is new are of no more use: nothing in them is written down, and reports of those that came
# back have arrived by then.
LETTERS_KEPT_FOR = timedelta(days=10)
_AT_ONCE = 500


def forget(follower: Follower, *, but: int = 0) -> None:
    """Erases an address with all that it follows and the letters to it.

    Args:
        but: the number of a letter that stays, because of what became of it.
    """
    with transaction.atomic():
        FollowRequest.objects.filter(email__iexact=follower.email).delete()
        Follower.objects.filter(pk=follower.pk).delete()
        letters = OutboxMessage.objects.filter(link_kind__startswith=PREFIX, recipient__iexact=follower.email)
        letters.exclude(pk=but).delete()


def forget_request(asked: FollowRequest) -> None:
    """Erases what was asked for with an address, and the letter that asks it to confirm."""
    with transaction.atomic():
        FollowRequest.objects.filter(pk=asked.pk).delete()
        OutboxMessage.objects.filter(link_kind=CONFIRM, link_target=str(asked.pk)).delete()


def prune(now: datetime | None = None) -> int:
    """Forgets requests that nobody confirmed and letters of no more use; returns how many rows went."""
    now = now or timezone.now()
    gone = 0
    old = FollowRequest.objects.filter(asked_at__lt=now - CONFIRM_WITHIN)
    for asked in old.order_by("pk")[:_AT_ONCE]:
        forget_request(asked)
        gone += 1
    while True:
        letters = OutboxMessage.objects.filter(
            link_kind__startswith=PREFIX, created_at__lt=now - LETTERS_KEPT_FOR
        )
        some = list(letters.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
        if not some:
            return gone
        gone += OutboxMessage.objects.filter(pk__in=some).delete()[0]
