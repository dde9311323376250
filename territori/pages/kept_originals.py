"""The Italian page of a zone stays as long as its translations: what they tell of the zone hangs on it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from territori.pages.territories import TerritoryPage


def originals(going: Q) -> Iterable[QuerySet[Any]]:
    """For `portal.editorial.kept_originals`."""
    staying = TerritoryPage.objects.exclude(going).filter(zone__isnull=True).order_by()
    of_them = TerritoryPage.objects.filter(
        zone__isnull=False, translation_key__in=staying.values("translation_key")
    )
    yield of_them.order_by().values("pk")
