"""Which territories have calls that are open at this moment."""

from collections import Counter
from collections.abc import Collection

from django.db.models import F

from candidature.pages.calls import CallPage
from candidature.pages.standings import standing_of, with_facts


def by_territory(territories: Collection[int]) -> dict[int, int]:
    """How many open calls name each of these pages, in its language; those of which none is are left out."""
    named = CallPage.objects.published().filter(territories__in=territories, locale=F("territories__locale"))
    calls = with_facts(named).annotate(territory=F("territories")).defer_streamfields()
    return Counter(call.territory for call in calls if standing_of(call).is_open)
