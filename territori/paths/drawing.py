"""The phases of a path as a drawing: one bar for each that has a date, months below, a line for today.

All in the drawing's own units, which the style sheet stretches to the width there is: letters stay readable
on a phone because the drawing is no wider than one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format

from territori.paths.timeline import TimelineEntry

WIDTH = 360
# Of one phase, and of its bar; above them stands "oggi", below them the months.
ROW, BAR = 30, 18
HEAD, FOOT = 18, 20
# One phase alone is said better in words.
FEWEST = 2
THINNEST = 8
# As many months as find room below, whatever the years between the first and the last.
MOST_TICKS = 5
# The width that the name of a month takes.
LABEL = 55
MONTHS_OF_A_YEAR = 12
# Every so many months; of more, whole years.
_STEPS = (1, 2, 3, 6)


@dataclass(frozen=True)
class Bar:
    """A phase in the drawing.

    Attributes:
        number: its place in the list of all phases, which the drawing repeats.
        is_open: nobody says when it ends; it is drawn as far as it is certain.
    """

    number: int
    title: str
    x: str
    y: int
    width: str
    is_open: bool
    is_current: bool
    is_over: bool

    @property
    def dashes(self) -> str:
        """The edge of the bar, as `stroke-dasharray` wants it."""
        return "4 3" if self.is_open else "none"

    @property
    def text_y(self) -> int:
        return self.y + BAR - 5

    @property
    def text_x(self) -> str:
        return f"{min(float(self.x) + 4, WIDTH - 14):.1f}"


@dataclass(frozen=True)
class Tick:
    """The beginning of a month or of a year."""

    x: str
    label: str


@dataclass(frozen=True)
class Timetable:
    bars: Sequence[Bar]
    ticks: Sequence[Tick]
    today: str
    height: int
    width: int = WIDTH

    @property
    def foot(self) -> int:
        """Where the bars end and the months begin."""
        return self.height - FOOT

    @property
    def label_y(self) -> int:
        return self.height - 5


class _Span:
    """The whole months from one day to another."""

    def __init__(self, first: date, last: date) -> None:
        self.first = first.replace(day=1)
        self.end = _next_month(last)

    def at(self, day: date) -> float:
        """Where a day begins, from the left."""
        return WIDTH * (day - self.first).days / (self.end - self.first).days

    def months(self) -> list[date]:
        months = []
        month = self.first
        while month < self.end:
            months.append(month)
            month = _next_month(month)
        return months


def timetable(timeline: Sequence[TimelineEntry], today: date) -> Timetable | None:
    """The drawing of the phases whose beginning is known; None for fewer than `FEWEST`.

    Args:
        today: where the line stands, if that is within the months drawn.
    """
    dated = [
        (number, entry, entry.phase.first_day)
        for number, entry in enumerate(timeline, start=1)
        if entry.phase.first_day is not None
    ]
    if len(dated) < FEWEST:
        return None
    ends = [
        max(entry.phase.last_day or entry.phase.begun_by or first, first) for _number, entry, first in dated
    ]
    months = _Span(min(first for _number, _entry, first in dated), max(ends))
    bars = [
        Bar(
            number=number,
            title=entry.phase.title,
            x=f"{months.at(first):.1f}",
            y=HEAD + row * ROW,
            width=f"{max(months.at(end + timedelta(days=1)) - months.at(first), THINNEST):.1f}",
            is_open=entry.phase.last_day is None,
            is_current=entry.is_current,
            is_over=entry.is_over,
        )
        for row, ((number, entry, first), end) in enumerate(zip(dated, ends, strict=True))
    ]
    return Timetable(
        bars=bars,
        ticks=_ticks(months),
        today=f"{months.at(today):.1f}" if months.first <= today < months.end else "",
        height=HEAD + len(bars) * ROW + FOOT,
    )


def _ticks(span: _Span) -> list[Tick]:
    """As many as find room; one too near the edge for its name is left out."""
    months = span.months()
    form = "M Y"
    enough = math.ceil(len(months) / MOST_TICKS)
    step = next((step for step in _STEPS if step >= enough), None)
    if step is None:
        form, step = "Y", math.ceil(enough / MONTHS_OF_A_YEAR)
        months = [month for month in months if month.month == 1]
    return [
        Tick(x=f"{span.at(month):.1f}", label=date_format(month, form).lower())
        for month in months[::step]
        if span.at(month) <= WIDTH - LABEL
    ]


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
