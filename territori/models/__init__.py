from territori.models.organisations import Organisation
from territori.models.pages import CommunityHousePage, TerritoryIndexPage, TerritoryPage
from territori.models.paths import PathPage, PathParticipant, Phase, TimelineEntry
from territori.models.phases import PhaseState, Precision
from territori.models.zones import Municipality, Zone

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
