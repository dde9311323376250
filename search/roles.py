"""Who of the staff reads what visitors looked for in vain."""

from portal.roles import Grants, Role

GRANTS: Grants = {Role.EDITORS: frozenset({"search.view_unansweredsearch"})}
