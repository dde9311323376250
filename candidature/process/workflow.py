"""The only door by which a submission gets a status.

`receive` tells of one that has just been made, which is received because nobody has acted on it yet.

`transition` and `transition_many` are the door for people: permission, scope, version, then what the table
asks. `move` is the same table, guards and effects for what the portal does by itself on rows that its caller
locked (a seat confirmed on arrival, a place given from the waiting list); it asks for no version, because
nobody looked at a page.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import transaction as database
from django.utils import timezone

from candidature.actors import APPLICANT, SYSTEM, Actor, ActorKind
from candidature.letters import writing as letters
from candidature.log.models import RECEIVED
from candidature.pages.participation import ParticipationPage
from candidature.process import changes, requests, undoing
from candidature.process.locking import lock
from candidature.process.more_time import GIVEN
from candidature.process.payloads import AskedFor, Document, Made, NewVersion
from candidature.process.refusals import (
    ChecksOpenError,
    ConflictError,
    EventBegunError,
    EventCancelledError,
    LetterLeftError,
    MissingDueDateError,
    MissingQuestionsError,
    MissingReasonError,
    NoSeatLeftError,
    NotAllowedError,
    NotForewarnedError,
    NotPossibleError,
    SentAgainError,
    StillObservableError,
    TermTooShortError,
    TooLateError,
    TooManyVersionsError,
    UntoldError,
    WorkflowError,
)
from candidature.process.rules import Change
from candidature.process.transitions import BY_ACTION, TRANSITIONS, UNDO, Transition
from candidature.statuses import Status
from candidature.submissions.models import Submission
from portal.outbox import taking_back
from portal.outbox.sending import Waiting

__all__ = [
    "AskedFor",
    "ChecksOpenError",
    "ConflictError",
    "Document",
    "EventBegunError",
    "EventCancelledError",
    "LetterLeftError",
    "Made",
    "MissingDueDateError",
    "MissingQuestionsError",
    "MissingReasonError",
    "NewVersion",
    "NoSeatLeftError",
    "NotAllowedError",
    "NotForewarnedError",
    "NotPossibleError",
    "Outcome",
    "SentAgainError",
    "StillObservableError",
    "TermTooShortError",
    "TooLateError",
    "TooManyVersionsError",
    "UntoldError",
    "WorkflowError",
    "available",
    "has_moved_on",
    "move",
    "receive",
    "rehearse",
    "rehearse_letter",
    "transition",
    "transition_many",
    "undo_many",
]


@dataclass(frozen=True)
class Outcome:
    """What became of one submission of a set: changed, or refused and why. `made` is what to take back."""

    submission_id: int
    submission: Submission | None
    refusal: WorkflowError | None = None
    made: Made | None = None

    @property
    def is_done(self) -> bool:
        return self.refusal is None


def available(submission: Submission, actor: Actor) -> list[Transition]:
    """The transitions that this actor could make now, in the order of the table."""
    return [
        step
        for step in TRANSITIONS
        if step.applies_to(submission.status, submission.kind) and step.permits(actor)
    ]


def transition(
    submission_id: int,
    action: str,
    actor: Actor,
    *,
    expected_version: int,
    reason: str = "",
    due_at: datetime | None = None,
    asked: AskedFor | None = None,
    new: NewVersion | None = None,
    at: datetime | None = None,
    knows_untold: bool = False,
) -> Submission:
    """Makes a change of state in one transaction: guard, lock, change, log entry and letter.

    Args:
        expected_version: the `version` the actor was looking at.
        reason: what the applicant is told (whoever decides, for a proposal); required by some transitions.
        due_at, asked: until when the applicant may complete, and what, for a request of integration.
        new: what takes the place of what was sent, for an integration or a correction.
        at: when the request arrived (now, unless given); an applicant's term is measured against it.
        knows_untold: whether the actor was warned that the letter before it has not left (`guards.was_told`).

    Raises:
        WorkflowError: one of its kinds (`candidature.process.refusals`); nothing was changed.
    """
    versions = {submission_id: expected_version}
    [outcome] = _transition_many(
        versions,
        action,
        actor,
        reason=reason,
        due_at=due_at,
        asked=asked,
        new=new,
        at=at,
        knows_untold=knows_untold,
    )
    if outcome.refusal is not None:
        raise outcome.refusal
    return cast(Submission, outcome.submission)


def transition_many(
    versions: Mapping[int, int],
    action: str,
    actor: Actor,
    *,
    reason: str = "",
    due_at: datetime | None = None,
    asked: AskedFor | None = None,
    at: datetime | None = None,
    waits: Waiting | None = None,
) -> list[Outcome]:
    """Makes the same change for a set of submissions, each under the guards that hold for one alone.

    One that is refused stops no other. All is one transaction, with at most 15 queries and 2 more a row;
    where seats come free for people who wait, 8 more for each such event.

    Args:
        versions: by submission, the `version` the actor was looking at.
        reason, due_at, asked, at: as for `transition`, the same for all.
        waits: until when the letters can be taken back.

    Returns:
        One outcome for each of `versions`, in their order.
    """
    return _transition_many(
        versions, action, actor, reason=reason, due_at=due_at, asked=asked, new=None, at=at, waits=waits
    )


def rehearse(
    versions: Mapping[int, int],
    action: str,
    actor: Actor,
    *,
    reason: str = "",
    due_at: datetime | None = None,
    asked: AskedFor | None = None,
) -> dict[int, WorkflowError | None]:
    """What `transition_many` would answer now: by submission, why not, or None. Nothing is written."""
    step = BY_ACTION.get(action)
    if step is None or not step.permits(actor):
        return dict.fromkeys(versions, NotAllowedError(action))
    with database.atomic():
        _changes, refusals = _judge(
            step, versions, actor, reason=reason, due_at=due_at, asked=asked, at=timezone.now()
        )
    return {pk: refusals.get(pk) for pk in versions}


def rehearse_letter(
    submission_id: int,
    action: str,
    actor: Actor,
    *,
    reason: str = "",
    due_at: datetime | None = None,
    asked: AskedFor | None = None,
    knows_untold: bool = False,
) -> letters.Letter | None:
    """The letter that the change would write now, about the submission as it would be. Nothing is written.

    None where no letter leaves.

    Raises:
        WorkflowError: the change would be refused.
    """
    step = BY_ACTION.get(action)
    if step is None or not step.permits(actor):
        raise NotAllowedError(action)
    with database.atomic():
        version = Submission.objects.filter(pk=submission_id).values_list("version", flat=True).first() or 0
        found, refusals = _judge(
            step,
            {submission_id: version},
            actor,
            reason=reason,
            due_at=due_at,
            asked=asked,
            at=timezone.now(),
            knows_untold=knows_untold,
        )
    if refusals:
        raise refusals[submission_id]
    if not step.letter:
        return None
    change = found[submission_id]
    changes.foresee(change)
    if asked is not None:
        change.asked_labels = requests.in_words(asked, change.submission)
    return changes.letter_of(change)


def undo_many(made: Mapping[int, Made], actor: Actor, *, at: datetime | None = None) -> list[Outcome]:
    """Takes changes of the staff back: the rows are as they were before, and the letters never leave.

    Only where nothing happened since, and no letter left; whoever may make a change may take it back. All is
    one transaction; one that is refused stops no other.

    Args:
        made: by submission, the change to be taken back (`Outcome.made`).
    """
    at = at or timezone.now()
    if actor.kind is not ActorKind.STAFF:
        return [Outcome(pk, None, NotAllowedError(pk)) for pk in made]
    with database.atomic():
        rows, entries = lock(made, actor), undoing.entries(made)
        letters_written = undoing.letters_of(made, entries, [row for row, _page in rows.values()])
        # Asked before anything is prepared: who is refused takes no place from who is not.
        gone = taking_back.may_have_left(letters_written.values())
        on_paper = undoing.handed_over(made)
        asked: dict[int, Change] = {}
        refusals: dict[int, WorkflowError] = {}
        for pk, one in made.items():
            try:
                if pk not in rows or pk not in entries:
                    raise NotAllowedError(pk)
                row, page = rows[pk]
                if row.version != one.version:
                    raise ConflictError(row.reference)
                if pk in on_paper or letters_written.get(pk) in gone:
                    raise LetterLeftError(row.reference)
                change = Change(UNDO, row, page, actor, at)
                change.undone, change.restored = entries[pk], undoing.restored(one)
                change.step = undoing.way_back(change)
                if not change.step.permits(actor):
                    raise NotAllowedError(pk)
                _prepare(change)
                asked[pk] = change
            except WorkflowError as refusal:
                refusals[pk] = refusal
        taking_back.take_back([letters_written[pk] for pk in asked if pk in letters_written])
        by_step: dict[tuple[str, str], list[Change]] = {}
        for change in asked.values():
            by_step.setdefault((change.former_status, str(change.step.target)), []).append(change)
        for alike in by_step.values():
            _make(alike)
    return [Outcome(pk, asked[pk].submission if pk in asked else None, refusals.get(pk)) for pk in made]


def _transition_many(
    versions: Mapping[int, int],
    action: str,
    actor: Actor,
    *,
    reason: str,
    due_at: datetime | None,
    asked: AskedFor | None,
    new: NewVersion | None,
    at: datetime | None,
    waits: Waiting | None = None,
    knows_untold: bool = False,
) -> list[Outcome]:
    step = BY_ACTION.get(action)
    if step is None or not step.permits(actor):
        return [Outcome(pk, None, NotAllowedError(action)) for pk in versions]
    at = at or timezone.now()
    with database.atomic():
        found, refusals = _judge(
            step,
            versions,
            actor,
            reason=reason,
            due_at=due_at,
            asked=asked,
            new=new,
            at=at,
            waits=waits,
            knows_untold=knows_untold,
        )
        _make([change for pk, change in found.items() if pk not in refusals])
    return [
        Outcome(pk, None, refusals[pk])
        if pk in refusals
        else Outcome(pk, found[pk].submission, made=undoing.as_made(found[pk]))
        for pk in versions
    ]


def _judge(
    step: Transition,
    versions: Mapping[int, int],
    actor: Actor,
    *,
    reason: str,
    due_at: datetime | None,
    asked: AskedFor | None,
    at: datetime,
    new: NewVersion | None = None,
    waits: Waiting | None = None,
    knows_untold: bool = False,
) -> tuple[dict[int, Change], dict[int, WorkflowError]]:
    """Locks the rows and asks all that may refuse: the changes, and why some of them may not be made."""
    found = {
        pk: Change(
            step,
            row,
            page,
            actor,
            at,
            reason.strip(),
            due_at,
            asked,
            new,
            knows_untold=knows_untold,
            waits=waits,
        )
        for pk, (row, page) in lock(versions, actor, with_answers=new is not None).items()
    }
    refusals: dict[int, WorkflowError] = {}
    for pk, version in versions.items():
        change = found.get(pk)
        try:
            if change is None:
                raise NotAllowedError(pk)
            if has_moved_on(change.submission, version, actor):
                raise ConflictError(change.submission.reference)
            _prepare(change)
        except WorkflowError as refusal:
            refusals[pk] = refusal
    return found, refusals


def move(action: str, submissions: Collection[Submission], page: ParticipationPage, at: datetime) -> None:
    """What the portal does by itself, with rows and page that the caller locked in this transaction.

    Raises:
        WorkflowError: a guard refused one of them; nothing was written.
    """
    prepared = [Change(BY_ACTION[action], submission, page, SYSTEM, at) for submission in submissions]
    for change in prepared:
        if not change.step.permits(SYSTEM):
            raise NotAllowedError(action)
        _prepare(change)
    _make(prepared)


def receive(
    submission: Submission,
    page: ParticipationPage,
    at: datetime,
    actor: Actor = APPLICANT,
    details: dict[str, str] | None = None,
) -> None:
    """Logs what has just arrived, and makes the change that its page makes by itself, or writes the receipt.

    The row, just made, and the page, locked, are the caller's, in this transaction.

    Args:
        actor: whoever sent it, or typed it for somebody else.
        details: see `changes.record`.
    """
    changes.record(submission, RECEIVED, actor, to_status=Status.RECEIVED, details=details, at=at)
    action = page.first_action(submission)
    if action:
        move(action, [submission], page, at)
    else:
        letters.write("receipt", submission)


def has_moved_on(submission: Submission, version: int, actor: Actor) -> bool:
    """Whether something happened since a version that the actor should see first.

    Of a proposal an applicant knows nothing, and more time only helps them: what they wrote meanwhile is not
    refused because of either.
    """
    since = submission.version - version
    if since <= 0 or actor.kind is not ActorKind.APPLICANT:
        return since != 0
    steps = submission.log.exclude(from_status="").order_by("-pk")
    found = list(steps.values_list("action", "to_status")[:since])
    # With fewer steps than versions between, the version was never one that anybody saw.
    return len(found) < since or not all(_is_inner(action, to_status) for action, to_status in found)


def _is_inner(action: str, to_status: str) -> bool:
    """Whether it is a proposal, or one taken back; or no more than more time."""
    return bool(BY_ACTION[action].proposes) or action == GIVEN or (action == UNDO.action and not to_status)


def _prepare(change: Change) -> None:
    """Everything that may refuse, and what the row will hold. Nothing is written.

    A row whose change is refused was perhaps touched in memory, so it is not handed out.
    """
    step, submission = change.step, change.submission
    # Whatever was new is looked at with the next step.
    submission.completed_at = None
    if not step.applies_to(submission.status, submission.kind):
        raise NotPossibleError(f"{step.action} from {submission.status}")
    for guard in step.guards:
        guard(change)
    for effect in step.before:
        effect(change)


def _make(prepared: list[Change]) -> None:
    if not prepared:
        return
    for effect in prepared[0].step.beside:
        effect(prepared)
    changes.write(prepared)
    for effect in prepared[0].step.after:
        effect(prepared)
