"""Facets: what results can be narrowed by."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page

from search.index import writing
from search.models import SearchPage
from tests.home.factories import SearchPageFactory, StandardPageFactory, make_home
from tests.news.factories import (
    ExperienceIndexPageFactory,
    ExperiencePageFactory,
    GuidelineIndexPageFactory,
    GuidelinePageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    TopicFactory,
)
from tests.page_factory import pages_in_the_indexes
from tests.portal.pages.visits import visit
from tests.territori.factories import TerritoryIndexPageFactory, TerritoryPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_indexes")]


@pytest.fixture(scope="module")
def arranged(module_db: None, module_files: Path) -> SearchPage:
    """Three news, a page and an index that speak of the same; one news has a zone and a topic."""
    with pages_in_the_indexes():
        return _arranged()


@pytest.fixture
def search(arranged: SearchPage) -> SearchPage:
    found: SearchPage = SearchPage.objects.get(pk=arranged.pk)
    return found


def _arranged() -> SearchPage:
    home = make_home()
    page: SearchPage = SearchPageFactory.create(parent=home)
    news = NewsIndexPageFactory.create(parent=home, title="Novità del consultorio")
    zone = TerritoryPageFactory.create(
        parent=TerritoryIndexPageFactory.create(parent=home), title="Val Finta"
    )
    first = NewsPageFactory.create(parent=news, title="Consultorio uno", date="2025-01-02")
    first.territories.add(zone)
    first.topics.add(TopicFactory.create(name="Cronicità"))
    first.save()
    NewsPageFactory.create(parent=news, title="Consultorio due", date="2025-12-31")
    NewsPageFactory.create(parent=news, title="Consultorio tre", date="2026-01-01")
    StandardPageFactory.create(parent=home, title="Consultorio quattro")
    writing.write_due()
    return page


def soup(search: Page, query: str) -> BeautifulSoup:
    response = visit(search, query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def found(search: Page, query: str) -> set[str]:
    return {" ".join(link.get_text().split()) for link in soup(search, query).select("main h3 a")}


def options(search: Page, query: str, name: str) -> list[str]:
    return [
        " ".join(one.get_text().split()) for one in soup(search, query).select(f"select[name={name}] option")
    ]


def kinds(search: Page, query: str) -> list[str]:
    links = soup(search, query).select('nav[aria-label="Filtra per tipo di pagina"] a')
    return [" ".join(link.get_text().split()) for link in links]


def test_each_facet_says_how_many_results_it_would_leave(search: Page) -> None:
    assert kinds(search, "?q=consultorio") == ["Tutto", "Notizie (3)", "Pagine (1)"]
    assert options(search, "?q=consultorio", "zona") == ["Qualsiasi", "Val Finta (1)"]
    assert options(search, "?q=consultorio", "argomento") == ["Qualsiasi", "Cronicità (1)"]
    assert options(search, "?q=consultorio", "anno") == ["Qualsiasi", "2026 (1)", "2025 (2)"]


def test_what_is_a_list_of_other_pages_is_found_and_is_no_kind_of_its_own(search: Page) -> None:
    assert "Novità del consultorio" in found(search, "?q=consultorio")
    assert not any("ndic" in kind for kind in kinds(search, "?q=consultorio"))


def test_facets_narrow_together_and_count_what_the_others_leave(search: Page) -> None:
    query = "?q=consultorio&tipo=newspage&anno=2025"
    assert found(search, query) == {"Consultorio uno", "Consultorio due"}
    assert options(search, query, "zona") == ["Qualsiasi", "Val Finta (1)"]
    # Its own choice does not narrow a facet: the other years stay to be chosen.
    assert options(search, query, "anno") == ["Qualsiasi", "2026 (1)", "2025 (2)"]


def test_the_forms_of_the_page_lead_to_what_they_say(search: Page) -> None:
    (form,) = soup(search, "?q=consultorio&tipo=newspage").select('form[aria-label="Restringi i risultati"]')
    fields = {str(one["name"]): str(one.get("value", "")) for one in form.select("input[name], select[name]")}
    (year,) = (one["value"] for one in form.select("select[name=anno] option") if "2026" in one.text)
    address = "&".join(f"{name}={value}" for name, value in {**fields, "anno": year}.items())

    assert found(search, f"?{address}") == {"Consultorio tre"}


def test_a_value_that_no_result_has_is_no_filter(search: Page, subtests: pytest.Subtests) -> None:
    for odd in ("zona=abc", "zona=-1", "anno=99999", "argomento=%00", "tipo=page", "anno=2025&anno=x"):
        with subtests.test(odd=odd):
            assert len(found(search, f"?q=consultorio&{odd}")) == 5


def test_a_zone_whose_page_is_not_public_is_no_choice(search: Page) -> None:
    Page.objects.filter(title="Val Finta").update(live=False)
    assert options(search, "?q=consultorio", "zona") == []


def test_guidelines_and_experiences_have_a_year_too(search: Page) -> None:
    home = search.get_parent()
    guidelines = GuidelineIndexPageFactory.create(parent=home)
    GuidelinePageFactory.create(parent=guidelines, title="Consultorio cinque", published_on="2025-05-01")
    experiences = ExperienceIndexPageFactory.create(parent=home)
    ExperiencePageFactory.create(
        parent=experiences, title="Consultorio sei", year_from=2025, year_to=2027, period=""
    )
    ExperiencePageFactory.create(
        parent=experiences, title="Consultorio sette", year_from=None, year_to=None, period="In corso"
    )

    assert found(search, "?q=consultorio&anno=2025") == {
        "Consultorio uno",
        "Consultorio due",
        "Consultorio cinque",
        "Consultorio sei",
    }
