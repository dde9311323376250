from territori.organisations.models import Organisation
from territori.pages.committee import CommitteeMember
from territori.pages.houses import CommunityHousePage
from territori.pages.index import TerritoryIndexPage
from territori.pages.territories import TerritoryPage
from territori.paths.pages import PathPage, PathParticipant
from territori.paths.phases import Phase, PhaseState, Precision
from territori.paths.timeline import TimelineEntry
from territori.resources.hours import Closure, OpeningHours
from territori.resources.pages import ResourceIndexPage, ResourcePage
from territori.zones.models import Municipality, Zone

__all__ = [
    "Closure",
    "CommitteeMember",
    "CommunityHousePage",
    "Municipality",
    "OpeningHours",
    "Organisation",
    "PathPage",
    "PathParticipant",
    "Phase",
    "PhaseState",
    "Precision",
    "ResourceIndexPage",
    "ResourcePage",
    "TerritoryIndexPage",
    "TerritoryPage",
    "TimelineEntry",
    "Zone",
]
