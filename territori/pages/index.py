"""The page that lists the health districts."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from portal.blocks import BodyBlock
from portal.media.renditions import card_images
from portal.pages.base import BasePage
from portal.pages.fields import StreamField
from territori.pages.territories import TerritoryPage
from territori.paths.pages import PathPage
from territori.zones.models import Zone
from territori.zones.open_now import open_calls
from territori.zones.tiles import Shown, ZoneMap, drawn


class TerritoryIndexPage(BasePage):
    """Lists the health districts that take part."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("contenuto"))

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["territori.TerritoryPage", "territori.PathPage"]
    max_count = 1
    is_kind_to_search = False

    class Meta:
        verbose_name = _("indice dei territori")
        verbose_name_plural = _("indici dei territori")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        territories = list(
            TerritoryPage.objects.child_of(self)
            .published()
            .order_by("title")
            .defer_streamfields()
            .prefetch_related(card_images())
        )
        context["territories"] = territories
        context["map"] = zone_map(territories)
        context["paths"] = (
            PathPage.objects.child_of(self).published().defer_streamfields().prefetch_related(card_images())
        )
        return context


def zone_map(territories: list[TerritoryPage]) -> ZoneMap:
    """The schematic map of all zones, with these as the pages of theirs; two queries."""
    open_in = open_calls([page.pk for page in territories])
    pages = {
        page.zone_id: Shown(page.title, page.url or "", open_in[page.pk])
        for page in territories
        if page.zone_id
    }
    return drawn(Zone.objects.all(), pages)
