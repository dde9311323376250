"""Who may open the register of searches without results."""

from portal.owners import EDITORS, NOBODY, Owner

OWNERS = [
    Owner("search_unansweredsearch_modeladmin_index", EDITORS),
    Owner("search_unansweredsearch_modeladmin_*", NOBODY),
]
