"""What a transition is, and one change about to be made. The transitions stand in `transitions`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from candidature.actors import Actor, ActorKind
from candidature.log.models import LogEntry
from candidature.pages.participation import ParticipationPage
from candidature.process.payloads import AskedFor, NewVersion
from candidature.statuses import Kind, Status
from candidature.submissions.models import Submission
from candidature.submissions.revisions import AnswerRevision
from portal.outbox.sending import Waiting

ALL_KINDS = frozenset(Kind)
# What a change that is taken back puts back, besides what its effects do.
RESTORED = (
    "status",
    "info_due_at",
    "respond_by",
    "suspended_on",
    "suspended_until",
    "completed_at",
    "proposal_id",
    "form_version_id",
)


@dataclass
class Change:
    """One transition of one submission, for guards and effects: row and page are locked as they need.

    `at` is when the request arrived; `former_status` is the state before, and `before` all that a change
    taken back puts back. `undone` is the entry of the change that this one takes back, and `restored` the
    columns that it puts back.
    """

    step: "Transition"
    submission: Submission
    page: ParticipationPage
    actor: Actor
    at: datetime
    reason: str = ""
    due_at: datetime | None = None
    asked: AskedFor | None = None
    new: NewVersion | None = None
    # Whoever makes it knows that the letter which was to come before it has not left.
    knows_untold: bool = False
    # Until when its letter can be taken back.
    waits: Waiting | None = None
    former_status: str = ""
    before: dict[str, Any] = field(default_factory=dict)
    undone: LogEntry | None = None
    restored: Mapping[str, Any] = field(default_factory=dict)
    # Its entry in the log, once it is written.
    entry: LogEntry | None = None
    # The version that `new` replaces, to be written.
    former: AnswerRevision | None = None
    # What is asked for, in words: for the letter.
    asked_labels: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.former_status = self.submission.status
        self.before = {name: getattr(self.submission, name) for name in RESTORED}


Rule = Callable[[Change], None]
Consequence = Callable[[Sequence[Change]], None]


@dataclass(frozen=True)
class Transition:
    """One allowed change of state.

    `target` is None where the state stays: a proposal, of which `proposes` names the decision.
    `permission` is what a member of staff needs, besides seeing the submission; None where staff never do it.
    `needs_reason`, `needs_due_date` and `needs_questions` say what its form asks for; that it is given, its
    `guards`. `least_days` is the shortest term that it may give.
    `before` prepares the row, `beside` and `after` run once for a whole set, just before and just after it is
    written (see `effects`).
    `labels` calls it otherwise for some kinds.
    `letter` names the template of the message to the applicant; empty when nothing leaves.
    """

    action: str
    label: str | Promise
    sources: frozenset[Status]
    target: Status | None
    permission: str | None = None
    by: ActorKind = ActorKind.STAFF
    kinds: frozenset[Kind] = ALL_KINDS
    needs_reason: bool = False
    needs_due_date: bool = False
    needs_questions: bool = False
    least_days: int = 0
    guards: tuple[Rule, ...] = ()
    before: tuple[Rule, ...] = ()
    beside: tuple[Consequence, ...] = ()
    after: tuple[Consequence, ...] = ()
    proposes: str = ""
    letter: str = ""
    labels: Mapping[Kind, str | Promise] = field(default_factory=dict)

    def label_for(self, kind: str) -> str:
        """What the change is called for a call or an event."""
        return str(self.labels.get(Kind(kind), self.label))

    def applies_to(self, status: str, kind: str) -> bool:
        return status in self.sources and kind in self.kinds

    def permits(self, actor: Actor) -> bool:
        """Whether this actor may make it at all; whether they see the submission is asked by the door."""
        if self.by is not actor.kind:
            return False
        if actor.kind is not ActorKind.STAFF:
            return True
        return actor.user is not None and self.permission is not None and actor.user.has_perm(self.permission)
