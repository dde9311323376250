"""Writes one change of state: the row, the log entry, the reason and the letter, all or none.

The doors (`intake`, `workflow`) decide whether a change may happen; this module only makes it happen, inside
their transaction and on a row that they locked.
"""

from datetime import datetime

from django.utils import timezone

from candidature import letters
from candidature.models.log import LogEntry, Reason
from candidature.models.submissions import Submission
from candidature.statuses import Kind, Status
from candidature.transitions import Actor, Transition


def record(
    submission: Submission,
    action: str,
    actor: Actor,
    *,
    from_status: str = "",
    to_status: str = "",
    details: dict[str, str] | None = None,
    at: datetime | None = None,
) -> LogEntry:
    """Adds an entry to the log. `details` holds codes and dates, never anything an applicant wrote.

    `at` is when it happened (now, unless given).
    """
    return LogEntry.objects.create(
        at=at or timezone.now(),
        submission=submission,
        reference=submission.reference,
        kind=submission.kind,
        actor=actor.user,
        actor_label=actor.label,
        action=action,
        from_status=from_status,
        to_status=to_status,
        details=details or {},
    )


def apply(
    submission: Submission,
    transition: Transition,
    actor: Actor,
    *,
    reason: str = "",
    due_at: datetime | None = None,
    at: datetime | None = None,
) -> LogEntry:
    """Moves a locked submission along a transition, logs it and writes the letter.

    A seat, where the target needs one, must already be in `submission.seat_number`; it is given back where
    the target has none. `at` is when the request arrived (now, unless given).
    """
    from_status = submission.status
    at = at or timezone.now()
    submission.status = transition.target
    submission.version += 1
    submission.updated_at = at
    submission.info_due_at = due_at if transition.target == Status.NEEDS_INFO else None
    if not (submission.kind == Kind.EVENT and transition.target == Status.ACCEPTED):
        submission.seat_number = None
    submission.save(update_fields=["status", "version", "updated_at", "info_due_at", "seat_number"])
    entry = record(
        submission,
        transition.action,
        actor,
        from_status=from_status,
        to_status=transition.target,
        details={"due_at": due_at.isoformat()} if due_at else {},
        at=at,
    )
    if reason:
        Reason.objects.create(entry=entry, submission=submission, text=reason)
    if transition.letter:
        letters.write(transition.letter, submission, reason=reason)
    return entry
