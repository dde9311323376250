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
from territori.organisations.models import Organisation
from territori.paths.drawing import timetable
from territori.paths.phases import DatedPhase
from territori.paths.timeline import TimelineEntry


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
    results = StreamField(BodyBlock(), blank=True, verbose_name=_("risultati"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("goals"),
        FieldPanel("territories", widget=forms.CheckboxSelectMultiple),
        FieldPanel("community_house"),
        InlinePanel("participants", label=_("Soggetto"), heading=_("Soggetti coinvolti")),
        InlinePanel("phases", label=_("Fase"), heading=_("Fasi")),
        FieldPanel("body"),
        FieldPanel("documents"),
        FieldPanel("results"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("goals"),
        index.SearchField("body"),
        index.SearchField("results"),
        index.RelatedFields("phases", [index.SearchField("title"), index.SearchField("description")]),
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
        return [TimelineEntry(phase, phase.state(today)) for phase in self.phases.all() if phase.title]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        timeline = self.timeline()
        context["timeline"] = timeline
        context["drawing"] = timetable(timeline, timezone.localdate())
        context["current_phases"] = [entry.phase for entry in timeline if entry.is_current]
        # `ParentalManyToManyField` holds drafts' choices in memory, so the public ones are picked here.
        context["territories"] = [page for page in self.territories.all() if page.live]
        context["participants"] = [
            participant
            for participant in self.participants.select_related("organisation")
            if participant.organisation
        ]
        context["has_documents"] = any(any(block.value.get("documents") or []) for block in self.documents)
        related = load_unpictured(**related_teasers(self))
        # News are shown by their titles.
        attach_card_images(teaser for name in related if name != "news" for teaser in related[name])
        context |= related
        return context


class Phase(DatedPhase, Orderable):
    """A step of a path."""

    page = ParentalKey(PathPage, on_delete=models.CASCADE, related_name="phases")
    title = models.CharField(_("titolo"), max_length=160)
    description = RichTextField(_("descrizione"), features=TEXT_FEATURES, blank=True)

    panels = [
        FieldPanel("title"),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("start"), FieldPanel("start_precision")]),
        FieldRowPanel([FieldPanel("end"), FieldPanel("end_precision")]),
        FieldPanel("date_note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("fase")
        verbose_name_plural = _("fasi")

    def __str__(self) -> str:
        return self.title


class PathParticipant(Orderable):
    """An organisation and what it does in a path."""

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
