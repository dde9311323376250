"""Letters that ask to confirm and did not arrive: who asked is told, for they know the right address."""

import contextlib

from django.utils import timezone

from candidature.actors import SYSTEM
from candidature.confirmations import answering, letters, noting
from candidature.confirmations.models import Confirmation
from portal.models import OutboxMessage
from portal.people.addresses import normal


def note(message: OutboxMessage, _reason: str) -> None:
    """Tells who asked, and the log of what was sent, if an answer from this address is still awaited."""
    if message.link_kind != letters.LINK:
        return
    asked = Confirmation.objects.filter(pk=message.link_target).first()
    if asked is None:
        return
    with contextlib.suppress(answering.NotAwaitedError), answering.lock(asked) as (locked, application):
        is_for_it = locked.is_asked and normal(locked.email) == normal(message.recipient)
        if not is_for_it or application.closed_to(locked, timezone.now()) is not None:
            return
        letters.write_undelivered(locked, message)
        noting.note(noting.UNDELIVERED, locked, SYSTEM)
