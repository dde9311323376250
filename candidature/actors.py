"""Who acts on a submission."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

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
