"""What each role may do with calls, events and what people send."""

from candidature.access.scope import DECIDE, ENTER, EXPORT, OVERSEE, PROPOSE, REVERSE, REVIEW
from portal.roles import Grants, Role

COMMITTEES = frozenset(f"candidature.{action}_committee" for action in ("add", "change", "delete", "view"))
PRIVACY_NOTICES = frozenset(
    f"candidature.{action}_privacynotice" for action in ("add", "change", "delete", "view")
)

REFERENCE_LISTS = frozenset(f"candidature.{action}_referencelist" for action in ("add", "change", "view"))

STARTING_VALUES = frozenset({"candidature.change_startingvalues"})
OWN_SETS = frozenset({"candidature.add_ownset"})

GRANTS: Grants = {
    Role.EDITORS: REFERENCE_LISTS | OWN_SETS | STARTING_VALUES,
    Role.REVIEWERS: frozenset({REVIEW, PROPOSE, ENTER}),
    Role.OFFICERS: frozenset({REVIEW, DECIDE, REVERSE, OVERSEE, EXPORT, ENTER})
    | COMMITTEES
    | PRIVACY_NOTICES
    | STARTING_VALUES,
}
