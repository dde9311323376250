"""What changed lately on the site beside its news, as the home page tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

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
    """What happened last to each public page of a language, newest first; two queries.

    Args:
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
    told = Novelty.objects.filter(what__in=_TOLD, noticed_at__gt=now - REACH, page__locale=locale_id)
    rows = published(told, "page__").select_related("page").annotate(change=Subquery(change))
    for row in rows.order_by("-pk")[:_MOST_READ]:
        # A change that was taken back since is none.
        if row.what != What.CHANGED or row.change:
            label = Change(row.change).label if row.what == What.CHANGED else What(row.what).label
            yield Shown(row.page_id, str(label), row.page.title, row.page.url or "", row.noticed_at)


def _versions(locale_id: int, now: datetime) -> Iterable[Shown]:
    """The versions of guidelines that are in force and are not the first."""
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
