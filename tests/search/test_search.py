import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from search.finding.asking import LONGEST_QUERY, clean_query
from tests.home.factories import SearchPageFactory, StandardPageFactory, make_home
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory
from tests.portal.pages.visits import MAX_QUERIES, cost, visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_indexes")]


@pytest.fixture
def search() -> Page:
    return SearchPageFactory.create(parent=make_home())


def found(search: Page, query: str) -> str:
    response = visit(search, query)
    assert response.status_code == 200
    text: str = response.content.decode()
    return text


def test_a_word_of_the_title_or_the_summary_finds_the_page(search: Page) -> None:
    StandardPageFactory.create(parent=search.get_parent(), title="Il consultorio")
    StandardPageFactory.create(
        parent=search.get_parent(), title="Altro", abstract="Dove si trova il consultorio."
    )
    html = found(search, "?q=consultorio")
    assert "2 risultati per «consultorio»" in html
    # Where the title holds the word comes first.
    assert html.index("Il <mark>consultorio</mark>") < html.index(">Altro<")
    assert "Dove si trova il <mark>consultorio</mark>." in html


def test_words_inside_blocks_are_found_too(search: Page) -> None:
    body = '[{"type": "quote", "value": {"text": "Abbiamo ripensato lo sportello."}, "id": "a"}]'
    page = StandardPageFactory.create(parent=search.get_parent(), title="Racconto", body=body)
    assert page.title in found(search, "?q=sportello")


def test_a_text_that_says_little_is_shown_after_the_summary(search: Page) -> None:
    body = '[{"type": "quote", "value": {"text": "Lo sportello."}, "id": "a"}]'
    page = {"abstract": "Dove si viene ascoltati.", "body": body}
    StandardPageFactory.create(parent=search.get_parent(), title="Racconto", **page)
    assert "Dove si viene ascoltati. … Lo <mark>sportello</mark>." in found(search, "?q=sportello")


def test_unpublished_and_restricted_pages_are_not_found(search: Page) -> None:
    home = search.get_parent()
    StandardPageFactory.create(parent=home, title="Consultorio in bozza", live=False)
    secret = StandardPageFactory.create(parent=home, title="Consultorio riservato")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    assert "Nessun risultato" in found(search, "?q=consultorio")


def test_results_can_be_narrowed_to_a_kind_of_page(search: Page) -> None:
    home = search.get_parent()
    StandardPageFactory.create(parent=home, title="Consultorio: la pagina")
    NewsPageFactory.create(parent=NewsIndexPageFactory.create(parent=home), title="Consultorio: la notizia")
    assert "2 risultati" in found(search, "?q=consultorio")
    html = found(search, "?q=consultorio&tipo=newspage")
    assert "<mark>Consultorio</mark>: la notizia" in html
    assert "<mark>Consultorio</mark>: la pagina" not in html
    assert "2 risultati" in found(search, "?q=consultorio&tipo=inesistente")


ODD = [
    "",
    "?q=",
    "?q=%20",
    "?q=%22",
    "?q='",
    "?q=%00",
    "?q=a%00b",
    "?q=%22aperta",
    "?q=*",
    "?q=(",
    "?q=a+AND+",
    "?q=NOT",
    "?q=a:b",
    "?q=^a",
    "?q=-a",
    "?q=%F0%9F%A6%84",
    "?q=%E2%80%AE",
    "?q=%ED%A0%80",
    "?q=casa&p=abc",
    "?q=casa&tipo=%00",
    "?q=" + "a" * 5000,
]


def test_odd_words_are_no_error(search: Page, subtests: pytest.Subtests) -> None:
    StandardPageFactory.create(parent=search.get_parent(), title="La casa")
    for query in ODD:
        with subtests.test(query=query):
            found(search, query)


@pytest.mark.parametrize("number", ["-3", "2", "99999999999999999999"])
def test_a_page_that_the_results_do_not_have_is_not_found(search: Page, number: str) -> None:
    StandardPageFactory.create(parent=search.get_parent(), title="La casa")
    assert visit(search, f"?q=casa&p={number}").status_code == 404


def test_a_query_is_cut_and_freed_of_what_databases_choke_on() -> None:
    assert clean_query('  la\x00 "casa\n') == 'la "casa'
    assert len(clean_query("a" * 1000)) == LONGEST_QUERY


@pytest.mark.parametrize("query", ["%22%27", "il+di+la", "x", "%F0%9F%A6%84", "%25_", "%00", "..."])
def test_a_query_without_a_word_is_told_so(search: Page, query: str) -> None:
    html = found(search, f"?q={query}")
    if query == "%00":
        assert "Scrivi una o più parole" in html
    else:
        assert "Manca una parola da cercare" in html


@pytest.mark.parametrize(
    "query", ["%22valle+grande%22", "VALLE", "v%C3%A0lle", "la+valle%21", "l%E2%80%99valle", "valle_grande"]
)
def test_signs_accents_capitals_and_articles_make_no_difference(search: Page, query: str) -> None:
    StandardPageFactory.create(parent=search.get_parent(), title="Una valle grande")
    assert "1 risultato per" in found(search, f"?q={query}")


def test_what_was_typed_is_shown_as_it_is_and_never_as_markup(search: Page) -> None:
    html = found(search, "?q=%3Cb%3Ebold%3C/b%3E")
    assert "<b>bold" not in html
    assert "&lt;b&gt;bold&lt;/b&gt;" in html


def test_the_results_are_no_page_for_search_engines(search: Page) -> None:
    assert '<meta name="robots" content="noindex, follow">' in found(search, "?q=casa")


def test_each_search_has_a_title_of_its_own(search: Page) -> None:
    StandardPageFactory.create(parent=search.get_parent(), title="La casa")
    assert "«casa»: risultati della ricerca" in found(search, "?q=casa").split("</title>")[0]


def test_a_hundred_results_cost_as_much_as_ten(search: Page) -> None:
    home = search.get_parent()
    news = NewsIndexPageFactory.create(parent=home)
    for n in range(10):
        NewsPageFactory.create(parent=news, title=f"Consultorio {n}")
    few = cost(search, "?q=consultorio")
    for n in range(90):
        NewsPageFactory.create(parent=news, title=f"Consultorio ancora {n}")
    assert cost(search, "?q=consultorio") == few <= MAX_QUERIES
    assert "10 risultati" not in found(search, "?q=consultorio&p=2")


def test_the_header_form_leads_to_the_search_page(search: Page) -> None:
    response = Client().get("/cerca/", {"q": "casa"})
    assert response.status_code == 200
    assert 'value="casa"' in response.content.decode()
