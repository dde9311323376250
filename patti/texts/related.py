"""The patti that the page of a zone shows."""

from wagtail.models import Page

from patti.texts.pages import PattoPage
from portal.pages.related import LATEST
from portal.pages.teasers import TeaserGroup
from territori.models import TerritoryPage


def of_zone(page: Page) -> TeaserGroup | None:
    """Those below the page of a zone, the latest first; None for any other page."""
    if not isinstance(page, TerritoryPage):
        return None
    below = PattoPage.objects.child_of(page).published().order_by("-opens_at")[:LATEST]
    return TeaserGroup(below, {"opens_at": "opens_at", "closes_at": "closes_at"})
