"""Feeds of the news."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from wagtail.models import Page

from news.models import NewsIndexPage
from tests.home.factories import make_home
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory, TopicFactory
from tests.portal.pages.visits import visit
from tests.territori.factories import TerritoryIndexPageFactory, TerritoryPageFactory

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def home() -> Page:
    return make_home()


@pytest.fixture
def index(home: Page) -> NewsIndexPage:
    made: NewsIndexPage = NewsIndexPageFactory.create(parent=home)
    return made


def feed(index: Page, kind: str, query: str = "") -> Any:
    answer = Client().get(f"{index.get_url()}{kind}/{query}")
    assert answer.status_code == 200
    assert kind in answer["Content-Type"]
    return ElementTree.fromstring(answer.content)  # noqa: S314 - written by the portal itself


def titles(index: Page, query: str = "") -> list[str | None]:
    return [one.text for one in feed(index, "rss", query).findall("channel/item/title")]


def test_both_feeds_hold_the_public_news_newest_first(index: NewsIndexPage) -> None:
    NewsPageFactory.create(parent=index, title="Prima", date="2026-01-01", abstract="In breve.")
    NewsPageFactory.create(parent=index, title="Seconda & <b>", date="2026-02-01")
    NewsPageFactory.create(parent=index, title="In bozza", live=False)

    assert titles(index) == ["Seconda & <b>", "Prima"]
    entries = feed(index, "atom").findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Seconda & <b>", "Prima"]
    assert entries[1].findtext(f"{ATOM}summary") == "In breve."


def test_what_xml_cannot_hold_breaks_no_feed(home: Page) -> None:
    index = NewsIndexPageFactory.create(parent=home, title="No\x0bvità", search_description="In\x0bbreve")
    NewsPageFactory.create(parent=index, title="A\x0bcapo", abstract="Riga\x0briga\x1f")
    assert titles(index) == ["A capo"]
    entry = feed(index, "atom").find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary") == "Riga riga "


def test_an_article_with_a_new_title_is_no_new_one(index: NewsIndexPage) -> None:
    news = NewsPageFactory.create(parent=index, title="Prima", slug="prima")
    before = feed(index, "rss").findtext("channel/item/guid")
    news.title, news.slug = "Un altro titolo", "un-altro"
    news.save()
    assert feed(index, "rss").findtext("channel/item/guid") == before


def test_a_topic_and_a_territory_have_feeds_of_their_own(home: Page, index: NewsIndexPage) -> None:
    topic = TopicFactory.create()
    zone = TerritoryPageFactory.create(parent=TerritoryIndexPageFactory.create(parent=home))
    of_topic = NewsPageFactory.create(parent=index, title="Dell’argomento")
    of_topic.topics.add(topic)
    of_topic.save()
    of_zone = NewsPageFactory.create(parent=index, title="Del territorio")
    of_zone.territories.add(zone)
    of_zone.save()

    assert titles(index, f"?argomento={topic.slug}") == ["Dell’argomento"]
    assert titles(index, f"?territorio={zone.slug}") == ["Del territorio"]
    assert len(titles(index, "?territorio=%00&argomento=x")) == 2
    # The territory leads to its news, and they to their feed.
    where = f"{index.get_url()}?territorio={zone.slug}"
    assert where in visit(zone).content.decode()
    shown = Client().get(where).content.decode()
    assert f'type="application/rss+xml" href="{index.full_url}rss/?territorio={zone.slug}"' in shown
    assert "Dell’argomento" not in shown


def test_a_feed_costs_the_same_however_many_news_there_are(
    index: NewsIndexPage, django_assert_max_num_queries: Any
) -> None:
    for _number in range(12):
        NewsPageFactory.create(parent=index)
    feed(index, "rss")
    with django_assert_max_num_queries(10):
        feed(index, "rss")
