"""Seats of an event: never sold twice, never left empty while somebody waits.

Every function that gives seats takes an event that `EventPage.lock` returned in the same transaction. That
lock comes before any lock on a submission, everywhere, so that two requests never wait for each other. On
SQLite the transaction itself, IMMEDIATE, is the lock.
"""

from django.utils import timezone

from candidature.actors import ActorKind
from candidature.process import workflow
from candidature.process.refusals import EventBegunError, NoSeatLeftError
from candidature.process.rules import Change
from candidature.statuses import Status
from candidature.submissions.models import Submission
from eventi.pages import EventPage


def confirmed(event_id: int) -> int:
    """How many seats are taken."""
    return Submission.objects.filter(page=event_id, status=Status.ACCEPTED).count()


def waiting(event_id: int) -> int:
    """How many people are on the waiting list."""
    return Submission.objects.filter(page=event_id, status=Status.RESERVE).count()


def free(event: EventPage) -> int | None:
    """Seats left, for display (nothing is locked); None when they are not limited."""
    if event.capacity is None:
        return None
    return max(0, event.capacity - confirmed(event.pk))


def next_number(event: EventPage) -> int | None:
    """The lowest seat number nobody holds, or None when the event is full. The event must be locked."""
    taken = _taken(event)
    if event.capacity is not None and len(taken) >= event.capacity:
        return None
    number = 1
    while number in taken:
        number += 1
    return number


def _taken(event: EventPage) -> set[int]:
    """The numbers that somebody holds, those given in this transaction and not written yet included."""
    rows = Submission.objects.filter(page=event.pk, seat_number__isnull=False)
    written = {number for number in rows.values_list("seat_number", flat=True) if number is not None}
    return written | event.seats_given


def take(event: EventPage, change: Change) -> None:
    """Gives a seat to a change's submission; it is written with the change. The event must be locked.

    Raises:
        EventBegunError: the portal gives no seat once the event has begun, and nobody once it is over.
        NoSeatLeftError: the event is full.
    """
    by_itself = change.actor.kind is ActorKind.SYSTEM
    if event.is_past(change.at) or (by_itself and event.has_begun(change.at)):
        raise EventBegunError(change.submission.reference)
    number = next_number(event)
    if number is None:
        raise NoSeatLeftError(change.submission.reference)
    event.seats_given.add(number)
    change.submission.seat_number = number


def promote(event: EventPage) -> list[Submission]:
    """Gives free seats to those who have waited longest, and writes to them. The event must be locked.

    Nobody is promoted once the event has begun, nor where a committee decides who comes. An event that was
    unpublished gives its free seats when it is published again.
    """
    now = timezone.now()
    if not event.live or event.admission != EventPage.Admission.AUTOMATIC or event.has_begun(now):
        return []
    room = None if event.capacity is None else event.capacity - confirmed(event.pk)
    if room is not None and room <= 0:
        return []
    line = Submission.objects.select_for_update(of=("self",)).filter(page=event.pk, status=Status.RESERVE)
    promoted = list(line.order_by("submitted_at", "pk").defer("answers")[:room])
    workflow.move("promote", promoted, event, now)
    return promoted
