"""The Carta of a zone: what it lists, how it is narrowed, what is printed, and how it is reached."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override
from wagtail.models import Page, PageViewRestriction

from search.index import writing
from territori.models import (
    Closure,
    Municipality,
    OpeningHours,
    Organisation,
    Phase,
    ResourceIndexPage,
    ResourcePage,
    TerritoryPage,
)
from territori.resources.pages import PER_PAGE
from tests.home.factories import SearchPageFactory, SitemapPageFactory, make_home
from tests.portal.pages.translating import translated
from tests.portal.pages.visits import MAX_QUERIES, cost, visit
from tests.territori.factories import (
    MunicipalityFactory,
    OrganisationFactory,
    ResourceIndexPageFactory,
    ResourcePageFactory,
    TerritoryIndexPageFactory,
    TerritoryPageFactory,
)

pytestmark = pytest.mark.django_db

# A Tuesday, at noon in Rome.
NOW = datetime(2026, 3, 3, 11, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_a_tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def territory() -> TerritoryPage:
    index = TerritoryIndexPageFactory.create(parent=make_home())
    page: TerritoryPage = TerritoryPageFactory.create(parent=index, title="Val Finta")
    return page


@pytest.fixture
def carta(territory: TerritoryPage) -> ResourceIndexPage:
    page: ResourceIndexPage = ResourceIndexPageFactory.create(parent=territory, title="Carta della Val Finta")
    return page


@pytest.fixture
def full(carta: ResourceIndexPage, territory: TerritoryPage) -> ResourceIndexPage:
    """Four entries: two municipalities, one for the whole zone, three kinds, two open on a Tuesday."""
    here, there = (
        MunicipalityFactory.create(name=name, cadastral_code=code, zone=territory.zone)
        for name, code in (("Borgo", "X001"), ("Alto", "X002"))
    )
    desk = resource(carta, "Sportello", kind="orientamento", municipality=here, for_whom="tutti")
    walk = resource(carta, "Cammino", kind="prevenzione", municipality=there, for_whom="anziani giovani")
    school = resource(carta, "Doposcuola", kind="sociale", municipality=here, for_whom="minori")
    resource(carta, "Numero amico", kind="sociale", for_whom="anziani")
    hours(desk, "mar", time(9), time(13))
    hours(walk, "mar gio", time(17), time(18))
    hours(school, "mer", time(15), time(18))
    return carta


def resource(carta: ResourceIndexPage, title: str, **fields: Any) -> ResourcePage:
    page: ResourcePage = ResourcePageFactory.create(parent=carta, title=title, **fields)
    return page


def hours(page: ResourcePage, days: str, opens: time, closes: time) -> None:
    OpeningHours.objects.create(page=page, days=days, opens=opens, closes=closes)


def soup(page: Page, query: str = "") -> Tag:
    answer = visit(page, query)
    assert answer.status_code == 200
    main = BeautifulSoup(answer.content, "html.parser").main
    assert main is not None
    return main


def text(page: Page, query: str = "") -> str:
    return " ".join(soup(page, query).get_text(" ").split())


def listed(page: Page, query: str = "") -> list[str]:
    """The entries of the list, in their order."""
    return [link.get_text(strip=True) for link in soup(page, query).select(".row-list-text > a")]


def test_entries_stand_under_their_kinds_in_the_order_of_the_carta(full: ResourceIndexPage) -> None:
    headings = [heading.get_text(strip=True) for heading in soup(full).select("section h2")]

    assert headings == ["Servizi sociali", "Orientamento e informazione", "Prevenzione e benessere"]
    assert listed(full) == ["Doposcuola", "Numero amico", "Sportello", "Cammino"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?comune=X001", ["Doposcuola", "Numero amico", "Sportello"]),
        ("?comune=X002", ["Numero amico", "Cammino"]),
        ("?per=anziani", ["Numero amico", "Sportello", "Cammino"]),
        ("?per=minori", ["Doposcuola", "Sportello"]),
        ("?per=stranieri", ["Sportello"]),
        ("?tipo=sociale", ["Doposcuola", "Numero amico"]),
        ("?aperto=oggi", ["Sportello", "Cammino"]),
        ("?comune=X001&per=anziani", ["Numero amico", "Sportello"]),
        ("?comune=X001&per=anziani&aperto=oggi", ["Sportello"]),
        ("?comune=X002&per=giovani&tipo=prevenzione&aperto=oggi", ["Cammino"]),
        ("?tipo=prevenzione&comune=X001", []),
        ("?tipo=spazi", []),
    ],
)
def test_filters_narrow_alone_and_together(full: ResourceIndexPage, query: str, found: list[str]) -> None:
    assert listed(full, query) == found


@pytest.mark.parametrize(
    "query",
    [
        "?comune=Z999&per=nessuno&tipo=altro&aperto=domani&stampa=poco",
        "?comune=&per=&tipo=",
        "?comune=%00&per=%27&tipo=%F0%9F%98%80",
        "?per=tutti",
        "?per=anziani%20giovani",
        "?comune=X00",
        "?p=abc",
        f"?tipo={'a' * 5000}",
    ],
)
def test_what_is_not_offered_is_no_filter(full: ResourceIndexPage, query: str) -> None:
    assert len(listed(full, query)) == 4


def test_what_says_nothing_of_whom_it_is_for_is_for_every_group(full: ResourceIndexPage) -> None:
    resource(full, "Senza gruppi", kind="spazi")

    assert "Senza gruppi" in listed(full, "?per=stranieri")


def test_search_engines_keep_what_lasts(full: ResourceIndexPage) -> None:
    kept = {
        query: "noindex" not in visit(full, query).content.decode()
        for query in ("", "?comune=X001&tipo=sociale", "?aperto=oggi", "?stampa=tutto")
    }
    assert kept == {
        "": True,
        "?comune=X001&tipo=sociale": True,
        "?aperto=oggi": False,
        "?stampa=tutto": False,
    }


def test_the_form_offers_what_there_is_and_keeps_what_was_chosen(full: ResourceIndexPage) -> None:
    MunicipalityFactory.create(name="Vuoto", zone=MunicipalityFactory.create().zone)
    form = soup(full, "?comune=X001&per=anziani&aperto=oggi").find("form")
    assert isinstance(form, Tag)

    offered = [option.get_text(strip=True) for option in form.select("select[name=comune] option")]
    assert offered == ["Tutta la zona", "Alto", "Borgo"]
    assert [one["value"] for one in form.select("option[selected]")] == ["X001", "anziani"]
    assert len(form.select("input[name=aperto][value=oggi][checked]")) == 1
    assert (form["method"], form["action"]) == ("get", full.url)


def test_nothing_found_says_so_and_leads_back_to_all(full: ResourceIndexPage) -> None:
    main = soup(full, "?tipo=spazi")

    assert "Nessuna voce con i filtri scelti" in main.get_text()
    assert main.select(f'.empty-state a[href="{full.url}"]')


def test_an_empty_carta_says_that_it_is(carta: ResourceIndexPage) -> None:
    assert "La Carta non ha ancora nessuna voce" in text(carta)
    assert "La Carta non ha ancora nessuna voce" in text(carta, "?stampa=tutto")


def test_drafts_strangers_and_what_is_not_for_everybody_stand_in_no_list(
    full: ResourceIndexPage, territory: TerritoryPage
) -> None:
    resource(full, "In bozza", live=False)
    closed = resource(full, "Riservata")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    other = TerritoryPageFactory.create(parent=territory.get_parent())
    resource(ResourceIndexPageFactory.create(parent=other), "Altrove")

    for query in ("", "?stampa=tutto", "?tipo=sociale"):
        said = text(full, query)
        assert "Doposcuola" in said
        assert not any(name in said for name in ("In bozza", "Riservata", "Altrove"))


def test_a_draft_has_no_address_for_visitors(full: ResourceIndexPage) -> None:
    assert visit(resource(full, "In bozza", live=False)).status_code == 404


def test_what_is_open_today_says_until_when(full: ResourceIndexPage) -> None:
    states = [state.get_text(" ", strip=True) for state in soup(full).select(".state")]

    assert [" ".join(state.split()) for state in states] == [
        "Oggi dalle 09:00 alle 13:00",
        "Oggi dalle 17:00 alle 18:00",
    ]


def test_the_list_has_pages_and_the_sheet_has_all(carta: ResourceIndexPage) -> None:
    names = [f"Voce {number:03}" for number in range(PER_PAGE + 5)]
    for name in names:
        resource(carta, name)

    assert listed(carta) == names[:PER_PAGE]
    assert listed(carta, "?p=2") == names[PER_PAGE:]
    assert visit(carta, "?p=3").status_code == 404
    whole = soup(carta, "?stampa=tutto")
    assert [heading.get_text(strip=True) for heading in whole.select("h3")] == names
    assert not whole.select(".pagination")


def test_filters_stay_while_one_turns_the_pages_and_on_the_sheet(carta: ResourceIndexPage) -> None:
    for number in range(PER_PAGE + 1):
        resource(carta, f"Voce {number}", for_whom="anziani")
    resource(carta, "Per altri", for_whom="giovani")
    main = soup(carta, "?per=anziani")

    addresses = [str(link["href"]) for link in main.select("a[href^='?']")]
    assert "?per=anziani&p=2" in addresses
    assert "?per=anziani&stampa=tutto" in addresses
    assert len(soup(carta, "?per=anziani&stampa=tutto").select("h3")) == PER_PAGE + 1


def complete(carta: ResourceIndexPage, title: str = "Ambulatorio") -> ResourcePage:
    """An entry that says everything."""
    organisation, _made = Organisation.objects.get_or_create(
        name="Ente di prova", defaults={"website": "https://ente.example.org"}
    )
    municipality, _made = Municipality.objects.get_or_create(
        name="Borgo", province="FI", defaults={"cadastral_code": "X009"}
    )
    page = resource(
        carta,
        title,
        kind="sanitario",
        abstract="In breve.",
        description="<p>Con tutte le <b>parole</b>.</p>",
        for_whom="caregiver anziani",
        for_whom_note="dai 65 anni",
        organisation=organisation,
        municipality=municipality,
        address="Via di prova 1",
        latitude=43.77925,
        longitude=11.24626,
        entrance="with_help",
        how_to_get_in="Suona il campanello",
        hours_note="Su appuntamento",
        phone="055 000 111",
        email="ufficio@example.org",
        website="https://example.org/ambulatorio",
        cost="partly",
        cost_note="Ticket se dovuto",
        checked_on=date(2026, 2, 1),
    )
    hours(page, "lun mar mer", time(9), time(13))
    hours(page, "gio", time(20), time(8))
    Closure.objects.create(page=page, first_day=date(2026, 8, 1), last_day=date(2026, 8, 20), reason="ferie")
    return page


EVERYTHING = (
    "Ambulatorio",
    "In breve.",
    "Con tutte le parole .",
    "Persone anziane, Caregiver e familiari che assistono, dai 65 anni",
    "Ente di prova",
    "Via di prova 1, Borgo (FI)",
    "Ingresso accessibile con aiuto",
    "Suona il campanello",
    "Da lunedì a mercoledì dalle 09:00 alle 13:00",
    "Giovedì dalle 20:00 alle 08:00 del giorno dopo",
    "Su appuntamento",
    "Dal 1º agosto 2026 al 20 agosto 2026 (ferie)",
    "Giorni festivi",
    "055 000 111",
    "ufficio@example.org",
    "https://example.org/ambulatorio",
    "In parte a pagamento",
    "Ticket se dovuto",
    "1 febbraio 2026",
)


def test_the_page_of_an_entry_and_the_sheet_leave_nothing_out(carta: ResourceIndexPage) -> None:
    page = complete(carta)

    for said in (text(page), text(carta, "?stampa=tutto")):
        assert [words for words in EVERYTHING if words not in said] == []
    assert "Oggi Dalle 09:00 alle 13:00" in text(page)
    # The sheet is read on other days.
    assert "Oggi" not in text(carta, "?stampa=tutto")


def test_what_an_entry_does_not_say_takes_no_room(carta: ResourceIndexPage) -> None:
    page = resource(carta, "Quasi vuota")

    said = [term.get_text(strip=True) for term in soup(page).select("dt")]
    assert said == ["Dove", "Verificato il"]
    assert "In tutta la zona" in text(page)


def test_the_map_is_a_link_and_nothing_is_asked_of_others(carta: ResourceIndexPage) -> None:
    html = visit(complete(carta)).content.decode()

    assert "https://www.openstreetmap.org/?mlat=43.77925&amp;mlon=11.24626#map=18/43.77925/11.24626" in html
    main = soup(ResourcePage.objects.get())
    assert not main.select("iframe, script[src], img, link")


def test_without_coordinates_the_map_looks_for_the_address(carta: ResourceIndexPage) -> None:
    place = MunicipalityFactory.create(name="Borgo", province="FI")
    page = resource(carta, "A", address="Via dell’Olmo 1", municipality=place, latitude=43.7)

    assert page.map_url == (
        "https://www.openstreetmap.org/search?query=Via+dell%E2%80%99Olmo+1%2C+Borgo+%28FI%29"
    )
    # A whole town is no place to go to.
    assert resource(carta, "B", municipality=place).map_url == ""


def test_closed_today_is_said_and_an_old_check_too(carta: ResourceIndexPage) -> None:
    page = resource(carta, "Vecchia", checked_on=date(2025, 3, 2))
    fresh = resource(carta, "Nuova", checked_on=date(2025, 3, 3))
    hours(page, "lun", time(9), time(13))

    assert "Oggi Chiuso" in text(page)
    assert "È passato più di un anno" in text(page)
    assert "È passato più di un anno" not in text(fresh)


def test_an_entry_that_nobody_ever_checked_says_so_and_warns(carta: ResourceIndexPage) -> None:
    page = resource(carta, "Mai verificata")

    assert "Verificato il Data non disponibile: meglio chiedere prima di andare." in text(page)
    assert "meglio chiedere prima" in text(carta, "?stampa=tutto")


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [("it", "2 marzo 2026", "marzo 2026"), ("en", "2 March 2026", "March 2026")],
)
def test_months_have_the_letter_that_their_language_gives_them(
    carta: ResourceIndexPage, language: str, day: str, month: str
) -> None:
    page = resource(carta, "Verificata", checked_on=date(2026, 3, 2))
    with override(language):
        facts = render_to_string("territori/resources/_facts.html", {"resource": page})
        closure = str(Closure(first_day=date(2026, 3, 2)))
        phase = Phase(start=date(2026, 3, 2), start_precision="month").start_label

    assert f">{day}</time>" in facts
    assert (closure, phase) == (day, month)


def test_what_is_wrong_can_be_told_from_the_entry(carta: ResourceIndexPage) -> None:
    page = resource(carta, "Da correggere")
    [way] = [link["href"] for link in soup(page).select("a") if "Segnalalo" in link.get_text()]

    form = Client().get(str(way), headers={"referer": f"http://testserver{page.url}"})

    assert page.url in form.content.decode()


def test_an_entry_is_a_service_for_machines(carta: ResourceIndexPage) -> None:
    html = visit(complete(carta)).content.decode()

    for said in (
        '"@type":"Service"',
        '"serviceType":"Servizi sanitari"',
        '"latitude":43.77925',
        '"dayOfWeek":["Monday","Tuesday","Wednesday"],"opens":"09:00","closes":"13:00"',
        '"telephone":"055 000 111"',
    ):
        assert said in html
    assert '"availableChannel"' in visit(resource(carta, "Nuda")).content.decode()


def test_round_the_clock_is_not_closed_to_machines(carta: ResourceIndexPage) -> None:
    page = resource(carta, "Numero di notte", address="Via d’Esempio 1")
    hours(page, "lun", time(0), time(0))

    assert '"opens":"00:00","closes":"23:59"' in visit(page).content.decode()


def test_an_entry_leads_to_its_carta_while_that_is_public(carta: ResourceIndexPage) -> None:
    page = resource(carta, "Sportello")
    assert soup(page).select(f'a[href$="{carta.url}"]')

    carta.unpublish()

    assert not soup(page).select(f'a[href$="{carta.url}"]')


def test_the_page_of_the_zone_leads_to_its_carta_once_it_is_public(
    territory: TerritoryPage, carta: ResourceIndexPage
) -> None:
    assert soup(territory).select(f'a[href="{carta.url}"]')[0].get_text(strip=True) == carta.title

    carta.unpublish()

    assert not soup(territory).select(f'a[href="{carta.url}"]')
    other = TerritoryPageFactory.create(parent=territory.get_parent())
    assert "Carta" not in text(other)


def test_the_site_map_leads_to_the_carta_and_leaves_its_entries_to_it(full: ResourceIndexPage) -> None:
    said = text(SitemapPageFactory.create(parent=full.get_parent().get_parent().get_parent()))

    assert full.title in said
    assert "Doposcuola" not in said
    entry = ResourcePage.objects.earliest("pk")
    assert f"<loc>{entry.full_url}</loc>" in Client().get("/sitemap.xml").content.decode()


def test_english_pages_stay_english(full: ResourceIndexPage, territory: TerritoryPage) -> None:
    index = territory.get_parent()
    translated(index.get_parent())
    answer = visit(translated(index.specific))

    assert answer.status_code == 200
    assert "Carta" not in answer.content.decode()
    # The Carta is Italian alone, and says so to nobody who does not ask.
    assert Client().get(f"/en{full.url}").status_code == 404
    assert 'hreflang="en"' not in visit(full).content.decode()


def test_many_entries_cost_no_more_queries(full: ResourceIndexPage, territory: TerritoryPage) -> None:
    queries = ["", "?comune=X001&per=anziani&tipo=sociale&aperto=oggi", "?stampa=tutto"]
    complete(full)
    before = {query: cost(full, query) for query in queries}
    assert max(before.values()) <= MAX_QUERIES
    for number in range(40):
        complete(full, f"Voce {number}")

    assert {query: cost(full, query) for query in queries} == before


def test_an_entry_and_the_zone_keep_to_the_budget(carta: ResourceIndexPage, territory: TerritoryPage) -> None:
    assert cost(complete(carta)) <= MAX_QUERIES
    assert cost(territory) <= MAX_QUERIES


@pytest.mark.usefixtures("in_the_indexes")
def test_the_site_search_finds_an_entry_and_narrows_by_its_zone(territory: TerritoryPage) -> None:
    search = SearchPageFactory.create(parent=territory.get_parent().get_parent())
    carta = ResourceIndexPageFactory.create(parent=territory)
    other = TerritoryPageFactory.create(parent=territory.get_parent(), title="Altra zona")
    body = OrganisationFactory.create(name="Misericordia di prova")
    town = MunicipalityFactory.create(name="Castelnuovo")
    resource(carta, "Trasporto", organisation=body, municipality=town, for_whom="caregiver")
    resource(ResourceIndexPageFactory.create(parent=other), "Trasporto lontano")
    writing.write_due()

    def found(query: str) -> list[str]:
        links = soup(search, query).select("h3 a")
        return sorted(" ".join(link.get_text().split()) for link in links)

    assert found("?q=trasporti") == ["Trasporto", "Trasporto lontano"]
    assert found(f"?q=trasporto&zona={territory.pk}") == ["Trasporto"]
    assert found("?q=trasporto&tipo=resourcepage") == ["Trasporto", "Trasporto lontano"]
    for words in ("misericordie", "castelnuovo", "caregiver"):
        assert found(f"?q={words}") == ["Trasporto"]

    body.name = "Croce di prova"
    body.save()
    town.name = "Borgonuovo"
    town.save()
    writing.write_due()

    for words in ("croce", "borgonuovo"):
        assert found(f"?q={words}") == ["Trasporto"]

    third = TerritoryPageFactory.create(parent=territory.get_parent(), title="Terza zona")
    writing.write_due()
    carta.move(third, pos="last-child")
    writing.write_due()
    assert found(f"?q=trasporto&zona={third.pk}") == ["Trasporto"]
