"""Participatory paths ("percorsi"): goals, who takes part, phases, documents and results."""

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from portal.blocks import BodyBlock, DocumentListBlock
from portal.blocks.text import TEXT_FEATURES
from portal.media.renditions import attach_card_images
from portal.pages.base import BasePage
from portal.pages.fields import StreamField
from portal.pages.related import related_teasers
from portal.pages.searching import SearchFacts
from portal.pages.teasers import load_unpictured
from portal.pages.translations import in_spoken_language
from portal.pages.visibility import published, readable
from portal.web.middleware import is_preview
from territori.organisations.models import Organisation
from territori.paths.drawing import timetable
from territori.paths.timeline import TimelineEntry, documents_of


class PathPage(BasePage):
    """One participatory path in one or more zones."""

    goals = RichTextField(_("obiettivi"), features=TEXT_FEATURES, blank=True)
    territories = ParentalManyToManyField(
        "territori.TerritoryPage",
        blank=True,
        related_name="path_pages",
        verbose_name=_("territori"),
        help_text=_("Il percorso compare anche nelle pagine di questi territori."),
    )
    community_house = models.ForeignKey(
        "territori.CommunityHousePage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="path_pages",
        verbose_name=_("Casa della Comunità"),
        help_text=_("Se il percorso riguarda una casa in particolare."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("contenuto"))
    documents = StreamField([("documents", DocumentListBlock())], blank=True, verbose_name=_("documenti"))
    expected_results = RichTextField(
        _("risultati attesi"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Che cosa ci si aspetta: sta accanto a ciò che poi si è raggiunto."),
    )
    results = StreamField(BodyBlock(), blank=True, verbose_name=_("risultati raggiunti"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("goals"),
        FieldPanel("territories", widget=forms.CheckboxSelectMultiple),
        FieldPanel("community_house"),
        InlinePanel("participants", label=_("Soggetto"), heading=_("Soggetti coinvolti")),
        InlinePanel("phases", label=_("Fase"), heading=_("Fasi")),
        FieldPanel("body"),
        FieldPanel("documents"),
        FieldPanel("expected_results"),
        FieldPanel("results"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("goals"),
        index.SearchField("body"),
        index.SearchField("expected_results"),
        index.SearchField("results"),
        index.RelatedFields(
            "phases",
            [index.SearchField("title"), index.SearchField("description"), index.SearchField("done")],
        ),
        index.RelatedFields(
            "participants", [index.RelatedFields("organisation", [index.SearchField("name")])]
        ),
    ]

    read_with = (*BasePage.read_with, "community_house")
    parent_page_types: ClassVar[list[str]] = ["territori.TerritoryIndexPage", "territori.TerritoryPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("percorso")
        verbose_name_plural = _("percorsi")

    @property
    def search_facts(self) -> SearchFacts:
        # Those that stand below a territory are its own, whatever else is ticked.
        above = self.get_parent().pk
        return SearchFacts(zones=(above, *(page.pk for page in self.territories.all())))

    def timeline(self) -> list[TimelineEntry]:
        """The phases in the editor's order, each with its state today (Europe/Rome)."""
        today = timezone.localdate()
        phases = [phase for phase in self.phases.all() if phase.title]
        documents = documents_of(phases)
        return [
            TimelineEntry(phase, phase.state(today), documents[place]) for place, phase in enumerate(phases)
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        timeline = self.timeline()
        context["timeline"] = timeline
        context["drawing"] = timetable(timeline, timezone.localdate())
        context["current_phases"] = [entry.phase for entry in timeline if entry.is_current]
        context["territories"], context["house"] = self._around(is_preview(request))
        context["participants"] = [
            participant
            for participant in self.participants.select_related("organisation__logo")
            if participant.organisation
        ]
        logos = [one.organisation.logo for one in context["participants"]]
        context["has_documents"] = any(any(block.value.get("documents") or []) for block in self.documents)
        related = load_unpictured(**related_teasers(self))
        # News are shown by their titles.
        pictured = (teaser for name in related if name != "news" for teaser in related[name])
        attach_card_images(pictured, [self.image, *logos])
        context |= related
        return context

    def _around(self, is_draft: bool) -> tuple[list[Any], Any]:
        """The territories and the house that everybody may read; one query, or two for a draft or a house.

        On a translation one more, for those that are translated too.
        """
        # A draft holds its choices in memory.
        territories = list(self.territories.all() if is_draft else published(self.territories.all()))
        territories = in_spoken_language(territories)
        house = self.community_house
        if is_draft:
            territories = readable(territories)
        return territories, next(iter(in_spoken_language(readable([house]))), None)


class PathParticipant(Orderable):
    """An organisation and what it does in a path."""

    public_addresses = ("organisation__website",)

    class Role(models.TextChoices):
        PROMOTER = "promoter", _("Promotore")
        COORDINATOR = "coordinator", _("Coordinamento")
        TECHNICAL_SUPPORT = "technical_support", _("Supporto tecnico")
        PARTNER = "partner", _("Partner")

    page = ParentalKey(PathPage, on_delete=models.CASCADE, related_name="participants")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("soggetto")
    )
    role = models.CharField(_("ruolo"), max_length=20, choices=Role.choices, default=Role.PARTNER)

    panels = [FieldRowPanel([FieldPanel("organisation"), FieldPanel("role")])]

    class Meta(Orderable.Meta):
        verbose_name = _("soggetto coinvolto")
        verbose_name_plural = _("soggetti coinvolti")

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"
