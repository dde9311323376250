"""Who may open what visitors tell of the site."""

from portal.owners import CONTENT, EVERYBODY, NOBODY, Owner

OWNERS = [
    Owner("riscontri:tell riscontri:told", EVERYBODY),
    # They answer for a page of the site that everybody may read.
    Owner("riscontri:rate riscontri:thanks", EVERYBODY, opens=False),
    Owner("page_clarity riscontri_pagerating_modeladmin_index", CONTENT),
    Owner(
        "riscontri_problemreport_modeladmin_index riscontri_problemreport_modeladmin_inspect",
        CONTENT,
    ),
    Owner("riscontri_pagerating_mark riscontri_problemreport_mark", CONTENT, opens=False),
    Owner("riscontri_pagerating_modeladmin_* riscontri_problemreport_modeladmin_*", NOBODY),
]
