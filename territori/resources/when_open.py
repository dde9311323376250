"""Whether a resource is open on a day: of one that was read, and of all of them as the database is asked.

A day is one of Europe/Rome, from midnight to midnight. Hours that reach past midnight belong to the day on
which they begin, and make the resource open on the next one too; so a holiday or a closure takes its own
hours away and leaves those that began on the eve.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from portal.italian.holidays import is_holiday
from territori.resources.hours import Closure, OpeningHours
from territori.resources.week import Weekday, times_in_words

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Timetable:
    """The hours of one resource.

    Attributes:
        hours: those that are written whole.
        closed_on_holidays: whether public holidays take its hours away.
    """

    hours: tuple[OpeningHours, ...]
    closures: tuple[Closure, ...]
    closed_on_holidays: bool

    def words_on(self, day: date) -> str:
        """When it is open on that day; empty where it is not."""
        begun = self._begun_on(day)
        eve = [
            one
            for one in self._begun_on(day - _DAY)
            # Where it goes on round the clock, no end is told of what began on the eve.
            if one.is_overnight and not any(_goes_on(one, other) for other in begun)
        ]
        until = [_("fino alle %(hour)s") % {"hour": time_format(_times(one)[1], "H:i")} for one in eve]
        return ", ".join([*until, *(times_in_words(*_times(one)) for one in begun)])

    def closures_from(self, day: date) -> list[Closure]:
        """Those that are not over, the next one first."""
        coming = [one for one in self.closures if one.first_day and (one.last_day or one.first_day) >= day]
        return sorted(coming, key=lambda one: one.first_day or day)

    def _begun_on(self, day: date) -> list[OpeningHours]:
        if self._is_closed_on(day):
            return []
        begun = [one for one in self.hours if Weekday.of(day).value in one.days.split()]
        return sorted(begun, key=_times)

    def _is_closed_on(self, day: date) -> bool:
        if self.closed_on_holidays and is_holiday(day):
            return True
        return any(
            one.first_day <= day <= (one.last_day or one.first_day) for one in self.closures if one.first_day
        )


def open_on(day: date) -> Q:
    """Which resources are open on that day."""
    overnight = Q(closes__lte=F("opens"), closes__gt=time.min)
    return _begun_on(day, Q()) | _begun_on(day - _DAY, overnight)


def _begun_on(day: date, such: Q) -> Q:
    hours = OpeningHours.objects.filter(
        such,
        page=OuterRef("pk"),
        days__contains=Weekday.of(day).value,
        opens__isnull=False,
        closes__isnull=False,
    )
    closed = Closure.objects.annotate(until=Coalesce("last_day", "first_day")).filter(
        page=OuterRef("pk"), first_day__lte=day, until__gte=day
    )
    begun = Q(Exists(hours)) & ~Q(Exists(closed))
    return begun & Q(closed_on_holidays=False) if is_holiday(day) else begun


def _goes_on(one: OpeningHours, other: OpeningHours) -> bool:
    """Whether the other lasts the whole day and night, from when the one ends or before."""
    opens, closes = _times(other)
    return opens == closes and opens <= _times(one)[1]


def _times(one: OpeningHours) -> tuple[time, time]:
    return one.opens or time.min, one.closes or time.min
