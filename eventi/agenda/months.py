"""A month as a calendar on a wall shows it, by the clocks of Italy."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.utils import timezone

from eventi.agenda.happenings import Happening

_WRITTEN = re.compile(r"([0-9]{4})-([0-9]{2})")
# Whatever an address says: a calendar that can be turned for ever would be read for ever by a robot.
_YEARS = range(2000, 2100)


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def written(cls, text: str) -> Self | None:
        """The month of an address such as `2026-12`; None for what is none."""
        found = _WRITTEN.fullmatch(text)
        if found is None:
            return None
        year, number = int(found[1]), int(found[2])
        return cls(year, number) if year in _YEARS and 1 <= number <= 12 else None

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def begins(self) -> datetime:
        return timezone.make_aware(datetime(self.year, self.number, 1))

    @property
    def next(self) -> "Month":
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def previous(self) -> "Month":
        return Month(self.year - (self.number == 1), (self.number - 2) % 12 + 1)


@dataclass(frozen=True)
class Day:
    """A square of the month; without a day of its own before the first and after the last."""

    day: date | None
    is_today: bool
    happenings: list[Happening]

    @property
    def listed_on(self) -> date | None:
        """The day under which the list below the month names the last of them to begin: this day, where
        anything begins on it. What began before the month stands there at its first day."""
        if not self.happenings or self.day is None:
            return None
        return max(self.happenings[-1].day, self.day.replace(day=1))


_NO_DAY = Day(day=None, is_today=False, happenings=[])


def weeks(month: Month, found: list[Happening], today: date) -> list[list[Day]]:
    """The weeks of the month, Monday first, each day with what is going on."""
    spans = [(one.day, one.last_day, one) for one in found]

    def square(day: date) -> Day:
        if Month.of(day) != month:
            return _NO_DAY
        return Day(day, day == today, [one for first, last, one in spans if first <= day <= last])

    whole = calendar.Calendar().monthdatescalendar(month.year, month.number)
    return [[square(day) for day in week] for week in whole]
