"""Seats of an event: never sold twice, never left empty while somebody waits.

Every function that gives seats takes an event that `lock` returned in the same transaction. That lock comes
before any lock on a submission, everywhere, so that two requests never wait for each other. On SQLite the
transaction itself, IMMEDIATE, is the lock.
"""

from django.utils import timezone

from candidature import changes
from candidature.models.events import EventPage
from candidature.models.submissions import Submission
from candidature.statuses import Status
from candidature.transitions import PROMOTE, SYSTEM


def lock(event_id: int) -> EventPage:
    """The event, read afresh and locked until the transaction ends."""
    return EventPage.objects.select_for_update(of=("self",)).get(pk=event_id)


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
    taken = set(
        Submission.objects.filter(page=event.pk, seat_number__isnull=False).values_list(
            "seat_number", flat=True
        )
    )
    if event.capacity is not None and len(taken) >= event.capacity:
        return None
    number = 1
    while number in taken:
        number += 1
    return number


def promote(event: EventPage) -> list[Submission]:
    """Gives free seats to those who have waited longest, and writes to them. The event must be locked.

    Nobody is promoted once the event has begun, nor where a committee decides who comes. An event that was
    unpublished gives its free seats when it is published again.
    """
    promoted: list[Submission] = []
    if not event.live or event.admission != EventPage.Admission.AUTOMATIC:
        return promoted
    if event.starts_at is not None and event.starts_at <= timezone.now():
        return promoted
    line = Submission.objects.select_for_update(of=("self",)).filter(page=event.pk, status=Status.RESERVE)
    room = None if event.capacity is None else event.capacity - confirmed(event.pk)
    if room is not None and room <= 0:
        return promoted
    for submission in line.order_by("submitted_at", "pk")[:room]:
        submission.seat_number = next_number(event)
        changes.apply(submission, PROMOTE, SYSTEM)
        promoted.append(submission)
    return promoted
