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
from wagtail.models import Page

from candidature.actors import APPLICANT, SYSTEM, Actor, ActorKind
from candidature.letters import writing as letters
from candidature.pages.participation import ParticipationPage
from candidature.process import changes
from candidature.process.payloads import AskedFor, Document, NewVersion
from candidature.process.refusals import (
    ConflictError,
    EventBegunError,
    EventCancelledError,
    MissingDueDateError,
    MissingQuestionsError,
    MissingReasonError,
    NoSeatLeftError,
    NotAllowedError,
    NotPossibleError,
    TooLateError,
    TooManyVersionsError,
    WorkflowError,
)
from candidature.process.rules import Change
from candidature.process.transitions import BY_ACTION, TRANSITIONS, Transition
from candidature.statuses import Status
from candidature.submissions.models import Submission

__all__ = [
    "AskedFor",
    "ConflictError",
    "Document",
    "EventBegunError",
    "EventCancelledError",
    "MissingDueDateError",
    "MissingQuestionsError",
    "MissingReasonError",
    "NewVersion",
    "NoSeatLeftError",
    "NotAllowedError",
    "NotPossibleError",
    "Outcome",
    "TooLateError",
    "TooManyVersionsError",
    "WorkflowError",
    "available",
    "has_moved_on",
    "move",
    "receive",
    "transition",
    "transition_many",
]


@dataclass(frozen=True)
class Outcome:
    """What became of one submission of a set: changed, or refused and why."""

    submission_id: int
    submission: Submission | None
    refusal: WorkflowError | None = None

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
) -> Submission:
    """Makes a change of state in one transaction: guard, lock, change, log entry and letter.

    Args:
        expected_version: the `version` the actor was looking at.
        reason: what the applicant is told (whoever decides, for a proposal); required by some transitions.
        due_at, asked: until when the applicant may complete, and what, for a request of integration.
        new: what takes the place of what was sent, for an integration or a correction.
        at: when the request arrived (now, unless given); an applicant's term is measured against it.

    Raises:
        WorkflowError: one of its kinds (`candidature.process.refusals`); nothing was changed.
    """
    versions = {submission_id: expected_version}
    [outcome] = _transition_many(
        versions, action, actor, reason=reason, due_at=due_at, asked=asked, new=new, at=at
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
) -> list[Outcome]:
    """Makes the same change for a set of submissions, each under the guards that hold for one alone.

    One that is refused stops no other. All is one transaction, with at most 15 queries and 2 more a row;
    where seats come free for people who wait, 8 more for each such event.

    Args:
        versions: by submission, the `version` the actor was looking at.
        reason, due_at, asked, at: as for `transition`, the same for all.

    Returns:
        One outcome for each of `versions`, in their order.
    """
    return _transition_many(
        versions, action, actor, reason=reason, due_at=due_at, asked=asked, new=None, at=at
    )


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
) -> list[Outcome]:
    step = BY_ACTION.get(action)
    if step is None or not step.permits(actor):
        return [Outcome(pk, None, NotAllowedError(action)) for pk in versions]
    at = at or timezone.now()
    with database.atomic():
        rows = _lock(versions, actor)
        changes_asked = {
            pk: Change(step, row, page, actor, at, reason.strip(), due_at, asked, new)
            for pk, (row, page) in rows.items()
        }
        refusals: dict[int, WorkflowError] = {}
        for pk, version in versions.items():
            change = changes_asked.get(pk)
            try:
                if change is None:
                    raise NotAllowedError(pk)
                if has_moved_on(change.submission, version, actor):
                    raise ConflictError(change.submission.reference)
                _prepare(change)
            except WorkflowError as refusal:
                refusals[pk] = refusal
        _make([change for pk, change in changes_asked.items() if pk not in refusals])
    return [
        Outcome(pk, changes_asked[pk].submission if pk not in refusals else None, refusals.get(pk))
        for pk in versions
    ]


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


def receive(submission: Submission, page: ParticipationPage, at: datetime) -> None:
    """Logs what has just arrived, and makes the change that its page makes by itself, or writes the receipt.

    The row, just made, and the page, locked, are the caller's, in this transaction.
    """
    changes.record(submission, "received", APPLICANT, to_status=Status.RECEIVED, at=at)
    action = page.first_action()
    if action:
        move(action, [submission], page, at)
    else:
        letters.write("receipt", submission)


def has_moved_on(submission: Submission, version: int, actor: Actor) -> bool:
    """Whether something happened since a version that the actor should see first.

    Of a proposal an applicant knows nothing: what they wrote meanwhile is not refused because of one.
    """
    since = submission.version - version
    if since <= 0 or actor.kind is not ActorKind.APPLICANT:
        return since != 0
    steps = submission.log.exclude(from_status="").order_by("-pk")
    actions = list(steps.values_list("action", flat=True)[:since])
    # With fewer steps than versions between, the version was never one that anybody saw.
    return len(actions) < since or not all(BY_ACTION[action].proposes for action in actions)


def _prepare(change: Change) -> None:
    """Everything that may refuse, and what the row will hold. Nothing is written.

    A row whose change is refused was perhaps touched in memory, so it is not handed out.
    """
    step, submission = change.step, change.submission
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


def _lock(submission_ids: Collection[int], actor: Actor) -> dict[int, tuple[Submission, ParticipationPage]]:
    """The submissions that the actor sees, each with its page: pages are locked first, then submissions,
    always in the order of their numbers, so that two requests never wait for each other."""
    visible = Submission.objects.all()
    if actor.user is not None:
        visible = Submission.objects.visible_to(actor.user)
    page_of = dict(visible.filter(pk__in=submission_ids).values_list("pk", "page"))
    pages = _lock_pages(set(page_of.values()))
    rows = visible.select_for_update(of=("self",)).filter(pk__in=page_of).order_by("pk")
    return {row.pk: (row, pages[row.page_id]) for row in rows.defer("answers")}


def _lock_pages(page_ids: Collection[int]) -> dict[int, ParticipationPage]:
    by_model: dict[type[ParticipationPage], list[int]] = {}
    pages = Page.objects.filter(pk__in=page_ids).only("pk", "content_type")
    for page in pages.order_by("content_type", "pk"):
        by_model.setdefault(cast(type[ParticipationPage], page.specific_class), []).append(page.pk)
    return {pk: page for model, ids in by_model.items() for pk, page in model.lock(ids).items()}
