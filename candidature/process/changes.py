"""Writes one change of state: the row, the log entry, the reason and the letter, all or none.

The doors (`intake`, `workflow`) decide whether a change may happen; this module only makes it happen, inside
their transaction and on rows that they locked.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils import timezone

from candidature.actors import Actor, ActorKind
from candidature.letters import writing as letters
from candidature.log.models import UNDONE, UNTOLD, LogEntry, Reason
from candidature.process import forewarning
from candidature.process.rules import Change
from candidature.submissions.models import Submission
from portal import rows

# The columns of a submission that a transition may change.
WRITTEN = (
    "status",
    "version",
    "updated_at",
    "info_due_at",
    "respond_by",
    "suspended_on",
    "suspended_until",
    "completed_at",
    "proposal",
)


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
    """Adds an entry to the log. `details` holds codes, protocol numbers and dates, nothing that was typed.

    `at` is when it happened (now, unless given).
    """
    entry = _entry(
        submission, action, actor, from_status=from_status, to_status=to_status, details=details, at=at
    )
    rows.insert(entry)
    return entry


def record_of_erased(erasure: LogEntry, action: str, actor: Actor) -> None:
    """Adds an entry about a submission that is no more, by the entry that tells of its erasure."""
    LogEntry.objects.create(
        reference=erasure.reference,
        kind=erasure.kind,
        actor=actor.user,
        actor_label=actor.label,
        action=action,
    )


def record_many(
    submissions: Iterable[Submission],
    action: str,
    actor: Actor,
    *,
    details: Callable[[Submission], dict[str, str]],
) -> list[LogEntry]:
    """Adds an entry for each, all of one moment, in one query; `details` gives what each holds.

    Returns:
        The entries, in the order of the submissions.
    """
    at = timezone.now()
    return LogEntry.objects.bulk_create(
        _entry(one, action, actor, from_status="", to_status="", details=details(one), at=at)
        for one in submissions
    )


def _entry(
    submission: Submission,
    action: str,
    actor: Actor,
    *,
    from_status: str,
    to_status: str,
    details: dict[str, str] | None,
    at: datetime | None,
) -> LogEntry:
    return LogEntry(
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


def write(changes: list[Change]) -> None:
    """Moves locked submissions along their transition, logs each and writes its letter.

    Guards have allowed them, and effects have prepared what else the rows hold. All make the same transition.
    The number of queries does not depend on how many they are (but for the database's limits to one query).
    """
    entries = LogEntry.objects.bulk_create([_entry_of(change) for change in changes])
    for change, entry in zip(changes, entries, strict=True):
        step, submission = change.step, change.submission
        change.entry = entry
        submission.status = step.target or submission.status
        submission.version += 1
        submission.updated_at = change.at
        # A proposal holds for the state in which it was made.
        submission.proposal = entry if step.proposes else None
        for name, value in change.restored.items():
            setattr(submission, name, value)
    columns = (*WRITTEN, "form_version") if changes[0].restored else WRITTEN
    Submission.objects.bulk_update([change.submission for change in changes], columns)
    Reason.objects.bulk_create(
        Reason(entry=entry, submission=change.submission, text=change.reason)
        for change, entry in zip(changes, entries, strict=True)
        if change.reason
    )
    letters.write_many(letter_of(change) for change in changes if change.step.letter)


def foresee(change: Change) -> None:
    """Gives the row, in memory alone, the state that it would have."""
    change.submission.status = change.step.target or change.submission.status


def letter_of(change: Change) -> letters.Letter:
    """What a change tells the applicant, made already or about to be."""
    closes_unobserved = forewarning.closes_unobserved(change.page, change.step.action)
    return letters.Letter(
        change.step.letter,
        change.submission,
        change.page,
        change.reason,
        more={"asked": change.asked_labels, "closes_unobserved": closes_unobserved},
        waits=change.waits,
        needs_approval=change.actor.kind is ActorKind.STAFF and change.page.letters_need_approval,
    )


def _entry_of(change: Change) -> LogEntry:
    due_at = change.submission.info_due_at if change.step.needs_due_date else None
    details = {"due_at": due_at.isoformat()} if due_at else {}
    if change.knows_untold:
        details[UNTOLD] = "1"
    if change.undone is not None:
        details[UNDONE] = str(change.undone.pk)
    return _entry(
        change.submission,
        change.step.action,
        change.actor,
        from_status=change.former_status,
        to_status=change.step.target or "",
        details=details,
        at=change.at,
    )
