"""Places and bodies, and the names of persons in committees: a new model says so too, or what it holds."""

from django.db.models import Q

from portal.privacy import Free, Holding

HOLDINGS = [
    Holding(
        model="territori.CommitteeMember",
        fields=("person",),
        beside=("page", "organisation", "office", "since", "until"),
        find=lambda _email: Q(pk__in=()),
        rule="Until the term is over; then the name is erased from the page and from all of its versions.",
        ends=lambda member: member.until if member.person else None,
        stays="It has no address by which it could be found: who asks is named to the editors, who take the "
        "name off the page; its versions forget whom the public page names no more.",
    ),
]

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
