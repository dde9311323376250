"""Ordinary pages: programme, contacts, legal notes."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from portal.blocks import BodyBlock
from portal.blocks.body import questions_in, sections
from portal.machines.structured import questions
from portal.media.renditions import card_images
from portal.pages.base import BasePage
from portal.pages.fields import StreamField


class StandardPage(BasePage):
    """A page of text, which may hold others below it."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("contenuto"))

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]

    class Meta:
        verbose_name = _("pagina")
        verbose_name_plural = _("pagine")

    def structured(self, root: str, address: str) -> list[dict[str, Any]]:
        return questions(questions_in(self.body))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["sections"] = sections(self.body)
        context["children"] = (
            StandardPage.objects.child_of(self)
            .published()
            .order_by("path")
            .defer_streamfields()
            .prefetch_related(card_images())
        )
        return context
