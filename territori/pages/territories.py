"""The page of a health district: who runs it, whom it gathers, and what happens there."""

from dataclasses import replace
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from portal.blocks import BodyBlock, ContactsBlock
from portal.blocks.text import TEXT_FEATURES
from portal.pages.base import BasePage
from portal.pages.cards import Card
from portal.pages.copying import OwnCopyForm
from portal.pages.fields import StreamField
from portal.pages.related import related_teasers
from portal.pages.searching import SearchFacts
from portal.pages.teasers import TeaserGroup, load_teasers
from territori.pages.houses import CommunityHousePage
from territori.paths.pages import PathPage
from territori.resources.pages import ResourceIndexPage
from territori.zones.models import Municipality, Zone


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
        index.SearchField("municipality_names"),
        index.FilterField("zone"),
    ]

    parent_page_types: ClassVar[list[str]] = ["territori.TerritoryIndexPage"]
    subpage_types: ClassVar[list[str]] = [
        "territori.CommunityHousePage",
        "territori.PathPage",
        "territori.ResourceIndexPage",
        "patti.PattoPage",
    ]
    # Two pages cannot describe one zone, so a copy starts without, hence as a draft.
    exclude_fields_in_copy = ["zone"]
    copy_form_class = OwnCopyForm

    class Meta:
        verbose_name = _("territorio")
        verbose_name_plural = _("territori")

    @property
    def card(self) -> Card:
        return replace(super().card, when=self.sds or self.asl)

    @property
    def search_facts(self) -> SearchFacts:
        return SearchFacts(zones=(self.pk,))

    def municipality_names(self) -> list[str]:
        """Who looks for their municipality finds its zone."""
        return [str(municipality) for municipality in self.municipalities()]

    def municipalities(self) -> models.QuerySet[Municipality]:
        """The municipalities of the zone; none while no zone is chosen."""
        return (
            Municipality.objects.filter(zone_id=self.zone_id) if self.zone_id else Municipality.objects.none()
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        houses = CommunityHousePage.objects.child_of(self).published().order_by("title")
        registers = ResourceIndexPage.objects.child_of(self).published().order_by("title")
        paths = PathPage.objects.child_of(self)
        if self.pk:
            named = models.Q(pk__in=self.path_pages.values("pk"))
            paths = PathPage.objects.filter(named | models.Q(pk__in=paths.values("pk")))
        context |= load_teasers(
            houses=TeaserGroup(houses, {}),
            resource_registers=TeaserGroup(registers, {}),
            paths=TeaserGroup(paths.published().order_by("title"), {}),
            **related_teasers(self),
        )
        return context
