"""Which calls are open at a moment, and which zones have some."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db.models import F

from candidature.pages.calls import CallPage
from candidature.pages.standings import standing_of, with_facts


def soonest(locale_id: int, at: datetime, most: int) -> list[int]:
    """The numbers of the public calls of a language that take answers at a moment, soonest deadline first.

    What is suspended, full or not ready is not open, whatever its dates say. One query.
    """
    in_time = CallPage.objects.published().filter(locale=locale_id, opens_at__lte=at, closes_at__gt=at)
    calls = with_facts(in_time.defer_streamfields()).order_by("closes_at", "pk")
    return [call.pk for call in calls if standing_of(call, at).is_open][:most]


def by_zone(zones: Collection[int], locale_id: int) -> dict[int, int]:
    """How many open calls of a language are about each of these zones; those without any are left out."""
    named = CallPage.objects.published().filter(territories__zone__in=zones, locale=locale_id)
    calls = with_facts(named).annotate(zone=F("territories__zone")).defer_streamfields()
    return Counter(call.zone for call in calls if standing_of(call).is_open)
