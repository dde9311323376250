from territori.organisations.models import Organisation
from territori.pages.territories import CommunityHousePage, TerritoryIndexPage, TerritoryPage
from territori.paths.pages import PathPage, PathParticipant, Phase, TimelineEntry
from territori.paths.phases import PhaseState, Precision
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
