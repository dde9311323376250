"""Letters that the recipient's side will not take: refused at once, or sent back afterwards.

Whoever knows what a letter was about registers, and learns of it in the transaction in which the letter is
marked.
"""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from portal.outbox.models import OutboxMessage

# Of a letter, with what the other side said of it.
Listener = Callable[[OutboxMessage, str], None]

_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Says whom to tell of a letter that did not arrive; called again for the same one, it does no more."""
    if listener not in _listeners:
        _listeners.append(listener)


def mark(message: OutboxMessage, status: OutboxMessage.Status, reason: str) -> bool:
    """Notes that a letter did not arrive, and why; returns whether its row is still there."""
    with transaction.atomic():
        # First what it is about, then the letter: in this order whoever erases locks the two.
        for listener in _listeners:
            listener(message, reason)
        marked = OutboxMessage.objects.filter(pk=message.pk).update(
            status=status, stopped_at=timezone.now(), last_error=" ".join(reason.split())[:500]
        )
        if not marked:
            transaction.set_rollback(True)
    return bool(marked)
