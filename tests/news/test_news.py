import re
from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page, PageViewRestriction

from news.models import NewsPage
from portal.pages.pagination import PER_PAGE
from tests.home.factories import make_home
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory, TopicFactory
from tests.portal.pages.visits import MAX_QUERIES, cost, visit
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


def test_a_letter_that_shares_it_has_its_title_and_its_address(index: Page) -> None:
    page = NewsPageFactory.create(parent=index, title="Più cura & ascolto: il 50 % dei «sì»?")

    link = BeautifulSoup(visit(page).content, "html.parser").select_one(".page-actions a")

    assert link is not None
    parts = urlsplit(str(link["href"]))
    assert (parts.scheme, parts.path) == ("mailto", "")
    assert parse_qs(parts.query, strict_parsing=True) == {"subject": [page.title], "body": [page.full_url]}
    # In a letter's address a plus is a plus.
    assert "+" not in parts.query


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


def offered(html: str, name: str) -> list[tuple[str, str, bool]]:
    """The options of a control of the filters: value, words, whether it is chosen."""
    select = re.findall(rf'<select[^>]*name="{name}".*?</select>', html, re.DOTALL)
    return [
        (value, " ".join(words.split()), "selected" in rest)
        for value, rest, words in re.findall(
            r'<option value="([^"]*)"([^>]*)>(.*?)</option>', "".join(select), re.DOTALL
        )
    ]


def pressed(html: str, **chosen: str) -> str:
    """The address to which the form of the filters leads with these choices."""
    form = html[html.index('<form method="get"') :]
    form = form[: form.index("</form>")]
    kept = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    assert set(chosen) <= set(re.findall(r'<select[^>]*name="([^"]+)"', form))
    return f"?{urlencode(kept | chosen)}"


def test_the_archive_tells_the_years_and_how_many_news_each_has(index: Page) -> None:
    for day, category in ((date(2024, 12, 31), "notizia"), (date(2026, 1, 1), "avviso")):
        NewsPageFactory.create(parent=index, title=f"Del {day.year}", date=day, category=category)
    NewsPageFactory.create(parent=index, title="Ancora del 2026", date=date(2026, 7, 1))
    NewsPageFactory.create(parent=index, date=date(2025, 7, 1), live=False)

    whole = visit(index).content.decode()
    old = visit(index, pressed(whole, anno="2024")).content.decode()

    assert offered(whole, "anno") == [
        ("", "Tutti", False),
        ("2026", "2026 (2)", False),
        ("2024", "2024 (1)", False),
    ]
    assert "Del 2024" in old
    assert "Del 2026" not in old
    assert ("2024", "2024 (1)", True) in offered(old, "anno")
    assert re.search(r"<title>\s*Novità, 2024", old)
    assert f'<link rel="canonical" href="{index.full_url}?anno=2024">' in old
    assert f'href="{index.full_url}rss/?anno=2024"' in old


def test_the_counts_of_the_years_follow_the_other_filters(index: Page) -> None:
    topic = TopicFactory.create(name="Consultori")
    for day in (date(2024, 5, 1), date(2026, 5, 1), date(2026, 5, 2)):
        page = NewsPageFactory.create(parent=index, date=day)
        page.topics.add(topic)
        page.topics.add(TopicFactory.create())
        page.save()
    NewsPageFactory.create(parent=index, date=date(2025, 5, 1))

    html = visit(index, "?argomento=consultori&anno=2025").content.decode()

    assert offered(html, "anno")[1:] == [
        ("2026", "2026 (2)", False),
        ("2025", "2025 (0)", True),
        ("2024", "2024 (1)", False),
    ]
    assert pressed(html, anno="2026") == "?argomento=consultori&anno=2026"


@pytest.mark.parametrize("year", ["2023", "20", "boh", "%D9%A2%D9%A0%D9%A2%D9%A4", "%00"])
def test_a_year_without_news_is_no_filter(index: Page, year: str) -> None:
    NewsPageFactory.create(parent=index, title="Sempre qui", date=date(2024, 5, 1))
    html = visit(index, f"?anno={year}").content.decode()
    assert "Sempre qui" in html
    assert f'<link rel="canonical" href="{index.full_url}">' in html


def test_a_long_year_is_paged_and_stays_that_year(index: Page) -> None:
    for _ in range(PER_PAGE + 1):
        NewsPageFactory.create(parent=index, date=date(2024, 5, 1))
    NewsPageFactory.create(parent=index, date=date(2026, 5, 1))
    html = visit(index, "?anno=2024").content.decode()
    assert "anno=2024&amp;p=2" in html
    assert visit(index, "?anno=2024&p=2").content.decode().count("<article") == 1


def test_the_territories_that_have_news_can_be_chosen(index: Page) -> None:
    territories = TerritoryIndexPageFactory.create(parent=index.get_parent())
    named, silent, secret = (
        TerritoryPageFactory.create(parent=territories, title=title)
        for title in ("La valle", "La piana", "Il monte")
    )
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    news = NewsPageFactory.create(parent=index, title="Della valle")
    news.territories.set([named, secret])
    news.save()
    NewsPageFactory.create(parent=index, title="Di tutti")

    whole = visit(index).content.decode()
    chosen = visit(index, pressed(whole, territorio=named.slug)).content.decode()

    assert offered(whole, "territorio") == [("", "Tutti", False), (named.slug, "La valle", False)]
    assert "Della valle" in chosen
    assert "Di tutti" not in chosen
    assert (named.slug, "La valle", True) in offered(chosen, "territorio")
    # Whoever comes from the page of one without news is told so.
    assert "Nessuna novità da mostrare" in visit(index, f"?territorio={silent.slug}").content.decode()


def test_filters_are_offered_for_what_everybody_may_read(index: Page) -> None:
    secret = NewsPageFactory.create(parent=index, date=date(2020, 1, 1))
    secret.topics.add(TopicFactory.create(name="Segreto"))
    secret.save()
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    NewsPageFactory.create(parent=index)

    html = visit(index).content.decode()

    assert "Segreto" not in html
    assert "2020" not in html


def test_a_list_costs_the_same_however_many_filters_there_are(index: Page) -> None:
    territories = TerritoryIndexPageFactory.create(parent=index.get_parent())

    def add(year: int) -> None:
        page = NewsPageFactory.create(parent=index, date=date(year, 1, 1))
        page.topics.add(TopicFactory.create())
        page.territories.add(TerritoryPageFactory.create(parent=territories))
        page.save()

    add(2020)
    few = cost(index)
    for year in range(2021, 2026):
        add(year)

    assert cost(index) == few <= MAX_QUERIES


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
