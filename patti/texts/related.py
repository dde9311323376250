"""The patti that the page of a zone shows, and those of which the calendar tells when they are signed."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
from django.utils import timezone
from wagtail.models import Page

from patti.texts.pages import PattoPage
from portal.pages.related import LATEST, nearest_first
from portal.pages.teasers import TeaserGroup
from portal.pages.translations import same_as
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


def with_terms(locale_id: int, territory: int | None) -> QuerySet[Any]:
    """Those of a language, and of the zones below whose page they stand where one is given."""
    patti: QuerySet[Any] = PattoPage.objects.published().filter(locale=locale_id, alias_of=None)
    if territory is None:
        return patti
    above = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - PattoPage.steplen)
    return patti.filter(Exists(Page.objects.filter(pk__in=same_as(territory), path=above)))
