"""Letters without a recipient: staff print them and hand them over, until there is an address after all."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from portal.outbox.models import OutboxMessage

Status = OutboxMessage.Status


def hand_over(message: OutboxMessage) -> bool:
    """Records that a letter was handed over; whether it was now.

    Call it in the transaction that also says who did it.
    """
    waiting = OutboxMessage.objects.filter(pk=message.pk, status=Status.BY_HAND)
    return bool(waiting.update(status=Status.SENT, sent_at=timezone.now(), link_seed=""))


def readdress(messages: "QuerySet[OutboxMessage, Any]", recipient: str) -> None:
    """Has letters go to another address; those that waited to be handed over leave by themselves."""
    by_hand = messages.filter(status=Status.BY_HAND)
    by_hand.update(recipient=recipient, status=Status.PENDING, next_attempt_at=timezone.now())
    messages.update(recipient=recipient)
