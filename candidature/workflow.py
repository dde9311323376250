"""The only way a submission's status changes after it was received."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from candidature import changes, seats
from candidature.models.events import EventPage
from candidature.models.submissions import Submission
from candidature.statuses import Kind, Status
from candidature.transitions import BY_ACTION, TRANSITIONS, Actor, ActorKind, Transition


class WorkflowError(Exception):
    """A change that was refused; nothing was written."""


class NotAllowedError(WorkflowError):
    """The actor may not do this to this submission, or may not even see it."""


class ConflictError(WorkflowError):
    """The submission is no longer as the actor saw it: somebody else acted meanwhile."""


class NotPossibleError(WorkflowError):
    """This action does not exist from the present state."""


class MissingReasonError(WorkflowError):
    """The action must be explained to the applicant."""


class MissingDueDateError(WorkflowError):
    """The action sets a term, and none in the future was given."""


class TooLateError(WorkflowError):
    """The term for completing the submission is over."""


class NoSeatLeftError(WorkflowError):
    """Every seat of the event is taken."""


def available(submission: Submission, actor: Actor) -> list[Transition]:
    """The transitions that this actor could make now, in the order of the table."""
    return [
        transition
        for transition in TRANSITIONS
        if transition.applies_to(submission.status, submission.kind) and _permits(transition, actor)
    ]


def transition(
    submission_id: int,
    action: str,
    actor: Actor,
    *,
    expected_version: int,
    reason: str = "",
    due_at: datetime | None = None,
    at: datetime | None = None,
) -> Submission:
    """Makes a change of state in one transaction: guard, lock, change, log entry and letter.

    Args:
        expected_version: the `version` the actor was looking at.
        reason: what the applicant is told; required by some transitions.
        due_at: until when the applicant may complete, for a request of integration.
        at: when the request arrived (now, unless given); an applicant's term is measured against it.

    Raises:
        NotAllowedError, ConflictError, NotPossibleError, MissingReasonError, MissingDueDateError,
        TooLateError, NoSeatLeftError: see each; nothing was changed.
    """
    step = BY_ACTION.get(action)
    if step is None or not _permits(step, actor):
        raise NotAllowedError(action)
    at = at or timezone.now()
    reason = reason.strip()
    with transaction.atomic():
        submission, event = _lock(submission_id, actor)
        if submission.version != expected_version:
            raise ConflictError(submission.reference)
        if not step.applies_to(submission.status, submission.kind):
            raise NotPossibleError(f"{action} from {submission.status}")
        if step.needs_reason and not reason:
            raise MissingReasonError(action)
        if step.needs_due_date and (due_at is None or due_at <= at):
            raise MissingDueDateError(action)
        if action == "complete" and submission.info_due_at is not None and at >= submission.info_due_at:
            raise TooLateError(submission.reference)
        if event is not None and step.target == Status.ACCEPTED:
            submission.seat_number = seats.next_number(event)
            if submission.seat_number is None:
                raise NoSeatLeftError(submission.reference)
        held_a_seat = submission.status == Status.ACCEPTED
        changes.apply(
            submission, step, actor, reason=reason, due_at=due_at if step.needs_due_date else None, at=at
        )
        if event is not None and held_a_seat:
            seats.promote(event)
    return submission


def _permits(step: Transition, actor: Actor) -> bool:
    if step.by is not actor.kind:
        return False
    if actor.kind is not ActorKind.STAFF:
        return True
    return actor.user is not None and step.permission is not None and actor.user.has_perm(step.permission)


def _lock(submission_id: int, actor: Actor) -> tuple[Submission, EventPage | None]:
    """The submission, and its event if it has one, locked in the order that `seats` asks for."""
    visible = Submission.objects.all()
    if actor.user is not None:
        visible = Submission.objects.visible_to(actor.user)
    seen = visible.filter(pk=submission_id).values("kind", "page").first()
    if seen is None:
        raise NotAllowedError(submission_id)
    event = seats.lock(seen["page"]) if seen["kind"] == Kind.EVENT else None
    return visible.select_for_update(of=("self",)).get(pk=submission_id), event
