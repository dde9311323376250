"""What a page tells the site search of itself, beside its words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone


@dataclass(frozen=True)
class SearchFacts:
    """By what results are narrowed.

    Attributes:
        day: the day it is about or was written, Europe/Rome; none for pages that have no date. Results are
            narrowed by its year.
        zones: the pages of territories it is about, by number.
        topics: its topics, by number.
    """

    day: date | None = None
    zones: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()


def day_of(moment: datetime | None) -> date | None:
    """The day of a moment, Europe/Rome."""
    return timezone.localdate(moment) if moment else None
