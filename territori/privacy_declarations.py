"""No personal data here; a new model says so too, or says what it holds."""

from portal.privacy import Free

FREE = [
    Free(
        (
            "territori.Organisation",
            "territori.Zone",
            "territori.Municipality",
            "territori.TerritoryIndexPage",
            "territori.TerritoryPage",
            "territori.CommunityHousePage",
            "territori.PathPage",
            "territori.Phase",
            "territori.PathParticipant",
        ),
        "Published content: places and public bodies, no people.",
    ),
    Free(
        (
            "territori.ResourceIndexPage",
            "territori.ResourcePage",
            "territori.OpeningHours",
            "territori.Closure",
        ),
        "Published content; the contacts are those of an office or an association.",
        public=("email", "phone"),
    ),
]
