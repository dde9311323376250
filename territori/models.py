from territori.organisations.models import Organisation
from territori.pages.houses import CommunityHousePage
from territori.pages.index import TerritoryIndexPage
from territori.pages.territories import TerritoryPage
from territori.paths.pages import PathPage, PathParticipant, Phase
from territori.paths.phases import PhaseState, Precision
from territori.paths.timeline import TimelineEntry
from territori.zones.models import Municipality, Zone

__all__ = [
    "CommunityHousePage",
    "Municipality",
    "Organisation",
    "PathPage",
    "PathParticipant",
    "Phase",
    "PhaseState",
    "Precision",
    "TerritoryIndexPage",
    "TerritoryPage",
    "TimelineEntry",
    "Zone",
]
