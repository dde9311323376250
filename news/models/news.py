"""News: dated articles with category, topics and territories."""

from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageQuerySet
from wagtail.search import index

from news.models.topics import NewsTopic, Topic
from portal.blocks import BodyBlock
from portal.media.renditions import card_images
from portal.pages.base import BasePage
from portal.pages.cards import Card
from portal.pages.fields import StreamField
from portal.pages.pagination import paginate
from portal.pages.reading import reading_minutes
from territori.models import TerritoryPage


class NewsIndexPage(BasePage):
    """Lists the news, newest first, by category and topic."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["news.NewsPage"]
    max_count = 1

    class Meta:
        verbose_name = _("indice delle novità")
        verbose_name_plural = _("indici delle novità")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        news = NewsPage.listing().child_of(self)
        # A category or topic that does not exist is no filter.
        category = request.GET.get("categoria", "")
        if category in NewsPage.Category.values:
            news = news.filter(category=category)
        else:
            category = ""
        topics = list(Topic.objects.filter(news_topics__content_object__live=True).distinct())
        topic = next((topic for topic in topics if topic.slug == request.GET.get("argomento")), None)
        if topic is not None:
            news = news.filter(news_topics__tag=topic)
        context |= {
            "news": paginate(request, news),
            "categories": NewsPage.Category.choices,
            "category": category,
            "topics": topics,
            "topic": topic,
        }
        return context


class NewsPage(BasePage):
    """A dated article."""

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
            [FieldPanel("topics"), FieldPanel("territories")], heading=_("Argomenti e territori")
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("date"),
        index.FilterField("category"),
        index.RelatedFields("topics", [index.SearchField("name"), index.FilterField("slug")]),
    ]

    parent_page_types: ClassVar[list[str]] = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("notizia")
        verbose_name_plural = _("notizie")

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
    def reading_minutes(self) -> int:
        return reading_minutes(self.abstract, self.body)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["territories"] = [page for page in self.territories.all() if page.live]
        context["topics"] = [
            {"name": topic.name, "url": f"../?{urlencode({'argomento': topic.slug})}"}
            for topic in self.topics.all()
        ]
        return context
