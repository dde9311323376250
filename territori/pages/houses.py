"""Community houses (Case della Comunità): where they are, whom they serve and whether they are open."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from portal.blocks import BodyBlock, ContactsBlock
from portal.editorial.forms import PageForm
from portal.editorial.grouped_boxes import GroupedBoxes
from portal.media.renditions import attach_card_images
from portal.pages.base import BasePage
from portal.pages.fields import StreamField
from portal.pages.related import related_teasers
from portal.pages.searching import SearchFacts
from portal.pages.teasers import TeaserGroup, load_unpictured
from portal.pages.translations import same_as
from portal.pages.visibility import published
from territori.pages.machines import clinic
from territori.paths.pages import PathPage
from territori.resources.located import Located
from territori.zones.models import Municipality


class ServiceBlock(blocks.StructBlock):
    name = blocks.CharBlock(required=False, max_length=160, label=_("Servizio"))
    description = blocks.TextBlock(required=False, rows=2, label=_("Descrizione"))

    class Meta:
        icon = "clipboard-list"
        label = _("Servizio")


def zone_of(municipality: Municipality) -> str:
    return municipality.zone.name if municipality.zone else str(_("Zona non ancora indicata"))


class CommunityHouseForm(PageForm):
    """Offers municipalities by zone, that of the page above first at hand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("municipalities")
        if field is None:
            return
        field.queryset = Municipality.objects.select_related("zone").order_by(
            models.F("zone__name").asc(nulls_last=True), "name"
        )
        zone = getattr(self.parent_page.specific, "zone", None) if self.parent_page else None
        field.widget.first = zone.name if zone else ""


class CommunityHousePage(Located):
    """A Casa della Comunità: where it is, whom it serves and whether it is open."""

    class OpeningState(models.TextChoices):
        PLANNED = "planned", _("In programma")
        UNDER_CONSTRUCTION = "under_construction", _("In costruzione")
        PARTLY_OPEN = "partly_open", _("Aperta in parte")
        OPEN = "open", _("Aperta")
        SUSPENDED = "suspended", _("Chiusa temporaneamente")

    directions = models.TextField(
        _("come arrivare"),
        max_length=1000,
        blank=True,
        help_text=_("Fermate, parcheggi, da che parte si entra a piedi."),
    )
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
        MultiFieldPanel(
            [
                FieldPanel("address", help_text=_("Via, numero e comune.")),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("directions"),
                FieldRowPanel([FieldPanel("entrance"), FieldPanel("how_to_get_in")]),
            ],
            heading=_("Dove e come arrivare"),
        ),
        FieldPanel("municipalities", widget=GroupedBoxes(zone_of, search=_("Cerca un comune"))),
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
        index.SearchField("directions"),
        index.SearchField("opening_hours"),
        index.SearchField("services"),
        index.SearchField("body"),
        index.SearchField("contacts"),
        index.RelatedFields("municipalities", [index.SearchField("name")]),
        index.FilterField("opening_state"),
    ]

    # One can go there, or could until it closed for a while.
    _visited = (OpeningState.OPEN, OpeningState.PARTLY_OPEN, OpeningState.SUSPENDED)

    parent_page_types: ClassVar[list[str]] = ["territori.TerritoryPage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = CommunityHouseForm

    class Meta:
        verbose_name = _("Casa della Comunità")
        verbose_name_plural = _("Case della Comunità")

    @property
    def search_facts(self) -> SearchFacts:
        return SearchFacts(zones=(self.get_parent().pk,))

    def structured(self, root: str, address: str) -> list[dict[str, Any]]:
        """Nothing of a house that is being built: a search engine would send people there."""
        return [clinic(self, address)] if self.address and self.opening_state in self._visited else []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["services"] = [block.value for block in self.services if block.value.get("name")]
        context["paths"] = []
        if self.pk:
            naming = PathPage.objects.filter(community_house__in=same_as(self.pk), locale=self.locale_id)
            paths = published(naming).order_by("title")
            context |= load_unpictured(paths=TeaserGroup(paths, {}), **related_teasers(self))
            attach_card_images(context["paths"])
        return context
