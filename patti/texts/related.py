"""The patti that the page of a zone shows."""

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from patti.texts.pages import PattoPage
from portal.pages.related import LATEST, nearest_first
from portal.pages.teasers import TeaserGroup
from territori.models import TerritoryPage


def of_zone(page: Page) -> TeaserGroup | None:
    """Those below a zone's page: what can be signed or will be, then the rest; None for any other page."""
    if not isinstance(page, TerritoryPage):
        return None
    below = PattoPage.objects.child_of(page).published()
    is_over = Q(closes_at__lte=timezone.now())
    return TeaserGroup(
        nearest_first(below, "closes_at", is_over)[:LATEST],
        {"opens_at": "opens_at", "closes_at": "closes_at"},
    )
