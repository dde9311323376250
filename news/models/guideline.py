"""What a guideline says: its columns, chapters and versions. The pages are in `news.models.guidelines`."""

from dataclasses import replace

from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from news.models.chapters import Chapter, ChaptersBlock, numbered
from portal.blocks.body import anchor
from portal.pages.base import BasePage
from portal.pages.cards import Card
from portal.pages.fields import StreamField
from portal.pages.reading import reading_minutes
from portal.pages.searching import SearchFacts


class GuidelineVersion(Orderable):
    """A version of a guideline: what it changed, and its document where it was kept."""

    page = ParentalKey("news.GuidelinePage", on_delete=models.CASCADE, related_name="versions")
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


class Guideline(BasePage):
    """A document in chapters, with a version."""

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

    class Meta:
        abstract = True

    @property
    def card(self) -> Card:
        return replace(super().card, day=self.published_on, category=self.curated_by)

    @property
    def search_facts(self) -> SearchFacts:
        return SearchFacts(day=self.published_on)

    @property
    def reading_minutes(self) -> int:
        return reading_minutes(self.abstract, self.chapters)

    def table_of_contents(self) -> list[tuple[str, str]]:
        """(fragment, title) of each chapter."""
        return [(anchor(chapter.block), chapter.title) for chapter in self.numbered_chapters()]

    def numbered_chapters(self) -> list[Chapter]:
        return numbered(self.chapters)

    def told_versions(self) -> list[GuidelineVersion]:
        """Those that say which they are, newest first; those without a day below, in their order."""
        told = [version for version in self.versions.select_related("document") if version.is_complete]
        return sorted(
            told, key=lambda one: one.published_on.toordinal() if one.published_on else 0, reverse=True
        )
