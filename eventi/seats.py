"""Seats of an event: never sold twice, never left empty while somebody waits.

Every function that gives seats takes an event that `EventPage.lock` returned in the same transaction. That
lock comes before any lock on a submission, everywhere, so that two requests never wait for each other. On
SQLite the transaction itself, IMMEDIATE, is the lock. Whoever forgets it finds the database's own refusals
(`eventi.pools`, `eventi.triggers`).
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from candidature.actors import ActorKind
from candidature.confirmations import noting
from candidature.pages.handling import Acceptance
from candidature.process import workflow
from candidature.process.refusals import EventBegunError, EventCancelledError, NoSeatLeftError
from candidature.statuses import Status
from candidature.submissions.models import Submission
from eventi.meeting import Meeting
from eventi.pools import DEFAULT, Seat, SeatPool


def confirmed(event_id: int) -> int:
    """How many seats are taken."""
    return Seat.objects.filter(pool__event=event_id).count()


def free(event: Meeting) -> int | None:
    """Seats left, for display (nothing is locked); None when they are not limited."""
    if event.capacity is None:
        return None
    return max(0, event.capacity - confirmed(event.answered_id))


def place_in_line(event: Meeting, submission: Submission) -> int | None:
    """Which place, from one, this sign-up has on the waiting list, by the order in which `promote` goes.

    None for who does not wait, where a committee decides, which follows no line, and while nobody gets the
    seats that come free. One query.
    """
    moves = event.admits_by_itself and event.live and not event.cancelled
    if submission.status != Status.RESERVE or not moves:
        return None
    at, pk = submission.submitted_at, submission.pk
    before = Q(submitted_at__lt=at) | Q(submitted_at=at, pk__lt=pk)
    return Submission.objects.filter(before, page=event.pk, status=Status.RESERVE).count() + 1


def next_number(event: Meeting) -> int | None:
    """The lowest seat number nobody holds, or None when the event is full. The event must be locked."""
    taken, capacity = event.numbers_held, event.pool.capacity
    if capacity is not None and len(taken) >= capacity:
        return None
    number = 1
    while number in taken:
        number += 1
    return number


def take(event: Meeting, change: Acceptance) -> None:
    """Finds a seat for a change's submission; `give` writes it. The event must be locked.

    Raises:
        EventCancelledError: it does not take place.
        EventBegunError: the portal gives no seat once the event has begun, and nobody once it is over.
        NoSeatLeftError: the event is full.
    """
    if event.cancelled:
        raise EventCancelledError(change.submission.reference)
    by_itself = change.actor.kind is ActorKind.SYSTEM
    if event.is_past(change.at) or (by_itself and event.has_begun(change.at)):
        raise EventBegunError(change.submission.reference)
    number = next_number(event)
    if number is None:
        raise NoSeatLeftError(change.submission.reference)
    event.numbers_held.add(number)
    event.numbers_found[change.submission.pk] = number


def give(event: Meeting, changes: Sequence[Acceptance]) -> None:
    """Writes the seats that `take` found for these changes. The event must be locked."""
    Seat.objects.bulk_create(
        Seat(
            pool=event.pool,
            number=event.numbers_found.pop(change.submission.pk),
            submission=change.submission,
        )
        for change in changes
    )


def release(event: Meeting, submissions: Sequence[Submission]) -> None:
    """Takes the seats back from submissions that are not confirmed any more. The event must be locked."""
    Seat.objects.filter(submission__in=[submission.pk for submission in submissions]).delete()
    # Counted again by whoever asks next.
    event.__dict__.pop("numbers_held", None)


def resize(event: Meeting) -> None:
    """Gives the default pool the capacity of the page. The event must be locked.

    Seats numbered above a lower capacity move to free numbers below it; `EventPage.clean` has refused a
    capacity for which they are too many.
    """
    pool, _made = SeatPool.objects.get_or_create(event_id=event.pk, name=DEFAULT)
    if pool.capacity == event.capacity:
        return
    if event.capacity is not None:
        seats = list(pool.seats.order_by("number"))
        held = {seat.number for seat in seats}
        unused = (number for number in range(1, event.capacity + 1) if number not in held)
        for seat, number in zip(
            (seat for seat in seats if seat.number > event.capacity), unused, strict=False
        ):
            seat.number = number
            seat.save(update_fields=["number"])
    pool.capacity = event.capacity
    pool.save(update_fields=["capacity"])


def promote(event: Meeting) -> list[Submission]:
    """Gives free seats to those who have waited longest, and writes to them. The event must be locked.

    Nobody is promoted once the event has begun or is cancelled, nor where a committee decides who comes. An
    event that was unpublished gives its free seats when it is published again.
    """
    now = timezone.now()
    if not _gives_by_itself(event, now):
        return []
    room = _room(event)
    if room is not None and room <= 0:
        return []
    promoted = list(_line(event, Status.RESERVE)[:room])
    workflow.move("promote", promoted, event, now)
    return promoted


def admit(event: Meeting) -> None:
    """Gives seats to whoever came while a committee gave them, as if they came now that the portal does.

    They stand in one line with those who wait, by when they came; for whom no seat is left waits from now on.
    Whose guardian said no is looked at by the staff. The event must be locked, and was saved just now.
    """
    now = timezone.now()
    if not _gives_by_itself(event, now):
        return
    received = _line(event, Status.RECEIVED).exclude(noting.guardian_said_no())
    if not received.exists():
        promote(event)
        return
    room = _room(event)
    line = _line(event, Status.RECEIVED, Status.RESERVE).exclude(noting.guardian_said_no())
    seated = list(line if room is None else line[: max(0, room)])
    for action, status in (("confirm", Status.RECEIVED), ("promote", Status.RESERVE)):
        workflow.move(action, [one for one in seated if one.status == status], event, now)
    workflow.move("queue", list(received), event, now)


def _gives_by_itself(event: Meeting, now: datetime) -> bool:
    return event.live and not event.cancelled and event.admits_by_itself and not event.has_begun(now)


def _room(event: Meeting) -> int | None:
    capacity = event.pool.capacity
    return None if capacity is None else capacity - len(event.numbers_held)


def _line(event: Meeting, *statuses: Status) -> QuerySet[Submission]:
    """Who stands so, locked, whoever came first before the others."""
    line = Submission.objects.select_for_update(of=("self",)).filter(page=event.pk, status__in=statuses)
    return line.order_by("submitted_at", "pk").defer("answers")
