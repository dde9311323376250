"""Who works on what: given to an account that may review it, or to nobody, for one and for many.

Nobody decides more or less by that, so it does not raise the version of a submission: whoever is completing,
withdrawing or deciding need not look again because a colleague took it. What must not happen is that somebody
takes away unseen what a colleague has just taken: whoever assigns says who had it on the screen.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction as database
from django.db.models import Max

from candidature.access.scope import REVIEW
from candidature.actors import SYSTEM, Actor
from candidature.log.models import LogEntry
from candidature.process import changes
from candidature.process.refusals import NotAllowedError, WorkflowError
from candidature.submissions.models import Submission
from portal.models import User

# In the log, and in its details: the account, and its name for when the account is no more. Both empty for
# nobody.
ASSIGNED = "assigned"
ACCOUNT, NAME = "account", "name"
# In its details too, where the portal took it from who could not work on it any more: that account's name.
FORMER = "former"
# And the day by which they should look at it; not there where none was said.
WORK_BY = "work_by"


class HeldByAnotherError(WorkflowError):
    """Somebody else was given it meanwhile, or it was taken from whoever had it."""

    def __init__(self, holder: User | None) -> None:
        super().__init__(str(holder or ""))
        self.holder = holder


class GivenAgainError(WorkflowError):
    """Somebody gave it, or another day, since the assignment that is to be taken back."""


class OutOfReachError(WorkflowError):
    """The account that it should be given to may not work on it."""


@dataclass(frozen=True)
class Assigned:
    """What became of one submission of a set: whose it is now, or why it stays as it was.

    Done, it was perhaps theirs already, by the same day: then nothing was `changed`.
    """

    submission_id: int
    refusal: WorkflowError | None = None
    changed: bool = False
    # By when whoever had it should have looked at it.
    former_day: date | None = None
    # The number of the log's entry of what was changed.
    entry: int | None = None

    @property
    def is_done(self) -> bool:
        return self.refusal is None


@dataclass(frozen=True)
class Given:
    """An assignment that was made earlier: its day, and the number of its log entry where that is known."""

    day: date | None
    entry: int | None


def assign(
    submission_id: int,
    to: User | None,
    actor: Actor,
    *,
    former: int | None,
    days: Mapping[int, date | None] | None = None,
) -> None:
    """Gives one submission to an account, or to nobody.

    Args:
        former: the id of the account that had it on the screen; None for nobody.
        days: see `assign_many`.

    Raises:
        WorkflowError: it may not be; nothing was changed.
    """
    [outcome] = assign_many({submission_id: to}, actor, former={submission_id: former}, days=days)
    if outcome.refusal is not None:
        raise outcome.refusal


def assign_many(
    wanted: Mapping[int, User | None],
    actor: Actor,
    *,
    former: Mapping[int, int | None],
    days: Mapping[int, date | None] | None = None,
    taken_back: Mapping[int, Given] | None = None,
) -> list[Assigned]:
    """Gives each submission to its account, or to nobody, in one transaction. One refused stops no other.

    At most 5 queries, and 4 more for each account and day, however many submissions.

    Args:
        wanted: by submission, the account; None for nobody.
        former: by submission, the id of the account that had it on the screen.
        days: by submission, by when they should look at it; None for no day. Of one that is not among them,
            who has it already keeps the day that was given, and anybody else gets none.
        taken_back: by submission, the assignment that this one takes back. It stays where there was another
            since, by the same account as well.

    Returns:
        One outcome for each of `wanted`, in their order. What is as it was wanted already is done.
    """
    if actor.user is None or not actor.user.has_perm(REVIEW):
        return [Assigned(pk, NotAllowedError(pk)) for pk in wanted]
    with database.atomic():
        visible = Submission.objects.visible_to(actor.user).filter(pk__in=wanted)
        # Without who has them: whoever held a row before may have given it, which PostgreSQL would not join.
        locked = visible.select_for_update(of=("self",)).order_by("pk")
        rows, days = {row.pk: row for row in locked.defer("answers")}, days or {}
        former_days = {pk: row.work_by for pk, row in rows.items()}
        within = _within_reach(wanted)
        again = _given_again(rows, taken_back or {})
        refusals: dict[int, WorkflowError] = {}
        given: list[Submission] = []
        held: list[Submission] = []
        for pk, account in wanted.items():
            row = rows.get(pk)
            if row is None:
                refusals[pk] = NotAllowedError(pk)
            elif row.assigned_to_id == (account.pk if account else None) and (
                account is None or days.get(pk, row.work_by) == row.work_by
            ):
                continue
            elif row.assigned_to_id != former.get(pk):
                held.append(row)
            elif pk in again:
                refusals[pk] = GivenAgainError(row.reference)
            elif account is not None and pk not in within[account.pk]:
                refusals[pk] = OutOfReachError(row.reference)
            else:
                row.assigned_to, row.work_by = account, days.get(pk) if account else None
                given.append(row)
        refusals |= _held_by_others(held)
        entries = _write(given, actor)
    return [
        Assigned(pk, refusals.get(pk), pk in entries, former_days.get(pk), entries.get(pk)) for pk in wanted
    ]


def _held_by_others(held: list[Submission]) -> dict[int, WorkflowError]:
    """The refusal of each of these locked submissions, with who has it now."""
    if not held:
        return {}
    holders = User.objects.in_bulk([row.assigned_to_id for row in held if row.assigned_to_id])
    return {row.pk: HeldByAnotherError(holders.get(row.assigned_to_id or 0)) for row in held}


def _given_again(rows: Mapping[int, Submission], earlier: Mapping[int, Given]) -> set[int]:
    """Which of these locked submissions were given, or their day was, since an earlier assignment."""
    if not earlier:
        return set()
    entries = LogEntry.objects.filter(submission__in=earlier, action=ASSIGNED).order_by()
    last = dict(entries.values_list("submission").annotate(last=Max("pk")))
    return {
        pk
        for pk, one in earlier.items()
        if pk in rows and (rows[pk].work_by != one.day or (one.entry and last.get(pk, 0) > one.entry))
    }


def release(account: User, submission_ids: Collection[int]) -> int:
    """Takes from an account what it may not work on any more, in one transaction; returns how many."""
    with database.atomic():
        held = Submission.objects.filter(pk__in=submission_ids, assigned_to=account.pk)
        rows = list(held.select_for_update(of=("self",)).order_by("pk").only("reference", "kind"))
        Submission.objects.filter(pk__in=[row.pk for row in rows]).update(assigned_to=None, work_by=None)
        details = {ACCOUNT: "", NAME: "", FORMER: str(account)}
        changes.record_many(rows, ASSIGNED, SYSTEM, details=lambda _one: details)
    return len(rows)


def _within_reach(wanted: Mapping[int, User | None]) -> dict[int, set[int]]:
    """By account, which of the submissions it should be given it may work on."""
    asked: dict[int, tuple[User, list[int]]] = {}
    for pk, account in wanted.items():
        if account is not None:
            asked.setdefault(account.pk, (account, []))[1].append(pk)
    return {
        account.pk: _workable(account, ids) if account.has_perm(REVIEW) else set()
        for account, ids in asked.values()
    }


def _workable(account: User, ids: Collection[int]) -> set[int]:
    return set(Submission.objects.visible_to(account).filter(pk__in=ids).values_list("pk", flat=True))


def _write(given: list[Submission], actor: Actor) -> dict[int, int]:
    """The number of the log's entry of each."""
    alike: dict[tuple[int | None, date | None], list[int]] = {}
    for row in given:
        alike.setdefault((row.assigned_to_id, row.work_by), []).append(row.pk)
    for (account, day), ids in alike.items():
        Submission.objects.filter(pk__in=ids).update(assigned_to=account, work_by=day)
    entries = changes.record_many(given, ASSIGNED, actor, details=_told)
    return {row.pk: entry.pk for row, entry in zip(given, entries, strict=True)}


def _told(submission: Submission) -> dict[str, str]:
    account = submission.assigned_to
    if account is None:
        return {ACCOUNT: "", NAME: ""}
    day = {WORK_BY: submission.work_by.isoformat()} if submission.work_by else {}
    return {ACCOUNT: str(account.pk), NAME: str(account), **day}
