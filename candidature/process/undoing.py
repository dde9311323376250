"""A change of the staff taken back before its letter left: which step leads back, and what forbids it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from candidature.log.models import LogEntry
from candidature.process import by_hand, effects
from candidature.process.payloads import Made
from candidature.process.rules import RESTORED, Change
from candidature.process.transitions import BY_ACTION, UNDO, Transition
from candidature.statuses import Status
from candidature.submissions.models import Submission

# They change no state, and cannot be taken back: somebody holds the letter.
_ON_PAPER = (by_hand.PRINTED, by_hand.HANDED_OVER)


def as_made(change: Change) -> Made:
    """What is remembered of a change just written."""
    if change.entry is None:
        raise ValueError("The change is not written yet.")
    before = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in change.before.items()
    }
    return Made(change.entry.pk, change.submission.version, before)


def restored(made: Made) -> dict[str, Any]:
    """The columns as they were."""
    columns = {column.attname: column for column in Submission._meta.concrete_fields}
    # Of what points elsewhere the number is kept.
    return {
        name: made.before[name] if columns[name].is_relation else columns[name].to_python(made.before[name])
        for name in RESTORED
    }


def way_back(change: Change) -> Transition:
    """The step from what a change made to what was before, with effects that undo those of the change."""
    undone = BY_ACTION[change.undone.action] if change.undone else UNDO
    former = Status(change.restored["status"])
    gives_a_place = former == Status.ACCEPTED != change.former_status
    return replace(
        UNDO,
        sources=frozenset({Status(change.former_status)}),
        # A proposal taken back changes no state, as it changed none.
        target=None if former == change.former_status else former,
        permission=undone.permission,
        before=(effects.take_a_place,) if gives_a_place else (),
        beside=(
            *((effects.give_the_places,) if gives_a_place else ()),
            *((effects.take_back_the_request,) if undone.needs_questions else ()),
        ),
        after=(effects.free_the_places,) if former != Status.ACCEPTED else (),
    )


def entries(made: Mapping[int, Made]) -> dict[int, LogEntry]:
    """By submission, the entries of the changes to be taken back."""
    found = LogEntry.objects.in_bulk([one.entry for one in made.values()])
    return {pk: found[one.entry] for pk, one in made.items() if one.entry in found}


def handed_over(made: Mapping[int, Made]) -> set[int]:
    """The submissions of which a letter was printed or handed over since."""
    printed = LogEntry.objects.filter(submission__in=list(made), action__in=_ON_PAPER)
    return {
        pk
        for pk, entry in printed.values_list("submission", "pk")
        if pk is not None and entry > made[pk].entry
    }


def letters_of(
    made: Mapping[int, Made], found: Mapping[int, LogEntry], rows: Collection[Submission]
) -> dict[int, str]:
    """By submission, the key of the letter that its change wrote; without those whose change writes none."""
    return {
        row.pk: f"{row.reference}:{made[row.pk].version}:{letter}"
        for row in rows
        if row.pk in found and (letter := BY_ACTION[found[row.pk].action].letter)
    }
