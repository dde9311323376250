"""Hours of the day in which nothing is sent that nobody waits for."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

# What would fall into them leaves so long before they begin.
EARLIER = timedelta(hours=1)


@dataclass(frozen=True)
class QuietHours:
    """From one hour of the day to another, perhaps over midnight (Europe/Rome)."""

    begins: time
    ends: time

    def cover(self, at: datetime) -> bool:
        hour = timezone.localtime(at).time()
        if self.begins <= self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends

    def end_after(self, at: datetime) -> datetime:
        """The next moment at which they are over."""
        return _next(self.ends, at)

    def begin_before(self, at: datetime) -> datetime:
        """The last moment at which they began, `at` included."""
        local = timezone.localtime(at)
        day = local.date() if self.begins <= local.time() else local.date() - timedelta(days=1)
        return timezone.make_aware(datetime.combine(day, self.begins))


def is_time(quiet: QuietHours | None, first: datetime, last: datetime, now: datetime) -> bool:
    """Whether `now` is the time for a letter that is of use from one moment to another.

    Never while it is quiet. Where it is quiet all that time, the letter leaves before it begins.
    """
    if quiet is None:
        return first <= now < last
    if quiet.cover(now):
        return False
    if quiet.cover(first) and quiet.end_after(first) >= last:
        begins = quiet.begin_before(first)
        return begins - EARLIER <= now < begins
    return first <= now < last


def _next(hour: time, after: datetime) -> datetime:
    """The first moment at this hour after another. Where clocks skip it, the one that they show instead."""
    local = timezone.localtime(after)
    day = local.date() if local.time() < hour else local.date() + timedelta(days=1)
    found = timezone.make_aware(datetime.combine(day, hour))
    if found > after:
        return found
    # In the hour that clocks show twice, the second time.
    return timezone.make_aware(datetime.combine(day, hour.replace(fold=1)))
