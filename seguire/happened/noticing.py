"""Looks for what happened since it was looked last, a few queries each time whatever the size of the site.

What is new is a page that everybody may read for the first time, a change of which a call or an event tells
publicly why, an outcome, results, and an event that takes place elsewhere, at another time or not at all. A
page counts once, however often it is taken down and published again.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, TextField
from django.db.models.functions import Cast, Length
from django.utils import timezone
from wagtail.models import Locale, Page

from candidature.models import CallPage
from candidature.pages.kinds import participation_models
from candidature.published.history import PageChange
from eventi.models import EventPage
from eventi.saying import LINK, matters
from news.models import ExperiencePage, GuidelinePage, NewsPage
from portal.pages.visibility import published
from seguire.happened.models import Noticing, Novelty, What
from territori.models import CommunityHousePage, PathPage

# From the last publishing on: what is put right or taken back within it was never new.
PAUSE = timedelta(minutes=10)
# What was noticed longer ago is told to nobody any more, and an older change is none.
REACH = timedelta(days=60)
# Of each kind at once; more wait for the next look.
MOST = 500
_ONLY = 1
_EVENT = (What.PUBLISHED, What.MOVED, What.RELOCATED, What.CANCELLED, What.RESTORED)
# What the database holds for a stream without a block.
_EMPTY = "[]"


def notice(now: datetime | None = None) -> int:
    """Writes what is new since the last look; returns how much. Whoever looks at the same moment waits."""
    now = now or timezone.now()
    with transaction.atomic():
        Noticing.objects.get_or_create(pk=_ONLY)
        Noticing.objects.select_for_update().get(pk=_ONLY)
        found = [*_published(now), *_changed(now), *_filled(now), *_moved(now)]
        Novelty.objects.bulk_create(found, ignore_conflicts=True)
        Noticing.objects.filter(pk=_ONLY).update(at=now)
    return len(found)


def newest() -> int:
    """The number of the last novelty; 0 while there is none. What has that number or less is all committed.

    Nobody ever looked: then all that is there now is nothing new.
    """
    if not Noticing.objects.exists():
        notice()
    return Novelty.objects.aggregate(last=Max("pk"))["last"] or 0


def _kinds() -> list[Any]:
    return [*participation_models(), PathPage, CommunityHousePage, NewsPage, GuidelinePage, ExperiencePage]


def _readable(model: Any, now: datetime) -> Any:
    """Pages of the site's own language that everybody may read and nobody has just changed."""
    rests = Q(last_published_at__lte=now - PAUSE) | Q(last_published_at=None)
    pages = model.objects.filter(rests, locale=Locale.get_default(), alias_of=None)
    return published(pages)


def _without(pages: Any, what: What) -> Any:
    return pages.filter(~Exists(Novelty.objects.filter(page=OuterRef("pk"), what=what)))


def _published(now: datetime) -> Iterable[Novelty]:
    for model in _kinds():
        new = _without(_readable(model, now), What.PUBLISHED).order_by("first_published_at", "pk")
        if model is EventPage:
            # What is over is no appointment any more, though it comes to the archive only now.
            new = new.exclude(ends_at__lte=now).exclude(ends_at=None, starts_at__lte=now)
        for page in new.defer_streamfields()[:MOST]:
            yield Novelty(page_id=page.pk, what=What.PUBLISHED, facts=_facts(page))


def _changed(now: datetime) -> Iterable[Novelty]:
    """What was changed while people could read it, where they are told why."""
    told = Novelty.objects.filter(page=OuterRef("page"), what=What.CHANGED, number=OuterRef("pk"))
    changes = PageChange.objects.exclude(note="").filter(
        ~Exists(told), at__gt=now - REACH, at__lte=now - PAUSE, page__in=published(Page.objects.all())
    )
    for pk, page_id in changes.order_by("at", "pk").values_list("pk", "page_id")[:MOST]:
        yield Novelty(page_id=page_id, what=What.CHANGED, number=pk)


def _filled(now: datetime) -> Iterable[Novelty]:
    """Outcomes and results that are there for the first time."""
    parts: list[tuple[Any, str, What]] = [
        (CallPage, "outcome", What.OUTCOME),
        (PathPage, "results", What.RESULTS),
    ]
    for model, name, what in parts:
        written = Length(Cast(name, TextField()))
        pages = _without(_readable(model, now), what).annotate(written=written)
        for pk in pages.filter(written__gt=len(_EMPTY)).order_by("pk").values_list("pk", flat=True)[:MOST]:
            yield Novelty(page_id=pk, what=what)


def _moved(now: datetime) -> Iterable[Novelty]:
    """Events to come of which something else is said than when they were noticed last."""
    coming = Q(starts_at__gt=now) | Q(ends_at__gt=now)
    events = {page.pk: page for page in _readable(EventPage, now).filter(coming).defer_streamfields()}
    last: dict[int, Novelty] = {}
    for one in Novelty.objects.filter(page__in=events, what__in=_EVENT).order_by("pk"):
        last[one.page_id] = one
    for pk, before in last.items():
        facts = _facts(events[pk])
        if facts != before.facts:
            yield Novelty(page_id=pk, what=_kind(before.facts, facts), number=before.number + 1, facts=facts)


def _facts(page: Page) -> dict[str, Any]:
    """What an event says of when and where, without what only its guests know."""
    if not isinstance(page, EventPage):
        return {}
    facts = matters(page)
    del facts[LINK]
    return facts


def _kind(before: dict[str, Any], after: dict[str, Any]) -> What:
    if after["cancelled"]:
        return What.CANCELLED
    if before.get("cancelled"):
        return What.RESTORED
    when = ("starts_at", "ends_at")
    return What.MOVED if any(before.get(name) != after[name] for name in when) else What.RELOCATED
