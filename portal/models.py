from portal.limits.attempt import Attempt
from portal.worker.models import Heartbeat
from portal.outbox.installation import Installation
from portal.media.models import PortalDocument, PortalImage, PortalRendition
from portal.outbox.models import OutboxMessage
from portal.pages.models import PortalSettings
from portal.limits.models import Tally
from portal.accounts.models import User

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
