"""Guidelines: documents in chapters, with a version, to read, print and download."""

from dataclasses import replace
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from portal.blocks import BodyBlock
from portal.blocks.body import anchor, images_in
from portal.media.renditions import BODY_FILTERS, card_images, prefetch_renditions
from portal.pages.base import BasePage
from portal.pages.cards import Card
from portal.pages.fields import StreamField
from portal.pages.links import resolve_links
from portal.pages.reading import reading_minutes


class ChapterBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=160, label=_("Titolo del capitolo"))
    body = BodyBlock(label=_("Contenuto"))

    class Meta:
        icon = "doc-full-inverse"
        label = _("Capitolo")
        template = "news/blocks/chapter.html"


class ChaptersBlock(blocks.StreamBlock):
    """Chapters one after the other; pictures and links of all of them are fetched together."""

    chapter = ChapterBlock()

    class Meta:
        required = False

    def render_basic(self, value: blocks.StreamValue, context: dict[str, Any] | None = None) -> SafeString:
        chapters = list(value or [])
        pictures = [image for chapter in chapters for image in images_in(chapter.value.get("body") or [])]
        prefetch_renditions(pictures, BODY_FILTERS)
        context = {**(context or {}), "links_resolved_later": True, "outline_level": 2}
        html = "\n".join(
            chapter.render({**context, "chapter_anchor": anchor(chapter), "chapter_number": number})
            for number, chapter in enumerate(titled(chapters), start=1)
        )
        return resolve_links(mark_safe(html))  # noqa: S308 - joined from rendered templates


def titled(chapters: Any) -> list[Any]:
    """The chapters that have a title: one without cannot be found from the index."""
    return [chapter for chapter in chapters or [] if (chapter.value.get("title") or "").strip()]


class GuidelineIndexPage(BasePage):
    """Lists the guidelines, newest first."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("contenuto"))

    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["news.GuidelinePage"]
    max_count = 1
    is_kind_to_search = False

    class Meta:
        verbose_name = _("indice delle linee guida")
        verbose_name_plural = _("indici delle linee guida")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["guidelines"] = (
            GuidelinePage.objects.child_of(self)
            .published()
            .order_by(models.F("published_on").desc(nulls_last=True), "title")
            .defer_streamfields()
            .prefetch_related(card_images())
        )
        return context


class GuidelinePage(BasePage):
    """A guideline document, read on one page."""

    version = models.CharField(_("versione"), max_length=40, blank=True)
    published_on = models.DateField(_("data di pubblicazione"), null=True, blank=True)
    curated_by = models.CharField(_("a cura di"), max_length=200, blank=True)
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("documento da scaricare"),
    )
    chapters = StreamField(ChaptersBlock(), blank=True, verbose_name=_("capitoli"))

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("version"), FieldPanel("published_on")]),
                FieldPanel("curated_by"),
                FieldPanel("document"),
            ],
            heading=_("Il documento"),
        ),
        FieldPanel("chapters"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("curated_by"),
        index.SearchField("chapters"),
        index.FilterField("published_on"),
    ]

    parent_page_types: ClassVar[list[str]] = ["news.GuidelineIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("linea guida")
        verbose_name_plural = _("linee guida")

    @property
    def card(self) -> Card:
        return replace(super().card, day=self.published_on, category=self.curated_by)

    @property
    def reading_minutes(self) -> int:
        return reading_minutes(self.abstract, self.chapters)

    def table_of_contents(self) -> list[tuple[str, str]]:
        """(fragment, title) of each chapter."""
        return [(anchor(chapter), chapter.value["title"].strip()) for chapter in titled(self.chapters)]
