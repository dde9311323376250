"""What each role may do with calls, events and what people send."""

from candidature.access.scope import DECIDE, EXPORT, OVERSEE, PROPOSE, REVERSE, REVIEW
from portal.roles import Grants, Role

COMMITTEES = frozenset(f"candidature.{action}_committee" for action in ("add", "change", "delete", "view"))
PRIVACY_NOTICES = frozenset(
    f"candidature.{action}_privacynotice" for action in ("add", "change", "delete", "view")
)

GRANTS: Grants = {
    Role.REVIEWERS: frozenset({REVIEW, PROPOSE}),
    Role.OFFICERS: frozenset({REVIEW, DECIDE, REVERSE, OVERSEE, EXPORT}) | COMMITTEES | PRIVACY_NOTICES,
}
