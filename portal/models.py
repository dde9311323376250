from portal.accounts.models import User
from portal.announcements.models import Announcement
from portal.broken_links.models import BrokenLink, OutsideAddress
from portal.care.models import PageCare
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
    "BrokenLink",
    "Edition",
    "EditorialSettings",
    "FormerLetter",
    "Heartbeat",
    "Installation",
    "LimitUsage",
    "OutboxMessage",
    "OutsideAddress",
    "PageCare",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PortalSettings",
    "User",
]
