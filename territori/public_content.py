"""Public pages show all of this app's models. Phases and hours have days: each day pages are drawn anew."""

from portal.page_cache.declared import Shown

PUBLIC = [
    Shown(
        (
            "territori.Closure",
            "territori.CommitteeMember",
            "territori.CommunityHousePage",
            "territori.CommunityHousePage_municipalities",
            "territori.Municipality",
            "territori.OpeningHours",
            "territori.Organisation",
            "territori.PathPage",
            "territori.PathPage_territories",
            "territori.PathParticipant",
            "territori.Phase",
            "territori.ResourceIndexPage",
            "territori.ResourcePage",
            "territori.TerritoryIndexPage",
            "territori.TerritoryPage",
            "territori.Zone",
        )
    )
]
