"""The list of the news: what of them an address asks for, and the feeds of it."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageQuerySet
from wagtail.url_routing import RouteResult

from news.models import feeds
from news.models.news import NewsPage
from news.models.topics import Topic
from portal.pages.base import BasePage
from portal.pages.narrowing import Narrowing
from portal.pages.pagination import paginate
from portal.pages.translations import same_as
from territori.models import TerritoryPage

CATEGORY, TOPIC, TERRITORY, YEAR = "categoria", "argomento", "territorio", "anno"
PARAMETERS = (CATEGORY, TOPIC, TERRITORY, YEAR)


class NewsIndexPage(BasePage):
    """Lists the news, newest first, by category, topic, territory and year."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["news.NewsPage"]
    max_count = 1
    is_kind_to_search = False
    menu_element = "news"

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
            shown = Filters(request, self)
            listed = NewsPage.listing().child_of(self).select_related("locale")
            newest = shown.narrow(listed)[: feeds.MOST_ITEMS]
            return feeds.answer(request, self, feed, shown.narrowing, newest)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        shown = Filters(request, self)
        listed = paginate(request, shown.narrow(NewsPage.listing().child_of(self)))
        return {
            **super().get_context(request, *args, **kwargs),
            "news": listed,
            "narrowing": shown.narrowing.on_page(listed.number),
            "feeds": feeds.offered(self, shown.narrowing),
            "categories": NewsPage.LISTS.items(),
            "category": shown.category,
            "topics": shown.topics,
            "topic": shown.topic,
            "territories": shown.territories,
            "territory": shown.territory,
            "years": shown.years,
            "year": shown.year,
        }


@dataclass(frozen=True)
class Year:
    """A year of the archive: how many of its news the other filters leave."""

    year: int
    news: int


class Filters:
    """What of the news of an index an address asks for. What is not there is no filter.

    Four queries, whatever the number of news, topics, territories and years.
    """

    def __init__(self, request: HttpRequest, index: Page) -> None:
        asked = {name: request.GET.get(name, "").replace("\0", "") for name in PARAMETERS}
        self.news = NewsPage.objects.published().child_of(index).order_by()
        self.category = asked[CATEGORY] if asked[CATEGORY] in NewsPage.Category.values else ""
        topics = Topic.objects.filter(news_topics__content_object__in=self.news).distinct()
        self.topics = sorted(topics, key=lambda topic: topic.shown_name.casefold())
        self.topic = next((topic for topic in self.topics if topic.slug == asked[TOPIC]), None)
        # A territory without news is offered to whoever comes from its page.
        named = TerritoryPage.objects.filter(newspages__in=self.news).order_by().values("translation_key")
        here = models.Q(translation_key__in=named) | models.Q(slug=asked[TERRITORY])
        offered = TerritoryPage.objects.published().filter(here, locale=index.locale_id)
        self.territories = list(offered.order_by("title").defer_streamfields())
        self.territory = next((page for page in self.territories if page.slug == asked[TERRITORY]), None)
        every_year = self._years()
        self.year = next((one.year for one in every_year if str(one.year) == asked[YEAR]), None)
        self.years = [one for one in every_year if one.news or one.year == self.year]

    def _years(self) -> list[Year]:
        """All that there are news of, latest first; one query."""
        chosen = models.Q(pk__in=self._among(self.news).values("pk"))
        years = self.news.values_list("date__year").annotate(news=models.Count("pk", filter=chosen))
        return [Year(year, number) for year, number in years.order_by("-date__year")]

    def _among(self, news: PageQuerySet) -> PageQuerySet:
        """Of those, the ones of the category, topic and territory."""
        if self.category:
            news = news.filter(category=self.category)
        if self.topic is not None:
            news = news.filter(news_topics__tag=self.topic)
        if self.territory is not None:
            news = news.filter(territories__in=same_as(self.territory.pk))
        return news

    def narrow(self, news: PageQuerySet) -> PageQuerySet:
        found = self._among(news)
        return found if self.year is None else found.filter(date__year=self.year)

    @property
    def narrowing(self) -> Narrowing:
        label = NewsPage.Category(self.category).label if self.category else ""
        year = str(self.year or "")
        return Narrowing.to(
            **{
                CATEGORY: (self.category, label),
                TOPIC: (self.topic.slug, self.topic.shown_name) if self.topic else ("", ""),
                TERRITORY: (self.territory.slug, self.territory.title) if self.territory else ("", ""),
                YEAR: (year, year),
            }
        )
