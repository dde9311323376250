"""Who of the staff sees who signed, and lets a name be shown or hides it; only officers erase a signature."""

from portal.roles import Grants, Role

_LOOK = frozenset({"patti.view_signature", "patti.change_signature"})

GRANTS: Grants = {Role.EDITORS: _LOOK, Role.OFFICERS: _LOOK | {"patti.delete_signature"}}
