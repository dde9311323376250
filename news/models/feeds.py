"""The news as feeds, RSS 2.0 and Atom: all of them, or those of a category, a topic, a territory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from wagtail.models import Page

from news.models.news import NewsPage
from portal.languages import spoken
from portal.machines import preview_picture
from portal.pages.narrowing import Narrowing
from portal.xml_text import admitted

# How many of the newest a feed holds.
MOST_ITEMS = 30
# The last part of a feed's address, below that of the index, and the names by which people know it.
KINDS: dict[str, tuple[str, Any]] = {
    "rss": ("RSS", Rss201rev2Feed),
    "atom": ("Atom", Atom1Feed),
}


@dataclass(frozen=True)
class Feed:
    """A feed as a page names it."""

    name: str
    title: str
    url: str
    media_type: str


def offered(index: Page, narrowing: Narrowing) -> list[Feed]:
    """The feeds of what the index shows."""
    base = index.full_url or ""
    return [
        Feed(
            name,
            f"{_title(index, narrowing)} ({name})",
            f"{base}{kind}/{narrowing.query}",
            # Without the character set that the answer adds.
            maker.content_type.partition(";")[0],
        )
        for kind, (name, maker) in KINDS.items()
    ]


def answer(
    request: HttpRequest, index: Page, kind: str, narrowing: Narrowing, news: Iterable[NewsPage]
) -> HttpResponse:
    """One of the feeds: `news`, newest first."""
    base = index.full_url or ""
    feed = KINDS[kind][1](
        title=f"{_title(index, narrowing)} – {settings.SITE_NAME}",
        link=f"{base}{narrowing.query}",
        description=admitted(index.get_meta_description()),
        language=spoken(),
        feed_url=f"{base}{kind}/{narrowing.query}",
    )
    for item in news:
        address = item.get_full_url(request)
        day = timezone.make_aware(datetime.combine(item.date, time()))
        picture = f"{address.removesuffix(item.get_url(request))}{preview_picture.address_of(item)}"
        feed.add_item(
            title=admitted(item.title),
            link=address,
            # A new title or address is no new article.
            unique_id=f"{settings.SITE_URL}/#notizia-{item.translation_key}",
            unique_id_is_permalink=False,
            description=admitted(item.abstract),
            pubdate=day,
            updateddate=item.last_published_at or day,
            categories=[item.get_category_display()],
            enclosures=[Enclosure(picture, "0", "image/png")],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _title(index: Page, narrowing: Narrowing) -> str:
    return admitted(", ".join([index.title, *narrowing.words]))
