"""The novelties of late that everybody may read, with whom they concern and the words for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.models import Page

from candidature.models import CallPage
from candidature.published.history import PageChange
from eventi.models import EventPage
from news.models import ExperiencePage, GuidelinePage, NewsPage
from portal.edition.memory import remembered
from portal.pages.visibility import published
from seguire.happened.concerning import Key, keys_of
from seguire.happened.models import Novelty, What
from seguire.happened.noticing import REACH, newest
from territori.models import CommunityHousePage, PathPage

# So many of the newest are looked at; nobody reads more in a letter.
MOST = 500
_NEW: dict[type[Page], str | Promise] = {
    NewsPage: gettext_lazy("Novità"),
    CallPage: gettext_lazy("Nuovo avviso"),
    EventPage: gettext_lazy("Nuovo appuntamento"),
    PathPage: gettext_lazy("Nuovo percorso"),
    CommunityHousePage: gettext_lazy("Nuova Casa della Comunità"),
    GuidelinePage: gettext_lazy("Nuova linea guida"),
    ExperiencePage: gettext_lazy("Nuova esperienza"),
}


@dataclass(frozen=True)
class News:
    """One novelty as a letter tells it.

    Attributes:
        number: the novelty's.
        ends: what is followed no longer, once this was told: a call after its outcome.
        label: what happened.
        details: until when, where, why: label and words.
    """

    number: int
    keys: frozenset[Key]
    what: str
    page_id: int
    ends: Key | None
    label: str
    title: str
    address: str
    details: tuple[tuple[str, str], ...] = ()


def lately() -> tuple[int, tuple[News, ...]]:
    """The number of the last novelty, and what is told of those of late, oldest first.

    Read once for each edition of the site, for ten thousand letters.
    """
    last = newest()
    return last, remembered(None, ("novelties", last), lambda: tuple(_read(timezone.now())))


def _read(now: datetime) -> Iterable[News]:
    rows = list(Novelty.objects.filter(noticed_at__gt=now - REACH).order_by("-pk")[:MOST])[::-1]
    pages = {page.pk: page for page in published(Page.objects.filter(pk__in={row.page_id for row in rows}))}
    keys = keys_of(list(pages.values()))
    dated: dict[int, Any] = {}
    for model in (CallPage, EventPage):
        dated |= model.objects.filter(pk__in=pages).defer_streamfields().in_bulk()
    changes = PageChange.objects.in_bulk([row.number for row in rows if row.what == What.CHANGED])
    with override(settings.LANGUAGE_CODE):
        for row in rows:
            page = pages.get(row.page_id)
            if page is not None and (row.what != What.CHANGED or row.number in changes):
                yield _told(row, page, keys[page.pk], dated.get(page.pk), changes.get(row.number))


def _told(row: Novelty, page: Page, keys: frozenset[Key], dated: Any, change: PageChange | None) -> News:
    details: list[tuple[str, str]] = []
    label = str(What(row.what).label)
    if row.what == What.PUBLISHED:
        label = str(_NEW.get(page.specific_class, label))
    elif row.what == What.CHANGED and change is not None:
        label = change.get_what_display()
        details.append((_("Perché:"), change.note))
    elif row.what == What.CANCELLED and dated is not None and dated.cancellation_note:
        details.append((_("Perché:"), dated.cancellation_note))
    if isinstance(dated, EventPage) and row.what != What.CANCELLED:
        details += _when_and_where(dated)
    elif isinstance(dated, CallPage) and row.what != What.OUTCOME and dated.closes_at is not None:
        details.append((_("Scade:"), _moment(dated.closes_at)))
    return News(
        number=row.pk,
        keys=keys,
        what=row.what,
        page_id=page.pk,
        ends=("page", page.pk) if row.what == What.OUTCOME else None,
        label=label,
        title=page.title,
        address=page.full_url or settings.SITE_URL,
        details=tuple(details),
    )


def _when_and_where(event: EventPage) -> Iterable[tuple[str, str]]:
    dates = {"starts": event.starts_at, "ends": event.ends_at}
    when = " ".join(render_to_string("eventi/_event_dates.html", dates).split())
    where = ", ".join(filter(None, (event.place, event.address)))
    named = ((_("Quando:"), when), (_("Dove:"), where))
    return ((label, words) for label, words in named if words)


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return _("%(day)s, ore %(hour)s") % {
        "day": date_format(local, "l j F Y"),
        "hour": date_format(local, "H:i"),
    }
