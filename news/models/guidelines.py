"""Guidelines: documents in chapters, with a version, to read, print and download."""

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.search import index
from wagtail.url_routing import RouteResult

from news.models import guideline_pdf
from news.models.chapters import CHAPTERS, Chapter
from news.models.guideline import Guideline
from portal.blocks import BodyBlock
from portal.media.renditions import card_images
from portal.pages.base import BasePage
from portal.pages.fields import StreamField


class GuidelineIndexPage(BasePage):
    """Lists the guidelines, newest first."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("contenuto"))

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["news.GuidelinePage"]
    max_count = 1
    is_kind_to_search = False

    class Meta:
        verbose_name = _("indice delle linee guida")
        verbose_name_plural = _("indici delle linee guida")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["guidelines"] = (
            GuidelinePage.objects.child_of(self)
            .published()
            .order_by(models.F("published_on").desc(nulls_last=True), "title")
            .defer_streamfields()
            .prefetch_related(card_images())
        )
        return context


class GuidelinePage(Guideline):
    """A guideline document, read on one page or chapter by chapter, and taken away as a document."""

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
        InlinePanel(
            "versions",
            panels=[
                FieldRowPanel([FieldPanel("version"), FieldPanel("published_on")]),
                FieldPanel("changes"),
                FieldPanel("document"),
            ],
            heading=_("Versioni e modifiche"),
            label=_("versione"),
            help_text=_(
                "Una riga per versione, anche quella di ora: chi conosce la precedente legge qui che cosa è "
                "cambiato, e la ritrova se ne alleghi il documento."
            ),
        ),
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

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Its document and its chapters stand below its own address."""
        match path_components:
            case [guideline_pdf.ADDRESS] if self.live:
                return RouteResult(self, kwargs={"as_document": True})
            case [part, slug] if part == CHAPTERS and self.live:
                return RouteResult(self, kwargs={"chapter": slug})
        return super().route(request, path_components)

    def serve(
        self, request: HttpRequest, *args: Any, as_document: bool = False, chapter: str = "", **kwargs: Any
    ) -> Any:
        """The page, its document, or one chapter.

        Raises:
            Http404: there is no such chapter.
        """
        if as_document:
            return guideline_pdf.answer(request, self)
        if not chapter:
            return super().serve(request, *args, **kwargs)
        found = next((one for one in self.numbered_chapters() if one.is_called(chapter)), None)
        if found is None:
            raise Http404
        if found.slug != chapter:
            # It has another title by now.
            return HttpResponseRedirect(f"{self.get_url(request)}{CHAPTERS}/{found.slug}/")
        return super().serve(request, *args, chapter=found, **kwargs)

    def get_template(self, request: HttpRequest, *args: Any, chapter: Any = None, **kwargs: Any) -> str:
        template: str = super().get_template(request, *args, **kwargs)
        return "news/guideline_chapter.html" if chapter else template

    def get_context(
        self, request: HttpRequest, *args: Any, chapter: Chapter | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        chapters = self.numbered_chapters()
        context["chapters"] = chapters
        if chapter is None:
            context["versions"] = self.told_versions()
        else:
            context |= {
                "chapter": chapter,
                "trail": [(above.title, above.url) for above in (self.get_parent(), self)],
                "here": chapter.title,
                "before": chapters[chapter.number - 2] if chapter.number > 1 else None,
                "after": chapters[chapter.number] if chapter.number < len(chapters) else None,
            }
        return context
