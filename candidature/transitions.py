"""The workflow as one table: which change of state exists, who may make it, what it asks, what it sends."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidature.access import DECIDE, OVERSEE, REVIEW
from candidature.statuses import Kind, Status

if TYPE_CHECKING:
    from portal.models import User


class ActorKind(StrEnum):
    STAFF = "staff"
    APPLICANT = "applicant"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Who makes a change: an account, the applicant (proved by the secret link), or the portal itself."""

    kind: ActorKind
    user: "User | None" = None

    @classmethod
    def staff(cls, user: "User") -> "Actor":
        return cls(ActorKind.STAFF, user)

    @property
    def label(self) -> str:
        """What the log keeps. An applicant is never named."""
        if self.user is not None:
            return str(self.user)
        return "Chi ha inviato" if self.kind is ActorKind.APPLICANT else "Sistema"


APPLICANT = Actor(ActorKind.APPLICANT)
SYSTEM = Actor(ActorKind.SYSTEM)

ALL_KINDS = frozenset(Kind)


@dataclass(frozen=True)
class Transition:
    """One allowed change of state.

    `permission` is what a member of staff needs, besides seeing the submission; None where staff never do it.
    `letter` names the template of the message to the applicant; empty when nothing leaves.
    """

    action: str
    label: str | Promise
    sources: frozenset[Status]
    target: Status
    permission: str | None = None
    by: ActorKind = ActorKind.STAFF
    kinds: frozenset[Kind] = ALL_KINDS
    needs_reason: bool = False
    needs_due_date: bool = False
    letter: str = ""

    def applies_to(self, status: str, kind: str) -> bool:
        return status in self.sources and kind in self.kinds


def _from(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


S = Status

PROMOTE = Transition(
    "promote", _("Posto assegnato dalla lista d’attesa"), _from(S.RESERVE), S.ACCEPTED,
    by=ActorKind.SYSTEM, kinds=frozenset({Kind.EVENT}), letter="promoted",
)  # fmt: skip
CONFIRM = Transition(
    "confirm", _("Posto confermato"), _from(S.RECEIVED), S.ACCEPTED,
    by=ActorKind.SYSTEM, kinds=frozenset({Kind.EVENT}), letter="seat_confirmed",
)  # fmt: skip
QUEUE = Transition(
    "queue", _("In lista d’attesa"), _from(S.RECEIVED), S.RESERVE,
    by=ActorKind.SYSTEM, kinds=frozenset({Kind.EVENT}), letter="waiting_list",
)  # fmt: skip

TRANSITIONS: tuple[Transition, ...] = (
    Transition("take", _("Prendi in carico"), _from(S.RECEIVED), S.IN_REVIEW, REVIEW),
    Transition(
        "request_info", _("Chiedi un’integrazione"), _from(S.RECEIVED, S.IN_REVIEW), S.NEEDS_INFO, REVIEW,
        needs_reason=True, needs_due_date=True, letter="info_requested",
    ),
    Transition(
        "complete", _("Integrazione inviata"), _from(S.NEEDS_INFO), S.IN_REVIEW,
        by=ActorKind.APPLICANT, letter="info_received",
    ),
    Transition("resume", _("Riprendi senza integrazione"), _from(S.NEEDS_INFO), S.IN_REVIEW, REVIEW),
    Transition(
        "admit", _("Dichiara ammissibile"), _from(S.IN_REVIEW), S.ADMISSIBLE, REVIEW,
        kinds=frozenset({Kind.CALL}), letter="admissible",
    ),
    Transition(
        "accept", _("Accogli"), _from(S.RECEIVED, S.IN_REVIEW, S.ADMISSIBLE, S.RESERVE), S.ACCEPTED, DECIDE,
        letter="accepted",
    ),
    Transition(
        "reserve", _("Metti in riserva"), _from(S.RECEIVED, S.IN_REVIEW, S.ADMISSIBLE), S.RESERVE,
        DECIDE, needs_reason=True, letter="reserve",
    ),
    Transition(
        "reject", _("Non accogliere"),
        _from(S.RECEIVED, S.IN_REVIEW, S.NEEDS_INFO, S.ADMISSIBLE, S.RESERVE, S.ACCEPTED), S.REJECTED,
        DECIDE, needs_reason=True, letter="rejected",
    ),
    Transition(
        "reopen", _("Riapri l’istruttoria"), _from(S.ADMISSIBLE, S.ACCEPTED, S.RESERVE, S.REJECTED),
        S.IN_REVIEW, OVERSEE, needs_reason=True, letter="reopened",
    ),
    Transition(
        "withdraw", _("Ritira"),
        _from(S.RECEIVED, S.IN_REVIEW, S.NEEDS_INFO, S.ADMISSIBLE, S.ACCEPTED, S.RESERVE), S.WITHDRAWN,
        by=ActorKind.APPLICANT, letter="withdrawn",
    ),
    PROMOTE,
    CONFIRM,
    QUEUE,
)  # fmt: skip

BY_ACTION = {transition.action: transition for transition in TRANSITIONS}
