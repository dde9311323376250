"""The home page, which also finds the way to every other page."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.search import index
from wagtail.url_routing import RouteResult

from candidature.models import CallPage
from candidature.pages.open_calls import soonest
from eventi.models import EventPage
from eventi.related import to_go_to
from news.models import NewsIndexPage, NewsPage
from portal.blocks import BodyBlock
from portal.pages.base import BasePage
from portal.pages.cards import Card
from portal.pages.fields import StreamField
from portal.pages.landmarks import address_of
from portal.pages.serving import route_below
from portal.pages.teasers import TeaserGroup, load_teasers
from portal.pages.translations import spoken_by_number
from seguire.happened.shown import lately
from territori.models import TerritoryIndexPage, TerritoryPage

SHOWN_NEWS = 3
SHOWN_CALLS = 3
SHOWN_EVENTS = 3
SHOWN_CHANGES = 5


class HighlightBlock(blocks.StructBlock):
    """A page worth a place on the home page, with words of its own if the page's are not enough."""

    page = blocks.PageChooserBlock(required=False, label=_("Pagina"))
    title = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Titolo"),
        help_text=_("Se resta vuoto si usa quello della pagina."),
    )
    text = blocks.TextBlock(required=False, rows=3, label=_("Testo"))

    class Meta:
        icon = "pick"
        label = _("Pagina in evidenza")


class HomePage(BasePage):
    """What the portal is, what one can do now, what happens where."""

    hero_title = models.CharField(
        _("titolo di apertura"),
        max_length=120,
        blank=True,
        help_text=_("Se resta vuoto si usa il titolo della pagina."),
    )
    hero_text = models.TextField(_("testo di apertura"), max_length=400, blank=True)
    action_label = models.CharField(
        _("testo del pulsante"), max_length=60, blank=True, help_text=_("Per esempio: Partecipa.")
    )
    action_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pagina del pulsante"),
    )
    highlights = StreamField(
        [("highlight", HighlightBlock())], blank=True, max_num=6, verbose_name=_("in evidenza")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("contenuto"))

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("hero_title"),
                FieldPanel("hero_text"),
                FieldPanel("action_label"),
                PageChooserPanel("action_page"),
            ],
            heading=_("Apertura"),
        ),
        FieldPanel("highlights"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("hero_text"), index.SearchField("body")]

    read_with = (*BasePage.read_with, "action_page")
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    max_count = 1
    is_kind_to_search = False

    class Meta:
        verbose_name = _("pagina iniziale")
        verbose_name_plural = _("pagine iniziali")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Itself, or the page of the site at an address."""
        if not path_components:
            return super().route(request, path_components)
        return route_below(self, request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        window = {"opens_at": "opens_at", "closes_at": "closes_at"}
        own = {"locale": self.locale_id}
        calls = CallPage.objects.filter(pk__in=soonest(self.locale_id, now, SHOWN_CALLS)).order_by(
            "closes_at"
        )
        events = EventPage.objects.filter(to_go_to(now), **own).published().order_by("starts_at")
        news = NewsPage.objects.filter(**own).published().order_by("-date")
        territories = TerritoryPage.objects.filter(**own).published().order_by("title")
        context |= load_teasers(
            news=TeaserGroup(news[:SHOWN_NEWS], {"day": "date"}),
            calls=TeaserGroup(calls, window),
            events=TeaserGroup(events[:SHOWN_EVENTS], {**window, "starts_at": "starts_at"}),
            territories=TeaserGroup(territories, {}),
        )
        context |= self._chosen()
        context["changes"] = lately(self.locale_id, SHOWN_CHANGES)
        context["news_url"] = address_of(request, NewsIndexPage, self.locale_id)
        context["territories_url"] = address_of(request, TerritoryIndexPage, self.locale_id)
        return context

    def _chosen(self) -> dict[str, Any]:
        """The cards of the highlights and the address of the button, where everybody may read their pages.

        Each leads to the translation of its page where that is published.
        """
        # As they are stored: their blocks would look each page up, and be asked afterwards who may read it.
        chosen = [block["value"] for block in self.highlights.raw_data]
        numbers = {one.get("page") for one in chosen} | {self.action_page_id}
        public = spoken_by_number(numbers - {None})
        action = public.get(self.action_page_id)
        highlights = [
            Card(url=page.url, title=one.get("title") or page.title, abstract=one.get("text"))
            for one in chosen
            if (page := public.get(one.get("page")))
        ]
        return {"highlights": highlights, "action_url": action.url if action else ""}
