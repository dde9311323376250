"""Pages that editors put before all others."""

import pytest
from wagtail.models import Page, PageViewRestriction

from search.models import PromotedResult
from tests.home.factories import SearchPageFactory, StandardPageFactory, make_home
from tests.portal.pages.translating import english_search, translated
from tests.portal.pages.visits import visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_indexes")]

HEADING = "Consigliato dalla redazione"


@pytest.fixture
def search() -> Page:
    """A page about out-of-hours doctors, that holds none of the words people look for."""
    page = SearchPageFactory.create(parent=make_home())
    target = StandardPageFactory.create(parent=page.get_parent(), title="Continuità assistenziale")
    PromotedResult.objects.create(
        search_page=page,
        page=target,
        words="guardia medica, medico di notte",
        reason="Chi chiamare di notte.",
    )
    return page


def shown(search: Page, query: str) -> str:
    text: str = visit(search, f"?q={query}").content.decode()
    return text


@pytest.mark.parametrize(
    "query", ["guardia+medica", "Guardie+mediche", "la+guardia+medica+a+Cortona", "medico+notte"]
)
def test_whoever_looks_for_these_words_in_any_form_gets_the_page_first(search: Page, query: str) -> None:
    html = shown(search, query)
    assert HEADING in html
    assert "Continuità assistenziale</a>" in html
    assert "Chi chiamare di notte." in html


@pytest.mark.parametrize("query", ["guardia", "medica", "notte", "assistenza"])
def test_a_part_of_the_words_is_not_enough(search: Page, query: str) -> None:
    assert HEADING not in shown(search, query)


def test_it_stands_before_results_and_not_on_their_second_page_nor_when_they_are_narrowed(
    search: Page,
) -> None:
    for number in range(11):
        StandardPageFactory.create(parent=search.get_parent(), title=f"Guardia medica {number}")
    html = shown(search, "guardia+medica")
    assert html.index(HEADING) < html.index("11 risultati")
    assert HEADING not in shown(search, "guardia+medica&p=2")
    assert HEADING not in shown(search, "guardia+medica&tipo=standardpage")


def test_a_page_that_is_not_public_is_not_put_before_anything(search: Page) -> None:
    page = PromotedResult.objects.get().page
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert HEADING not in shown(search, "guardia+medica")
    restriction.delete()

    page.unpublish()
    assert HEADING not in shown(search, "guardia+medica")


def test_in_english_its_published_translation_stands_in_its_place(search: Page) -> None:
    target = PromotedResult.objects.get().page.specific
    found = english_search(translated(search.get_parent(), title="Welcome"))
    PromotedResult.objects.create(search_page=found, page=target, words="night doctor")
    assert f'<a href="{target.url}" lang="it" hreflang="it">Continuità assistenziale</a>' in shown(
        found, "night+doctor"
    )

    other = translated(target, title="Out of hours")

    assert f'<a href="{other.url}">Out of hours</a>' in shown(found, "night+doctor")
