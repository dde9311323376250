"""A site as it is after years: the demonstration with copies of its own pages, as many as are asked for."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from candidature.models import CallPage
from eventi.models import EventPage
from glossario.models import GlossaryTermPage
from news.models import NewsPage
from territori.models import TerritoryPage, Zone


def grow(**sizes: int) -> dict[str, int]:
    """Copies live pages until there are so many of each kind (`KINDS`); says how many pages are live then.

    Copies have a title, an address and a day of their own, spread over five years; events and calls lie
    before and after today.
    """
    for kind, how_many in sizes.items():
        with transaction.atomic():
            KINDS[kind](how_many)
    return {"pages": Page.objects.live().count()}


def _copies(model: type[Any], how_many: int, changes: Callable[[int], dict[str, Any]], **only: Any) -> None:
    originals = list(model.objects.live().filter(locale__language_code="it", **only).order_by("path"))
    sources = itertools.cycle(originals)
    for number in range(len(originals), how_many):
        source = next(sources)
        title = f"{source.title} ({number})"
        slug = f"{source.slug[:40]}-{number}"
        source.copy(
            recursive=False,
            copy_revisions=False,
            keep_live=True,
            log_action=None,
            update_attrs={"title": title, "draft_title": title, "slug": slug, **changes(number)},
        )


def _news(how_many: int) -> None:
    today = timezone.localdate()
    _copies(NewsPage, how_many, lambda number: {"date": today - timedelta(days=number * 5 * 365 // how_many)})


def _events(how_many: int) -> None:
    now = timezone.now()

    def changes(number: int) -> dict[str, Any]:
        begins = now + timedelta(days=90 - number * 5 * 365 // how_many)
        times = {"starts_at": begins, "ends_at": begins + timedelta(hours=3)}
        return {**times, "opens_at": begins - timedelta(days=60), "closes_at": begins - timedelta(days=1)}

    _copies(EventPage, how_many, changes)


def _calls(how_many: int) -> None:
    now = timezone.now()

    def changes(number: int) -> dict[str, Any]:
        closes = now + timedelta(days=60 - number * 5 * 365 // how_many)
        return {"opens_at": closes - timedelta(days=45), "closes_at": closes}

    _copies(CallPage, how_many, changes)


def _terms(how_many: int) -> None:
    _copies(GlossaryTermPage, how_many, lambda number: {"synonyms": f"sinonimo inventato {number}"})


def _zones(how_many: int) -> None:
    # No copy of a zone's page is made: each zone has one.
    first = TerritoryPage.objects.live().filter(locale__language_code="it").order_by("path")[0]
    without_page = iter(Zone.objects.filter(page=None))
    for number in range(TerritoryPage.objects.filter(zone__isnull=False).count(), how_many):
        name, slug = f"Zona inventata {number}", f"zona-inventata-{number}"
        zone = next(without_page, None) or Zone.objects.create(name=name, slug=slug)
        first.get_parent().add_child(
            instance=TerritoryPage(
                title=name, slug=slug, zone=zone, abstract=first.abstract, image=first.image
            )
        )


KINDS = {"zones": _zones, "news": _news, "events": _events, "calls": _calls, "terms": _terms}
