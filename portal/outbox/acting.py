"""What staff do with letters that have not arrived: let them leave, try again, stop them, put them back.

Each row is locked and asked again, because a worker or a colleague may be at it: what cannot be done to it
now is left as it is. So is a letter to be approved that was corrected since it was read.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.outbox import editing
from portal.outbox import sending as outbox
from portal.outbox.models import OutboxMessage
from portal.outbox.taking_back import ON_HOLD, may_be_taken_back

Status = OutboxMessage.Status
# They do not leave by themselves any more.
STOPPED = (Status.FAILED, Status.REFUSED, Status.BOUNCED, Status.HELD)
# Says of letters that are to be approved which were not read as they are now.
Unread = Callable[[list[OutboxMessage]], Collection[int]]

RELEASE, RETRY, ABORT, KEEP, PUT_BACK = "release", "retry", "abort", "keep", "put_back"


def may_be_released(message: OutboxMessage) -> bool:
    """Whether it waits for a word, or for a moment that can be brought forward."""
    later = message.next_attempt_at > timezone.now()
    return message.status in ON_HOLD or (message.status == Status.PENDING and later and not message.attempts)


def may_be_retried(message: OutboxMessage) -> bool:
    """Whether it stopped, left, or waits between two attempts."""
    between = message.status == Status.PENDING and message.attempts > 0
    return message.status in (*STOPPED, Status.SENT) or between


def may_be_aborted(message: OutboxMessage) -> bool:
    """Whether nothing of it has left, nobody got it, or it leaves only at a word."""
    stopped = (*ON_HOLD, Status.FAILED, Status.REFUSED, Status.HELD)
    return may_be_taken_back(message) or message.status in stopped


def may_be_kept(message: OutboxMessage) -> bool:
    """Whether it would leave by itself and can be kept back."""
    return message.status in (Status.PENDING, Status.BY_HAND) and may_be_taken_back(message)


def may_be_put_back(message: OutboxMessage) -> bool:
    """Whether staff stopped it; not what was taken back with what it tells of."""
    return message.status == Status.ABORTED and bool(message.held_from)


ALLOWED: Mapping[str, Callable[[OutboxMessage], bool]] = {
    RELEASE: may_be_released,
    RETRY: may_be_retried,
    ABORT: may_be_aborted,
    KEEP: may_be_kept,
    PUT_BACK: may_be_put_back,
}


def read_as_marked(seen: str) -> Unread:
    """For whoever read one letter, with this mark on the page; an empty one is that of no correction."""
    return lambda letters: [one.pk for one in letters if editing.mark(one) != (seen or "0")]


def read_at(moment: datetime) -> Unread:
    """For whoever had many letters on the screen at this moment."""
    return lambda letters: editing.corrected_since([one.pk for one in letters], moment)


def act(what: str, ids: Collection[int], unread: Unread | None = None) -> list[OutboxMessage]:
    """Does one thing with letters, and returns those to which it was done.

    Args:
        unread: not said, whatever was ever corrected.
    """
    with transaction.atomic():
        rows = OutboxMessage.objects.select_for_update().filter(pk__in=ids).order_by("pk")
        done = [row for row in rows if ALLOWED[what](row)]
        if what == RELEASE and (to_approve := [row for row in done if row.status == Status.APPROVAL]):
            left = set((unread or read_as_marked(""))(to_approve))
            done = [row for row in done if row.pk not in left]
        for row in done:
            if what == RELEASE and row.status == Status.APPROVAL:
                outbox.approve(row)
            elif what in (RELEASE, RETRY):
                outbox.resend(row)
            elif what == PUT_BACK:
                _put_back(row)
            else:
                _stop(row, Status.ABORTED if what == ABORT else Status.DRAFT)
    return done


def still_to_approve(ids: Collection[int]) -> int:
    """How many of these wait to be approved; after `act` let them leave, those that were not read."""
    return OutboxMessage.objects.filter(pk__in=ids, status=Status.APPROVAL).count()


def leaves_now(message: OutboxMessage) -> bool:
    """Whether a letter that was let go, or tried again, waits for no word any more, nor for a moment."""
    return not (message.status in ON_HOLD or may_be_released(message))


def possible(message: OutboxMessage) -> list[str]:
    """What can be done with a letter now."""
    return [what for what, allowed in ALLOWED.items() if allowed(message)]


def _put_back(message: OutboxMessage) -> None:
    """As it waited before it was stopped; what would leave by itself waits for a word first."""
    waited = (*ON_HOLD, Status.BY_HAND)
    message.status = Status(message.held_from) if message.held_from in waited else Status.DRAFT
    message.held_from, message.stopped_at = "", None
    message.link_seed = outbox.new_seed() if message.link_kind else ""
    message.save(update_fields=["status", "held_from", "stopped_at", "link_seed"])


def _stop(message: OutboxMessage, status: OutboxMessage.Status) -> None:
    before = message.held_from if message.status == Status.HELD else message.status
    message.status = status
    message.stopped_at = timezone.now() if status == Status.ABORTED else None
    if status == Status.ABORTED:
        message.link_seed = ""
    message.held_from = before if status == Status.ABORTED else ""
    message.save(update_fields=["status", "stopped_at", "link_seed", "held_from"])
