"""Who may open the registers of places and organisations."""

from portal.owners import ADMINS, EDITORS, OFFICERS, Owner

OWNERS = [
    Owner("territori_municipality_modeladmin_index territori_municipality_modeladmin_edit", OFFICERS),
    Owner("territori_municipality_modeladmin_* territori_zone_modeladmin_*", ADMINS),
    Owner("wagtailsnippets_territori_organisation:*", EDITORS),
]
