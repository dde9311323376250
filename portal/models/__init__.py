from portal.models.attempts import Attempt
from portal.models.heartbeat import Heartbeat
from portal.models.installation import Installation
from portal.models.media import PortalDocument, PortalImage, PortalRendition
from portal.models.outbox import OutboxMessage
from portal.models.site_settings import PortalSettings
from portal.models.tally import Tally
from portal.models.user import User

__all__ = [
    "Attempt",
    "Heartbeat",
    "Installation",
    "OutboxMessage",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PortalSettings",
    "Tally",
    "User",
]
