"""Which announcements are up at a moment."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from portal.announcements.models import Announcement
from portal.edition.memory import remembered
from portal.pages.site import settings_of
from portal.pages.visibility import published

# More would push what one came for off a phone's screen.
MOST = 3


@dataclass(frozen=True)
class Shown:
    """An announcement as pages write it; `url` is empty where nothing public explains more."""

    title: str
    text: str
    is_urgent: bool
    url: str
    shown_from: datetime
    shown_until: datetime


def announcements(request: HttpRequest | None) -> list[Shown]:
    """Those that are up now, urgent ones first, then the latest; read once for each edition."""
    settings = settings_of(request) if request is not None else None
    # The settings say whether there is any, with the query that reads them.
    if settings is not None and not getattr(settings, "announces", True):
        return []
    now = timezone.now()
    known = remembered(request, "announcements", _to_come)
    up = [one for one in known if one.shown_from <= now < one.shown_until]
    return sorted(up, key=lambda one: (not one.is_urgent, -one.shown_from.timestamp()))[:MOST]


def _to_come() -> list[Shown]:
    """All whose time is not over."""
    rows = list(Announcement.objects.filter(shown_until__gt=timezone.now()).select_related("page"))
    named = [one.page_id for one in rows if one.page_id]
    public = (
        set(published(Page.objects.filter(pk__in=named)).values_list("pk", flat=True)) if named else set()
    )
    return [
        Shown(
            title=one.title,
            text=one.text,
            is_urgent=one.is_urgent,
            url=one.url if one.page_id in public else "",
            shown_from=one.shown_from,
            shown_until=one.shown_until,
        )
        for one in rows
    ]
