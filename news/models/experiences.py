"""Experiences: case sheets of participatory processes, here and elsewhere."""

from dataclasses import replace
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from portal.blocks import BodyBlock
from portal.blocks.text import TEXT_FEATURES
from portal.media.renditions import card_images
from portal.pages.base import BasePage
from portal.pages.cards import Card
from portal.pages.fields import StreamField
from portal.pages.narrowing import Narrowing
from portal.pages.pagination import paginate


class ExperienceIndexPage(BasePage):
    """Lists the experiences by title."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["news.ExperiencePage"]
    max_count = 1
    is_kind_to_search = False

    class Meta:
        verbose_name = _("indice delle esperienze")
        verbose_name_plural = _("indici delle esperienze")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        listed = paginate(
            request,
            ExperiencePage.objects.child_of(self)
            .published()
            .order_by("title", "pk")
            .defer_streamfields()
            .prefetch_related(card_images()),
        )
        context |= {"experiences": listed, "narrowing": Narrowing().on_page(listed.number)}
        return context


class ExperiencePage(BasePage):
    """A participatory process told along fixed questions, so that experiences compare."""

    author = models.CharField(_("autore della scheda"), max_length=160, blank=True)
    promoter = models.CharField(_("promotore"), max_length=200, blank=True)
    region = models.CharField(_("regione"), max_length=60, blank=True)
    place = models.CharField(_("luogo"), max_length=160, blank=True)
    period = models.CharField(
        _("periodo"),
        max_length=120,
        blank=True,
        help_text=_("Per esempio: 2021–2022, oppure in corso dal 2023."),
    )
    background = RichTextField(_("contesto"), features=TEXT_FEATURES, blank=True)
    aims = RichTextField(_("obiettivi"), features=TEXT_FEATURES, blank=True)
    process = RichTextField(_("percorso"), features=TEXT_FEATURES, blank=True)
    outcome = RichTextField(_("esiti"), features=TEXT_FEATURES, blank=True)
    sources = RichTextField(
        _("fonti"), features=TEXT_FEATURES, blank=True, help_text=_("Da dove vengono le informazioni.")
    )
    body = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("approfondimenti"),
        help_text=_("Immagini, documenti, numeri."),
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("author"), FieldPanel("promoter")]),
                FieldRowPanel([FieldPanel("region"), FieldPanel("place")]),
                FieldPanel("period"),
            ],
            heading=_("Scheda"),
        ),
        FieldPanel("background"),
        FieldPanel("aims"),
        FieldPanel("process"),
        FieldPanel("outcome"),
        FieldPanel("body"),
        FieldPanel("sources"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("promoter"),
        index.SearchField("place"),
        index.SearchField("background"),
        index.SearchField("aims"),
        index.SearchField("process"),
        index.SearchField("outcome"),
        index.SearchField("body"),
        index.FilterField("region"),
    ]

    parent_page_types: ClassVar[list[str]] = ["news.ExperienceIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("esperienza")
        verbose_name_plural = _("esperienze")

    @property
    def card(self) -> Card:
        return replace(super().card, category=self.region, when=self.period)
