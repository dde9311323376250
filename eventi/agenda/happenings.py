"""What a calendar holds: events by their days, and first and last moments of what is answered or signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any

from django.db.models import Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.pages.kinds import participation_models
from candidature.pages.participation import ParticipationPage
from eventi.pages import EventPage
from portal.pages.base import BasePage
from portal.pages.terms import with_terms
from portal.pages.translations import same_as

# Of each kind; more than any office holds in the years that one looks at.
MOST = 500
# The least that a database tells apart: what ends at a moment goes on until so much before it.
INSTANT = timedelta(microseconds=1)


class What(StrEnum):
    EVENT = "event"
    OPENS = "opens"
    CLOSES = "closes"


LABELS = {What.EVENT: _("Appuntamento"), What.OPENS: _("Apre"), What.CLOSES: _("Scade")}


@dataclass(frozen=True)
class Happening:
    """One line of the calendar.

    Attributes:
        at: when it begins, or the moment of a term.
        until: when an event ends, if that is known.
        page: what it is about, without its body.
    """

    what: What
    at: datetime
    until: datetime | None
    page: BasePage

    @property
    def label(self) -> str:
        return str(LABELS[self.what])

    @property
    def is_event(self) -> bool:
        return self.what is What.EVENT

    @property
    def is_last_moment(self) -> bool:
        return self.what is What.CLOSES

    @property
    def is_within_a_day(self) -> bool:
        return self.until is not None and self.last_day == self.day

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)

    @property
    def last_day(self) -> date:
        """The last day on which it is still going on: what ends at midnight is over the evening before."""
        if self.until is None:
            return self.day
        return max(self.day, timezone.localdate(self.until - INSTANT))


@dataclass(frozen=True)
class Wanted:
    """Whose calendar: that of one language, and of a territory or a path where one was chosen (by id)."""

    locale_id: int
    territory: int | None = None
    path: int | None = None

    def among(self, model: type[ParticipationPage]) -> Any:
        pages = model.objects.published().filter(locale=self.locale_id)
        if self.territory is not None:
            pages = pages.filter(territories__in=same_as(self.territory))
        return pages if self.path is None else pages.filter(path_page__in=same_as(self.path))


def happenings(wanted: Wanted, start: datetime, end: datetime | None = None) -> list[Happening]:
    """All that is going on from `start` until before `end` (none: whatever is known), soonest first.

    One query for events and one for each other kind of page. A term that is suspended, that has no day any
    more, or before which nobody is taken any more, is none.
    """
    now = timezone.now()
    events = wanted.among(EventPage).filter(Q(ends_at__gt=start) | Q(starts_at__gte=start))
    if end is not None:
        events = events.filter(starts_at__lt=end)
    found = [
        Happening(What.EVENT, page.starts_at, page.ends_at, page)
        for page in events.exclude(starts_at=None).order_by("starts_at").defer_streamfields()[:MOST]
    ]
    for pages in _all_with_terms(wanted, now):
        for page in pages.filter(_moved_between(start, end)).defer_streamfields()[:MOST]:
            found += [
                Happening(what, at, None, page)
                for what, at in ((What.OPENS, page.opens_at), (What.CLOSES, page.closes_at))
                if at is not None and at >= start and (end is None or at < end)
            ]
    return sorted(found, key=lambda one: (one.at, one.what, one.page.pk))


def first_and_last(wanted: Wanted) -> tuple[datetime, datetime] | None:
    """The first and the last moment of all; None where there is nothing. A query for each kind of page."""
    now = timezone.now()
    events = (
        wanted.among(EventPage)
        .exclude(starts_at=None)
        .order_by()
        .aggregate(first=Min("starts_at"), last=Max("starts_at"), end=Max("ends_at"))
    )
    moments = [events["first"], events["last"], events["end"] and events["end"] - INSTANT]
    # Of some pages only one of the two is known.
    edges = [edge(name) for edge in (Min, Max) for name in ("opens_at", "closes_at")]
    for pages in _all_with_terms(wanted, now):
        moments += pages.order_by().aggregate(*edges).values()
    known = [moment for moment in moments if moment is not None]
    return (min(known), max(known)) if known else None


def by_day(found: Iterable[Happening], first: date) -> list[tuple[date, list[Happening]]]:
    """By the day on which each begins; what had begun before `first` stands there."""
    return [(day, list(of_day)) for day, of_day in groupby(found, key=lambda one: max(one.day, first))]


def _all_with_terms(wanted: Wanted, now: datetime) -> list[Any]:
    """A query set for each kind. Of an event the day matters; its page says until when one signs up."""
    answered = [_terms(wanted, model, now) for model in participation_models() if model is not EventPage]
    # What other apps have belongs to territories, and to no path.
    others = with_terms(wanted.locale_id, wanted.territory) if wanted.path is None else []
    return [*answered, *others]


def _terms(wanted: Wanted, model: type[ParticipationPage], now: datetime) -> Any:
    return (
        wanted.among(model)
        .filter(concluded=False)
        .exclude(model.is_suspended_at(now))
        .exclude(model.is_full_at(now))
    )


def _moved_between(start: datetime, end: datetime | None) -> Q:
    opens, closes = Q(opens_at__gte=start), Q(closes_at__gte=start)
    if end is not None:
        opens, closes = opens & Q(opens_at__lt=end), closes & Q(closes_at__lt=end)
    return opens | closes
