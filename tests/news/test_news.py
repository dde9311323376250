from datetime import date

import pytest
from wagtail.models import Page

from news.models import NewsPage
from portal.pages.pagination import PER_PAGE
from tests.home.factories import make_home
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory, TopicFactory
from tests.portal.pages.visits import visit
from tests.territori.factories import TerritoryIndexPageFactory, TerritoryPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def index() -> Page:
    return NewsIndexPageFactory.create(parent=make_home())


def test_news_are_listed_newest_first(index: Page) -> None:
    NewsPageFactory.create(parent=index, title="Vecchia", date=date(2021, 5, 14))
    NewsPageFactory.create(parent=index, title="Nuova", date=date(2026, 5, 14))
    html = visit(index).content.decode()
    assert html.index("Nuova") < html.index("Vecchia")


def test_news_can_be_filtered_by_category_and_topic(index: Page) -> None:
    topic = TopicFactory.create(name="Consultori")
    chosen = NewsPageFactory.create(parent=index, title="Scelta", category=NewsPage.Category.NOTICE)
    chosen.topics.add(topic)
    chosen.save()
    NewsPageFactory.create(parent=index, title="Esclusa", category=NewsPage.Category.NEWS)
    for query in ("?categoria=avviso", "?argomento=consultori", "?categoria=avviso&argomento=consultori"):
        html = visit(index, query).content.decode()
        assert "Scelta" in html
        assert "Esclusa" not in html


def test_an_unknown_filter_is_no_filter(index: Page) -> None:
    NewsPageFactory.create(parent=index, title="Sempre qui")
    assert "Sempre qui" in visit(index, "?categoria=boh&argomento=%00").content.decode()


def test_a_filter_without_results_says_so_and_shows_the_way_back(index: Page) -> None:
    html = visit(index, "?categoria=comunicato").content.decode()
    assert "Nessuna novità da mostrare" in html
    assert "Mostra tutte le novità" in html


def test_a_long_list_is_paged_and_keeps_the_filter(index: Page) -> None:
    for _ in range(PER_PAGE + 1):
        NewsPageFactory.create(parent=index, category=NewsPage.Category.NEWS)
    html = visit(index, "?categoria=notizia").content.decode()
    assert "categoria=notizia&amp;p=2" in html
    assert html.count("<article") == PER_PAGE
    assert visit(index, "?categoria=notizia&p=2").content.decode().count("<article") == 1


def test_reading_time_counts_the_words_of_every_block(index: Page) -> None:
    body = [
        {"type": "text", "value": f"<p>{'parola ' * 350}</p>"},
        {"type": "quote", "value": {"text": "altra " * 60}},
    ]
    page = NewsPageFactory.create(parent=index)
    page.body = NewsPage._meta.get_field("body").stream_block.to_python(body)
    assert page.reading_minutes == 3


def test_a_news_item_appears_on_the_territories_it_names_and_nowhere_else(index: Page) -> None:
    territories = TerritoryIndexPageFactory.create(parent=index.get_parent())
    named, other = (
        TerritoryPageFactory.create(parent=territories),
        TerritoryPageFactory.create(parent=territories),
    )
    news = NewsPageFactory.create(parent=index, title="Riguarda la zona")
    news.territories.add(named)
    news.save()
    assert news.title in visit(named).content.decode()
    assert news.title not in visit(other).content.decode()
    assert named.title in visit(news).content.decode()
