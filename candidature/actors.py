"""Who acts on a submission."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext, gettext_noop

from portal.models import User


class ActorKind(StrEnum):
    STAFF = "staff"
    APPLICANT = "applicant"
    SYSTEM = "system"
    # Who was asked to confirm, proved by the link of their letter.
    PARTNER = "partner"
    GUARDIAN = "guardian"
    # Who was asked for an opinion, proved by the link of their letter.
    EXPERT = "expert"


_LABELS = {
    ActorKind.APPLICANT: gettext_noop("Chi ha inviato"),
    ActorKind.PARTNER: gettext_noop("Partner"),
    ActorKind.GUARDIAN: gettext_noop("Genitore o chi ne fa le veci"),
    ActorKind.EXPERT: gettext_noop("Chi dà il parere"),
}
_SYSTEM_LABEL = gettext_noop("Sistema")
# What the log keeps of whoever has no account: of an entry whose account was deleted the label alone remains.
LABELS_WITHOUT_ACCOUNT = frozenset({*_LABELS.values(), _SYSTEM_LABEL})


def in_words(label: str) -> str:
    """Who acted, as the log keeps it in Italian, for whoever reads it now; names are not translated."""
    return gettext(label) if label in LABELS_WITHOUT_ACCOUNT else label


@dataclass(frozen=True)
class Actor:
    """Who makes a change: an account, somebody proved by a secret link, or the portal itself."""

    kind: ActorKind
    user: User | None = None

    @classmethod
    def staff(cls, user: User) -> "Actor":
        return cls(ActorKind.STAFF, user)

    @property
    def label(self) -> str:
        """What the log keeps. Whoever came by a link is never named."""
        if self.user is not None:
            return str(self.user)
        return _LABELS.get(self.kind, _SYSTEM_LABEL)


APPLICANT = Actor(ActorKind.APPLICANT)
SYSTEM = Actor(ActorKind.SYSTEM)
EXPERT = Actor(ActorKind.EXPERT)
