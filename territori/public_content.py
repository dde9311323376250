"""Public pages show all of this app's models. Phases have days, and with each day pages are drawn anew."""

from portal.page_cache.declared import Shown

PUBLIC = [
    Shown(
        (
            "territori.CommunityHousePage",
            "territori.CommunityHousePage_municipalities",
            "territori.Municipality",
            "territori.Organisation",
            "territori.PathPage",
            "territori.PathPage_territories",
            "territori.PathParticipant",
            "territori.Phase",
            "territori.TerritoryIndexPage",
            "territori.TerritoryPage",
            "territori.Zone",
        )
    )
]
