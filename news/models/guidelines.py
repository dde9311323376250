"""Guidelines: documents in chapters, with a version, to read, print and download."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index
from wagtail.url_routing import RouteResult

from news.models import guideline_pdf
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
        chapters = numbered(value)
        pictures = [image for chapter in chapters for image in images_in(chapter.body)]
        prefetch_renditions(pictures, BODY_FILTERS)
        context = {**(context or {}), "links_resolved_later": True, "outline_level": 2}
        html = "\n".join(
            chapter.block.render(
                {**context, "chapter_anchor": anchor(chapter.block), "chapter_number": chapter.number}
            )
            for chapter in chapters
        )
        return resolve_links(mark_safe(html))  # noqa: S308 - joined from rendered templates


def titled(chapters: Any) -> list[Any]:
    """The chapters that have a title: one without cannot be found from the index."""
    return [chapter for chapter in chapters or [] if (chapter.value.get("title") or "").strip()]


def numbered(chapters: Any) -> "list[Chapter]":
    """The chapters that readers see, each with its number."""
    return [Chapter(block, number) for number, block in enumerate(titled(chapters), start=1)]


# Letters of the title, and of the key, that the address of a chapter holds.
LONGEST_SLUG = 60
LETTERS_OF_A_KEY = 8
# The part of the address of a chapter that stands below that of its page.
CHAPTERS = "capitolo"


@dataclass(frozen=True)
class Chapter:
    """A chapter with a title, as the page and its document show it.

    Attributes:
        block: the block of the page.
        number: from 1, as readers count.
    """

    block: Any
    number: int

    @property
    def title(self) -> str:
        return str(self.block.value["title"]).strip()

    @property
    def heading(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def body(self) -> Any:
        return self.block.value.get("body") or []

    @property
    def bound_body(self) -> Any:
        """What a template includes."""
        return self.block.value.bound_blocks["body"]

    @property
    def key(self) -> str:
        """Tells it from the others, whatever its title becomes; empty for one that a program wrote."""
        return str(self.block.id or "").replace("-", "")[:LETTERS_OF_A_KEY]

    @property
    def slug(self) -> str:
        """The last part of its address: its title, and the key that finds it when the title is another."""
        words = slugify(self.title)[:LONGEST_SLUG].strip("-") or "testo"
        return f"{words}-{self.key}" if self.key else words

    @property
    def anchors(self) -> list[str]:
        """The fragments that lead to it and to its blocks on the page of the whole."""
        return [name for name in (anchor(self.block), *map(anchor, self.body)) if name]

    def address_of(self, name: str) -> str:
        """Where one of its `anchors` is, seen from the page of a chapter of the same guideline."""
        return f"../{self.slug}/" if name == anchor(self.block) else f"../{self.slug}/#{name}"

    def is_called(self, slug: str) -> bool:
        """Whether an address means this chapter, whatever its title was when somebody noted it."""
        return slug == self.slug or (bool(self.key) and slug.endswith(f"-{self.key}"))


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
    """A guideline document, read on one page or chapter by chapter, and taken away as a document."""

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

    @property
    def card(self) -> Card:
        return replace(super().card, day=self.published_on, category=self.curated_by)

    @property
    def reading_minutes(self) -> int:
        return reading_minutes(self.abstract, self.chapters)

    def table_of_contents(self) -> list[tuple[str, str]]:
        """(fragment, title) of each chapter."""
        return [(anchor(chapter.block), chapter.title) for chapter in self.numbered_chapters()]

    def numbered_chapters(self) -> list[Chapter]:
        return numbered(self.chapters)

    def told_versions(self) -> "list[GuidelineVersion]":
        """Those that say which they are, newest first; those without a day below, in their order."""
        told = [version for version in self.versions.select_related("document") if version.is_complete]
        return sorted(
            told, key=lambda one: one.published_on.toordinal() if one.published_on else 0, reverse=True
        )

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
        context = super().get_context(request, *args, **kwargs)
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


class GuidelineVersion(Orderable):
    """A version of a guideline: what it changed, and its document where it was kept."""

    page = ParentalKey(GuidelinePage, on_delete=models.CASCADE, related_name="versions")
    version = models.CharField(_("versione"), max_length=40, blank=True)
    published_on = models.DateField(_("data di pubblicazione"), null=True, blank=True)
    changes = models.TextField(
        _("che cosa è cambiato"),
        max_length=1000,
        blank=True,
        help_text=_("Rispetto alla versione precedente, una modifica per riga."),
    )
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("documento di questa versione"),
        help_text=_("Per una versione superata: così resta leggibile."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("versione della linea guida")
        verbose_name_plural = _("versioni della linea guida")

    @property
    def is_complete(self) -> bool:
        """Whether it says which version it is."""
        return bool(self.version.strip())

    @property
    def title(self) -> str:
        """Which version, and of which day."""
        name = gettext("Versione %(version)s") % {"version": self.version.strip()}
        return f"{name}, {date_format(self.published_on, 'j F Y')}" if self.published_on else name
