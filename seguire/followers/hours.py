"""When letters with what is new are written (Europe/Rome): in the morning, and never at night."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from seguire.followers.models import Frequency

# An hour that clocks never skip nor show twice.
AT = time(8)
# Nothing is written from then on; it waits for the morning.
UNTIL = time(20)


def next_moment(frequency: str, after: datetime) -> datetime:
    """The next morning, or the next Monday's, after a moment."""
    local = timezone.localtime(after)
    day = local.date() if local.time() < AT else local.date() + timedelta(days=1)
    if frequency == Frequency.WEEKLY:
        day += timedelta(days=-day.weekday() % 7)
    return timezone.make_aware(datetime.combine(day, AT))


def is_day(at: datetime) -> bool:
    return AT <= timezone.localtime(at).time() < UNTIL
