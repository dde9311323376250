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
from portal.pages.base import BasePage
from portal.pages.fields import StreamField
from portal.pages.teasers import TeaserGroup, load_teasers
from portal.pages.visibility import published
from territori.zones.models import Municipality


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
