"""Which announcements are up at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from portal.announcements.models import Announcement
from portal.edition.memory import remembered
from portal.languages import of_path, spoken
from portal.pages.site import settings_of
from portal.pages.translations import spoken_by_number

# More would push what one came for off a phone's screen.
MOST = 3


@dataclass(frozen=True)
class Shown:
    """An announcement as pages write it, with the languages of what is not in the one that is spoken.

    Attributes:
        url: of the page that explains it; empty where nothing public does.
    """

    title: str
    title_language: str
    text: str
    text_language: str
    is_urgent: bool
    url: str
    url_language: str
    shown_from: datetime
    shown_until: datetime


def announcements(request: HttpRequest | None) -> list[Shown]:
    """Those that are up now, urgent ones first, then the latest; read once for each edition."""
    settings = settings_of(request) if request is not None else None
    # The settings say whether there is any, with the query that reads them.
    if settings is not None and not getattr(settings, "announces", True):
        return []
    now = timezone.now()
    known = remembered(request, ("announcements", spoken()), _to_come)
    up = [one for one in known if one.shown_from <= now < one.shown_until]
    return sorted(up, key=lambda one: (not one.is_urgent, -one.shown_from.timestamp()))[:MOST]


def _to_come() -> list[Shown]:
    """All whose time is not over."""
    return shown(Announcement.objects.filter(shown_until__gt=timezone.now()))


def shown(rows: Iterable[Announcement]) -> list[Shown]:
    """Announcements in the language that is spoken; one query for their pages, and in English one more."""
    rows = list(rows)
    pages = spoken_by_number([one.page_id for one in rows if one.page_id])
    return [_in_words(one, pages.get(one.page_id or 0)) for one in rows]


def _in_words(one: Announcement, page: Page | None) -> Shown:
    url = (page.url or "") if page else ""
    language = of_path(urlsplit(url).path)
    title, title_language = one.said("title")
    text, text_language = one.said("text")
    return Shown(
        title=title,
        title_language=title_language,
        text=text,
        text_language=text_language,
        is_urgent=one.is_urgent,
        url=url,
        url_language="" if language == spoken() else language,
        shown_from=one.shown_from,
        shown_until=one.shown_until,
    )
