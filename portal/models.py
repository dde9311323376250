from portal.accounts.models import User
from portal.announcements.models import Announcement
from portal.edition.models import Edition
from portal.editorial.models import EditorialSettings
from portal.limits.attempt import Attempt
from portal.limits.models import LimitUsage
from portal.media.models import PortalDocument, PortalImage, PortalRendition
from portal.outbox.installation import Installation
from portal.outbox.models import FormerLetter, OutboxMessage
from portal.pages.models import PortalSettings
from portal.worker.models import Heartbeat

__all__ = [
    "Announcement",
    "Attempt",
    "Edition",
    "EditorialSettings",
    "FormerLetter",
    "Heartbeat",
    "Installation",
    "LimitUsage",
    "OutboxMessage",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PortalSettings",
    "User",
]
