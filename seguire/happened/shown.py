"""What changed lately on the site beside its news, as the home page tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from candidature.published.history import PageChange
from candidature.published.history import What as Change
from news.models import GuidelineVersion
from portal.pages.visibility import published
from seguire.happened.models import Novelty, What
from seguire.happened.noticing import REACH

# New pages stand in lists of their own.
_TOLD = (
    What.CHANGED,
    What.OUTCOME,
    What.RESULTS,
    What.MOVED,
    What.RELOCATED,
    What.CANCELLED,
    What.RESTORED,
)
# So many of the newest are looked at: several may be of one page.
_MOST_READ = 40


@dataclass(frozen=True)
class Shown:
    """One thing that changed.

    Attributes:
        label: what happened.
        at: when it was noticed; of a version, the day that it names.
    """

    page_id: int
    label: str
    title: str
    url: str
    at: datetime


def lately(locale_id: int, most: int) -> list[Shown]:
    """What happened last to each page that is public in a language, newest first; two queries.

    Args:
        locale_id: of what is told. What happened to a page is told of its translation.
        most: at most so many.
    """
    now = timezone.now()
    found = sorted(
        [*_noticed(locale_id, now), *_versions(locale_id, now)], key=lambda one: one.at, reverse=True
    )
    newest: dict[int, Shown] = {}
    for one in found:
        newest.setdefault(one.page_id, one)
    return list(newest.values())[:most]


def _noticed(locale_id: int, now: datetime) -> Iterable[Shown]:
    change = PageChange.objects.filter(pk=OuterRef("number")).values("what")
    happened = Novelty.objects.filter(what__in=_TOLD, noticed_at__gt=now - REACH)
    rows = published(happened, "page__").annotate(change=Subquery(change), told=Subquery(_told(locale_id)))
    for row in rows.filter(told__isnull=False).order_by("-pk")[:_MOST_READ]:
        page = Page(**row.told)
        # A change that was taken back since is none.
        if row.what != What.CHANGED or row.change:
            label = Change(row.change).label if row.what == What.CHANGED else What(row.what).label
            yield Shown(page.pk, str(label), page.title, page.url or "", row.noticed_at)


def _told(locale_id: int) -> QuerySet[Any]:
    """Of the page of a novelty in a language, where everybody may read it there, as much as is shown."""
    same = Page.objects.filter(translation_key=OuterRef("page__translation_key"), locale=locale_id)
    shown = JSONObject(id="pk", title="title", url_path="url_path")
    told: QuerySet[Any] = published(same.filter(alias_of=None)).order_by().values(shown=shown)
    return told


def _versions(locale_id: int, now: datetime) -> Iterable[Shown]:
    """The versions of guidelines that are in force and are not the first; a translation has its own."""
    earlier = GuidelineVersion.objects.filter(
        page=OuterRef("page"), published_on__lt=OuterRef("published_on")
    )
    days = (timezone.localdate(now - REACH), timezone.localdate(now))
    versions = GuidelineVersion.objects.filter(
        Exists(earlier), published_on__range=days, version=F("page__version"), page__locale=locale_id
    )
    for row in published(versions, "page__").select_related("page").order_by("-published_on")[:_MOST_READ]:
        label = _("Versione %(version)s") % {"version": row.version}
        yield Shown(row.page_id, label, row.page.title, row.page.url or "", _morning(row.published_on))


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
