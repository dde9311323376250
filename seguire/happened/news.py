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
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from candidature.models import CallPage
from candidature.pages.translations import each_in_spoken_words
from candidature.published.history import PageChange
from eventi.models import EventPage
from news.models import ExperiencePage, GuidelinePage, NewsPage
from portal.edition.memory import remembered
from portal.languages import ITALIAN, reading, spoken
from portal.pages.translations import in_spoken_language
from portal.pages.visibility import published
from seguire.happened.concerning import Key, in_every_language, keys_of
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
_OF_WHAT_TAKES_PLACE = (What.PUBLISHED, What.MOVED, What.RELOCATED, What.RESTORED)


@dataclass(frozen=True)
class News:
    """One novelty as a letter tells it.

    Attributes:
        number: the novelty's.
        ends: what is followed no longer, once this was told: a call after its outcome, in every language.
        label: what happened.
        details: until when, where, why: label and words.
    """

    number: int
    keys: frozenset[Key]
    what: str
    page_id: int
    ends: frozenset[Key]
    label: str
    title: str
    address: str
    details: tuple[tuple[str, str], ...] = ()


def lately(language: str = ITALIAN) -> tuple[int, tuple[News, ...]]:
    """The number of the last novelty, and what is told of those of late in a language, oldest first.

    Read once for each edition of the site, for ten thousand letters.
    """
    last = newest()
    return last, remembered(
        None, ("novelties", last, language), lambda: tuple(_read(timezone.now(), language))
    )


def _read(now: datetime, language: str) -> Iterable[News]:
    rows = list(Novelty.objects.filter(noticed_at__gt=now - REACH).order_by("-pk")[:MOST])[::-1]
    pages = {page.pk: page for page in published(Page.objects.filter(pk__in={row.page_id for row in rows}))}
    keys = keys_of(list(pages.values()))
    over = in_every_language({row.page_id for row in rows if row.what == What.OUTCOME})
    dated: dict[int, Any] = {}
    for model in (CallPage, EventPage):
        dated |= model.objects.filter(pk__in=pages).defer_streamfields().in_bulk()
    changes = PageChange.objects.in_bulk([row.number for row in rows if row.what == What.CHANGED])
    with reading(language):
        worded = each_in_spoken_words(dated.values())
        as_told = dict(zip(pages, in_spoken_language(list(pages.values())), strict=True))
        return [
            _told(
                row,
                page,
                as_told[page.pk],
                keys[page.pk],
                over.get(page.pk, frozenset()),
                worded.get(page.pk),
                changes.get(row.number),
            )
            for row in rows
            if (page := pages.get(row.page_id)) is not None
            and not _is_overtaken(row, dated.get(page.pk))
            and (row.what != What.CHANGED or row.number in changes)
        ]


def _is_overtaken(row: Novelty, dated: Any) -> bool:
    """Nobody is told when and where takes place what does not: only that it is cancelled."""
    return isinstance(dated, EventPage) and dated.cancelled and row.what in _OF_WHAT_TAKES_PLACE


def _told(
    row: Novelty,
    page: Page,
    told: Page,
    keys: frozenset[Key],
    ends: frozenset[Key],
    dated: Any,
    change: PageChange | None,
) -> News:
    """One novelty in words.

    Args:
        told: the page in the language of the reader; `page` itself where it is not translated.
        ends: what is followed no longer if this is an outcome.
    """
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
        ends=ends if row.what == What.OUTCOME else frozenset(),
        label=label,
        title=_title(told, is_foreign=told is page and spoken() != ITALIAN),
        address=told.full_url or settings.SITE_URL,
        details=tuple(details),
    )


def _title(page: Page, *, is_foreign: bool) -> str:
    """What a page is called, and that it is Italian for who reads something else."""
    return _("%(title)s (in italiano)") % {"title": page.title} if is_foreign else page.title


def _when_and_where(event: EventPage) -> Iterable[tuple[str, str]]:
    dates = {"starts": event.starts_at, "ends": event.ends_at}
    when = " ".join(render_to_string("eventi/_event_dates.html", dates).split())
    way = event.get_mode_display()
    named = ((_("Quando:"), when), (_("Come si partecipa:"), way), (_("Dove:"), event.where))
    return ((label, words) for label, words in named if words)


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return _("%(day)s, ore %(hour)s") % {
        "day": date_format(local, "l j F Y"),
        "hour": date_format(local, "H:i"),
    }
