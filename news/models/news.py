"""News: dated articles with category, topics and territories."""

from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.models import Orderable, Page, PageQuerySet
from wagtail.search import index
from wagtail.url_routing import RouteResult

from news.models import feeds
from news.models.topic_boxes import TopicBoxes
from news.models.topics import NewsTopic, Topic
from portal.blocks import BodyBlock
from portal.languages import spoken
from portal.machines import preview_picture
from portal.machines.structured import moment
from portal.media.renditions import card_images
from portal.pages.base import BasePage
from portal.pages.cards import Card
from portal.pages.fields import StreamField
from portal.pages.narrowing import Narrowing
from portal.pages.pagination import paginate
from portal.pages.reading import reading_minutes
from portal.pages.searching import SearchFacts
from portal.pages.visibility import published
from territori.models import TerritoryPage


class NewsIndexPage(BasePage):
    """Lists the news, newest first, by category and topic."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["news.NewsPage"]
    max_count = 1
    is_kind_to_search = False

    class Meta:
        verbose_name = _("indice delle novità")
        verbose_name_plural = _("indici delle novità")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Its feeds stand below its own address."""
        if len(path_components) == 1 and path_components[0] in feeds.KINDS and self.live:
            return RouteResult(self, kwargs={"feed": path_components[0]})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, feed: str = "", **kwargs: Any) -> Any:
        if feed:
            shown = Filters(request)
            newest = shown.narrow(NewsPage.listing().child_of(self))[: feeds.MOST_ITEMS]
            return feeds.answer(request, self, feed, shown.narrowing, newest)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        shown = Filters(request)
        listed = paginate(request, shown.narrow(NewsPage.listing().child_of(self)))
        return {
            **super().get_context(request, *args, **kwargs),
            "news": listed,
            "narrowing": shown.narrowing.on_page(listed.number),
            "feeds": feeds.offered(self, shown.narrowing),
            "categories": NewsPage.Category.choices,
            "category": shown.category,
            "topics": shown.topics,
            "topic": shown.topic,
            "territory": shown.territory,
        }


class Filters:
    """What of the news an address asks for. A category, topic or territory that is not there is no filter."""

    def __init__(self, request: HttpRequest) -> None:
        category = request.GET.get("categoria", "")
        self.category = category if category in NewsPage.Category.values else ""
        self.topics = list(Topic.objects.filter(news_topics__content_object__live=True).distinct())
        asked = request.GET.get("argomento")
        self.topic = next((topic for topic in self.topics if topic.slug == asked), None)
        zone = request.GET.get("territorio", "").replace("\0", "")
        self.territory = TerritoryPage.objects.published().filter(slug=zone).first() if zone else None

    def narrow(self, news: PageQuerySet) -> PageQuerySet:
        if self.category:
            news = news.filter(category=self.category)
        if self.topic is not None:
            news = news.filter(news_topics__tag=self.topic)
        if self.territory is not None:
            news = news.filter(territories=self.territory)
        return news

    @property
    def narrowing(self) -> Narrowing:
        label = NewsPage.Category(self.category).label if self.category else ""
        return Narrowing.to(
            categoria=(self.category, label),
            argomento=(self.topic.slug, self.topic.name) if self.topic else ("", ""),
            territorio=(self.territory.slug, self.territory.title) if self.territory else ("", ""),
        )


# Letters of a headline that search engines take.
LONGEST_HEADLINE = 110


class NewsPage(BasePage):
    """A dated article."""

    grows_old = False

    class Category(models.TextChoices):
        NEWS = "notizia", _("Notizia")
        PRESS_RELEASE = "comunicato", _("Comunicato")
        NOTICE = "avviso", _("Avviso")

    date = models.DateField(_("data"), default=timezone.localdate)
    category = models.CharField(
        _("categoria"), max_length=12, choices=Category.choices, default=Category.NEWS
    )
    topics = ClusterTaggableManager(
        through=NewsTopic,
        blank=True,
        verbose_name=_("argomenti"),
        help_text=_("Scegli tra gli argomenti esistenti."),
    )
    territories = ParentalManyToManyField(
        TerritoryPage,
        blank=True,
        related_name="newspages",
        verbose_name=_("territori"),
        help_text=_("La notizia compare anche nelle pagine di questi territori."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("contenuto"))

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("date"), FieldPanel("category")]),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("topics", widget=TopicBoxes),
                FieldPanel("territories", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("Argomenti e territori"),
        ),
        InlinePanel(
            "related_links",
            panels=[PageChooserPanel("target")],
            heading=_("Pagine collegate"),
            label=_("pagina"),
            help_text=_(
                "L’avviso, l’evento o il percorso di cui parla la notizia: si trova dall’una all’altra, in "
                "tutti e due i versi."
            ),
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("date"),
        index.FilterField("category"),
        index.RelatedFields("topics", [index.SearchField("name"), index.FilterField("slug")]),
    ]

    open_graph_type = "article"
    parent_page_types: ClassVar[list[str]] = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("notizia")
        verbose_name_plural = _("notizie")

    @classmethod
    def about(cls, page: Page) -> PageQuerySet:
        """The public news that name a page, newest first."""
        return cls.objects.published().filter(related_links__target=page.pk).order_by("-date", "-pk")

    @classmethod
    def listing(cls) -> PageQuerySet:
        """The public news, newest first, with what their cards show and nothing more."""
        return (
            cls.objects.published()
            .order_by("-date", "-pk")
            .defer_streamfields()
            .prefetch_related(card_images())
        )

    @property
    def card(self) -> Card:
        return replace(super().card, day=self.date, category=self.get_category_display())

    @property
    def search_facts(self) -> SearchFacts:
        territories, topics = self.territories.all(), self.topics.all()
        return SearchFacts(
            self.date, tuple(page.pk for page in territories), tuple(topic.pk for topic in topics)
        )

    @property
    def reading_minutes(self) -> int:
        return reading_minutes(self.abstract, self.body)

    def structured(self, root: str, address: str) -> list[dict[str, Any]]:
        return [
            {
                "@type": "NewsArticle",
                "headline": self.title[:LONGEST_HEADLINE],
                "description": self.get_meta_description(),
                "articleSection": self.get_category_display(),
                "datePublished": moment(self.date),
                "dateModified": moment(self.last_published_at),
                "inLanguage": spoken(),
                "image": f"{root}{preview_picture.address_of(self)}",
                "mainEntityOfPage": address,
                "author": {"@id": f"{root}/#ente"},
                "publisher": {"@id": f"{root}/#ente"},
            }
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["territories"] = [page for page in self.territories.all() if page.live]
        # Of a draft as well, and of one that is not stored yet: its links are in memory.
        named = [link.target_id for link in self.related_links.all()]
        public = {page.pk: page for page in published(Page.objects.filter(pk__in=named))}
        context["related_pages"] = [
            {"title": page.title, "url": page.get_url(request), "kind": capfirst(page.page_type_display_name)}
            for page in (public[pk] for pk in named if pk in public)
        ]
        context["topics"] = [
            {"name": topic.name, "url": f"../?{urlencode({'argomento': topic.slug})}"}
            for topic in self.topics.all()
        ]
        return context


class NewsRelatedPage(Orderable):
    """A page that a news item tells of."""

    news = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="related_links")
    target = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="named_in_news", verbose_name=_("pagina")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("pagina collegata alla notizia")
        verbose_name_plural = _("pagine collegate alle notizie")
        constraints = [models.UniqueConstraint(fields=["news", "target"], name="page_once_in_news")]
