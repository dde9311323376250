"""What each role may do with the facts of the territory."""

from portal.roles import Grants, Role

GRANTS: Grants = {
    Role.EDITORS: frozenset(
        f"territori.{action}_organisation" for action in ("add", "change", "delete", "view")
    ),
    # Municipalities come from the Region's register: officers only say to which zone they belong.
    Role.OFFICERS: frozenset({"territori.view_municipality", "territori.change_municipality"}),
}
