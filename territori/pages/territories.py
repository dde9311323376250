"""The public pages of the territory: index, health districts and community houses."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PageQuerySet
from wagtail.search import index

from portal.blocks import BodyBlock, ContactsBlock
from portal.blocks.text import TEXT_FEATURES
from portal.pages.copying import DraftCopyForm
from portal.pages.fields import StreamField
from portal.pages.base import BasePage
from portal.media.renditions import card_images
from portal.pages.teasers import TeaserGroup, load_teasers
from portal.pages.visibility import published
from territori.zones.models import Municipality, Zone

# A territory page shows the newest of each kind and leaves the rest to the indexes.
LATEST = 6


class TerritoryIndexPage(BasePage):
    """Lists the health districts that take part."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("contenuto"))

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["territori.TerritoryPage", "territori.PathPage"]
    max_count = 1

    class Meta:
        verbose_name = _("indice dei territori")
        verbose_name_plural = _("indici dei territori")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from territori.paths.pages import PathPage

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


class TerritoryPage(BasePage):
    """The page of a health district: who runs it, whom it gathers, and what happens there."""

    zone = models.OneToOneField(
        Zone,
        on_delete=models.PROTECT,
        null=True,
        related_name="page",
        verbose_name=_("zona-distretto"),
        help_text=_("I comuni elencati nella pagina sono quelli della zona."),
    )
    asl = models.CharField(_("azienda sanitaria (ASL)"), max_length=160, blank=True)
    sds = models.CharField(
        _("Società della Salute"),
        max_length=160,
        blank=True,
        help_text=_("Solo se nella zona esiste: non è un altro nome della zona."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("contenuto"))
    committee = RichTextField(_("Comitato di Partecipazione"), features=TEXT_FEATURES, blank=True)
    contacts = StreamField([("contacts", ContactsBlock())], blank=True, verbose_name=_("contatti"))

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("zone"), FieldPanel("asl"), FieldPanel("sds")], heading=_("Zona-distretto")
        ),
        FieldPanel("body"),
        FieldPanel("committee"),
        FieldPanel("contacts"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("asl"),
        index.SearchField("sds"),
        index.SearchField("body"),
        index.SearchField("committee"),
        index.RelatedFields("zone", [index.SearchField("name")]),
        index.FilterField("zone"),
    ]

    parent_page_types: ClassVar[list[str]] = ["territori.TerritoryIndexPage"]
    subpage_types: ClassVar[list[str]] = ["territori.CommunityHousePage", "territori.PathPage"]
    # Two pages cannot describe one zone, so a copy starts without, hence as a draft.
    exclude_fields_in_copy = ["zone"]
    copy_form_class = DraftCopyForm

    class Meta:
        verbose_name = _("territorio")
        verbose_name_plural = _("territori")

    def municipalities(self) -> models.QuerySet[Municipality]:
        """The municipalities of the zone; none while no zone is chosen."""
        return (
            Municipality.objects.filter(zone_id=self.zone_id) if self.zone_id else Municipality.objects.none()
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from territori.paths.pages import PathPage

        context = super().get_context(request, *args, **kwargs)
        houses = CommunityHousePage.objects.child_of(self).published().order_by("title")
        paths = PathPage.objects.child_of(self)
        groups = participation_teasers(self)
        if self.pk:
            named = models.Q(pk__in=self.path_pages.values("pk"))
            paths = PathPage.objects.filter(named | models.Q(pk__in=paths.values("pk")))
            groups["news"] = TeaserGroup(_related(self.newspages, "-date"), {"day": "date"})
        context |= load_teasers(
            houses=TeaserGroup(houses, {}),
            paths=TeaserGroup(paths.published().order_by("title"), {}),
            **groups,
        )
        return context


def participation_teasers(page: Page) -> dict[str, TeaserGroup]:
    """The calls and events that name `page`, newest first.

    Other apps point at territories and paths, which only know the name of the way back. Nothing points
    yet at a page that is previewed before its first save.
    """
    if not page.pk:
        return {}
    window = {"opens_at": "opens_at", "closes_at": "closes_at"}
    return {
        "calls": TeaserGroup(_related(page.callpages, "-closes_at"), window),
        "events": TeaserGroup(_related(page.eventpages, "-starts_at"), {**window, "starts_at": "starts_at"}),
    }


def _related(manager: Any, ordering: str) -> PageQuerySet:
    return published(manager.all()).order_by(ordering)[:LATEST]


class ServiceBlock(blocks.StructBlock):
    name = blocks.CharBlock(required=False, max_length=160, label=_("Servizio"))
    description = blocks.TextBlock(required=False, rows=2, label=_("Descrizione"))

    class Meta:
        icon = "clipboard-list"
        label = _("Servizio")


class CommunityHousePage(BasePage):
    """A Casa della Comunità: where it is, whom it serves and whether it is open."""

    class OpeningState(models.TextChoices):
        PLANNED = "planned", _("In programma")
        UNDER_CONSTRUCTION = "under_construction", _("In costruzione")
        PARTLY_OPEN = "partly_open", _("Aperta in parte")
        OPEN = "open", _("Aperta")
        SUSPENDED = "suspended", _("Chiusa temporaneamente")

    address = models.CharField(_("indirizzo"), max_length=200, blank=True)
    municipalities = ParentalManyToManyField(
        Municipality, blank=True, related_name="community_houses", verbose_name=_("comuni serviti")
    )
    opening_state = models.CharField(
        _("stato di apertura"),
        max_length=20,
        choices=OpeningState.choices,
        blank=True,
        help_text=_("Se non è noto, lascia vuoto: la pagina dirà che il dato non è disponibile."),
    )
    opening_note = models.CharField(
        _("nota sull’apertura"),
        max_length=200,
        blank=True,
        help_text=_("Per esempio: apertura prevista nel 2027."),
    )
    opening_hours = models.TextField(_("orari"), blank=True)
    services = StreamField([("service", ServiceBlock())], blank=True, verbose_name=_("servizi"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("contenuto"))
    contacts = StreamField([("contacts", ContactsBlock())], blank=True, verbose_name=_("contatti"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("address"),
        FieldPanel("municipalities"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("opening_state"), FieldPanel("opening_note")]),
                FieldPanel("opening_hours"),
            ],
            heading=_("Apertura"),
        ),
        FieldPanel("services"),
        FieldPanel("body"),
        FieldPanel("contacts"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("address"),
        index.SearchField("services"),
        index.SearchField("body"),
        index.FilterField("opening_state"),
    ]

    parent_page_types: ClassVar[list[str]] = ["territori.TerritoryPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("Casa della Comunità")
        verbose_name_plural = _("Case della Comunità")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["services"] = [block.value for block in self.services if block.value.get("name")]
        context["paths"] = []
        if self.pk:
            paths = published(self.path_pages.all()).order_by("title")
            context |= load_teasers(paths=TeaserGroup(paths, {}))
        return context
