"""The page that lists the health districts."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import HttpRequest
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from portal.blocks import BodyBlock
from portal.edition.memory import remembered
from portal.media.renditions import card_images
from portal.pages.base import BasePage
from portal.pages.fields import StreamField
from portal.pages.narrowing import Narrowing
from territori.pages import finding
from territori.pages.territories import TerritoryPage, with_zone_numbers
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

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Itself, or the way to the page of the zone where it was asked for and there is one alone."""
        asked = finding.asked_in(request)
        if not asked:
            return super().serve(request, *args, **kwargs)
        found = finding.find(asked)
        return redirect(found.only_url) if found.only_url else super().serve(request, found=found)

    def get_context(
        self, request: HttpRequest, *args: Any, found: finding.Found | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        if found is not None:
            context["found"] = found
            # Search engines shall not list what people mistype.
            context["narrowing"] = Narrowing(words=(f"«{found.asked}»",), is_indexable=False)
        context["municipalities"] = finding.offered()
        territories = list(
            with_zone_numbers(TerritoryPage.objects.child_of(self).published())
            .order_by("title")
            .defer_streamfields()
            .prefetch_related(card_images())
        )
        context["territories"] = territories
        # Drawing a card with its picture costs more than reading the page, and there is one for each zone.
        # A picture that is replaced, cut anew or made as AVIF is no change of the edition.
        pictures = frozenset(
            (size.file.name, size.avif.name)
            for page in territories
            if page.image
            for size in page.image.prefetched_renditions
        )
        context["cards"] = lambda: remembered(
            request,
            ("cards of zones", self.pk, get_language(), pictures),
            lambda: render_to_string("includes/card_list.html", {"items": territories}),
        )
        context["map"] = zone_map(territories, self.locale_id)
        context["paths"] = (
            PathPage.objects.child_of(self).published().defer_streamfields().prefetch_related(card_images())
        )
        return context


def zone_map(territories: Iterable[Any], locale_id: int) -> ZoneMap:
    """The schematic map of all zones, with these as their pages in a language; two queries.

    Args:
        territories: pages `with_zone_numbers`.
    """
    zones = {page.pk: page.zone_number for page in territories if page.zone_number is not None}
    open_in = open_calls(zones.values(), locale_id)
    pages = {
        zones[page.pk]: Shown(page.title, page.url or "", open_in[zones[page.pk]])
        for page in territories
        if page.pk in zones
    }
    return drawn(Zone.objects.all(), pages)
