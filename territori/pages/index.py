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
        context["territories"] = (
            TerritoryPage.objects.child_of(self)
            .published()
            .order_by("title")
            .select_related("zone")
            .defer_streamfields()
            .prefetch_related(card_images(), "zone__municipalities")
        )
        context["paths"] = (
            PathPage.objects.child_of(self).published().defer_streamfields().prefetch_related(card_images())
        )
        return context
