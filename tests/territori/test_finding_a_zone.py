"""«Trova la tua zona»: who types a municipality comes to the page of its zone, or is told how to go on."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from home.models import HomePage
from territori.models import TerritoryPage, Zone
from territori.pages import finding
from tests.home.factories import make_home
from tests.portal.pages.visits import MAX_QUERIES, cost, visit
from tests.territori.factories import (
    MunicipalityFactory,
    TerritoryIndexPageFactory,
    TerritoryPageFactory,
    ZoneFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> HomePage:
    return make_home()


@pytest.fixture
def index(home: HomePage) -> Page:
    made: Page = TerritoryIndexPageFactory.create(parent=home)
    return made


def municipality(name: str, zone: Zone | None, province: str = "AR") -> None:
    MunicipalityFactory.create(name=name, zone=zone, province=province)


@pytest.fixture
def territory(index: Page) -> TerritoryPage:
    """Of a zone with two municipalities."""
    page: TerritoryPage = TerritoryPageFactory.create(parent=index, title="La valle")
    municipality("San Giovanni Valdarno", page.zone)
    municipality("Castiglion Fiorentino", page.zone)
    return page


def typed_into(page: Page, words: str) -> Any:
    """What is answered to who types into the form that a page shows, and presses its button."""
    html = visit(page).content.decode()
    form = html[html.index('class="zone-finder') :]
    form = form[: form.index("</form>")]
    assert 'method="get"' in form
    action = unescape(re.findall(r'action="([^"]*)"', form)[0])
    (name,) = re.findall(r'<input[^>]*name="([^"]+)"', form)
    return Client().get(action, {name: words})


def shown_for(page: Page, words: str) -> str:
    """The part of the page that answers, as words."""
    response = typed_into(page, words)
    assert response.status_code == 200
    html = response.content.decode()
    part = html[html.index("zones-found") :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", part[: part.index("</section>")])).split())


@pytest.mark.parametrize(
    "typed",
    [
        "San Giovanni Valdarno",
        "  san   giovanni VALDARNO ",
        "S. Giovanni Valdarno",
        "S.Giovanni Valdarno (AR)",
        "s giovanni valdarno ar",
        "Comune di San Giovanni Valdarno",
        "giovanni",
        "Sàn Giovànni",
        "valdarno giov",
    ],
)
def test_one_municipality_leads_to_the_page_of_its_zone(
    home: HomePage, territory: TerritoryPage, typed: str
) -> None:
    for page in (home, territory.get_parent()):
        response = typed_into(page, typed)
        assert (response.status_code, response.headers.get("Location")) == (302, territory.get_url())


def test_a_whole_name_is_not_one_of_the_longer_names_that_begin_so(
    index: Page, territory: TerritoryPage
) -> None:
    municipality("Castiglion", territory.zone)

    assert typed_into(index, "castiglion").headers["Location"] == territory.get_url()


def test_several_municipalities_are_a_list_to_choose_from(index: Page, territory: TerritoryPage) -> None:
    municipality("Castiglione d’Orcia", ZoneFactory.create(name="Val d’Orcia"), "SI")
    municipality("Castiglione della Pescaia", None, "GR")

    html = typed_into(index, "castiglion").content.decode()
    words = shown_for(index, "castiglion")

    assert "3 risultati per «castiglion»" in words
    assert f'<a href="{territory.get_url()}">Castiglion Fiorentino (AR)</a>' in html
    assert "Castiglione d’Orcia (SI) Zona Val d’Orcia: non ha ancora una pagina" in words
    assert "Castiglione della Pescaia (GR) Di questo comune non conosciamo ancora la zona." in words
    assert re.search(r"<title>\s*Territori, «castiglion»", html)
    assert '<meta name="robots" content="noindex' in html


@pytest.mark.parametrize("how", ["draft", "restricted", "none"])
def test_a_municipality_whose_zone_has_no_public_page_is_told_so(
    index: Page, territory: TerritoryPage, how: str
) -> None:
    if how == "draft":
        territory.unpublish()
    elif how == "restricted":
        PageViewRestriction.objects.create(page=territory, restriction_type=PageViewRestriction.LOGIN)
    else:
        municipality("Cortona", ZoneFactory.create(name="Valdichiana"))

    words = shown_for(index, "cortona" if how == "none" else "castiglion fiorentino")

    assert "Un risultato per" in words
    assert "non ha ancora una pagina in questo portale" in words


def test_a_name_that_nobody_has_is_answered_kindly_with_names_that_sound_like_it(
    index: Page, territory: TerritoryPage
) -> None:
    near, far = shown_for(index, "Castilion Fiorentino"), shown_for(index, "<b>Nowhere</b>")

    assert near.startswith('zones-found page-section" aria-labelledby="zone-trovate"> Forse cercavi:')
    assert "Castiglion Fiorentino (AR)" in near
    assert "Non conosciamo nessun comune che si chiami «<b>Nowhere</b>»" in far
    assert "tra i territori elencati qui sotto" in far
    assert territory.title in typed_into(index, "Nowhere").content.decode()


def test_who_types_the_name_of_a_zone_finds_it(index: Page, territory: TerritoryPage) -> None:
    Zone.objects.filter(pk=territory.zone_id).update(name="Valdichiana Aretina")

    assert typed_into(index, "Valdichiana").headers["Location"] == territory.get_url()


@pytest.mark.parametrize("query", ["", "?dove=", "?dove=%20%00"])
def test_who_types_nothing_gets_the_list(index: Page, territory: TerritoryPage, query: str) -> None:
    response = visit(index, query)

    assert response.status_code == 200
    assert "zones-found" not in response.content.decode()


def test_more_than_a_list_holds_is_cut_and_says_so(index: Page) -> None:
    zone = ZoneFactory.create()
    for number in range(finding.MOST_PLACES + 1):
        municipality(f"Monte {number}", zone)

    words = shown_for(index, "monte")

    assert words.count("Monte ") == finding.MOST_PLACES
    assert "scrivi qualche lettera in più" in words


def test_only_municipalities_that_lead_somewhere_are_offered_while_typing(
    home: HomePage, index: Page, territory: TerritoryPage
) -> None:
    municipality("Cortona", ZoneFactory.create())

    def offered(page: Page) -> list[str]:
        return re.findall(r'<option value="([^"]+)">', visit(page).content.decode())

    assert offered(index) == ["Castiglion Fiorentino (AR)", "San Giovanni Valdarno (AR)"]
    # Reading them would be one query too many for the home.
    assert offered(home) == []


def test_a_home_without_a_list_of_territories_does_not_ask(home: HomePage) -> None:
    assert "zone-finder" not in visit(home).content.decode()


def test_a_list_costs_the_same_however_long_it_is(index: Page, territory: TerritoryPage) -> None:
    municipality("Abetone", territory.zone)
    municipality("Arezzo", ZoneFactory.create())
    few = cost(index, "?dove=a")
    for number in range(12):
        page = TerritoryPageFactory.create(parent=index)
        municipality(f"Arezzo {number}", page.zone)

    assert cost(index, "?dove=a") == few <= MAX_QUERIES
