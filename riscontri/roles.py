"""Who of the staff reads what visitors tell of the site, and marks it as read or put right."""

from portal.roles import Grants, Role

_ALL = frozenset(
    {
        "riscontri.view_pagerating",
        "riscontri.change_pagerating",
        "riscontri.view_problemreport",
        "riscontri.change_problemreport",
    }
)

GRANTS: Grants = {Role.EDITORS: _ALL, Role.OFFICERS: _ALL}
