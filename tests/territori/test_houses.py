"""A Casa della Comunità says where it is, how to reach it and how one gets in."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from territori.models import CommunityHousePage
from tests.home.factories import make_home
from tests.portal.blocks.bodies import stream
from tests.portal.pages.visits import visit
from tests.territori.factories import (
    CommunityHousePageFactory,
    MunicipalityFactory,
    TerritoryIndexPageFactory,
    TerritoryPageFactory,
)

pytestmark = pytest.mark.django_db

WHERE = {
    "address": "Via Finta 7, Borgo",
    "directions": "Autobus 4, fermata Finta.\nParcheggio dietro la chiesa.",
    "entrance": "with_help",
    "how_to_get_in": "Suona: qualcuno mette la pedana.",
}


def house(**fields: Any) -> CommunityHousePage:
    index = TerritoryIndexPageFactory.create(parent=make_home())
    made: CommunityHousePage = CommunityHousePageFactory.create(
        parent=TerritoryPageFactory.create(parent=index), **fields
    )
    return made


def whole(page: CommunityHousePage) -> Any:
    return BeautifulSoup(visit(page).content, "html.parser")


def facts(page: CommunityHousePage) -> dict[str, Any]:
    return {row.dt.get_text(strip=True): row.dd for row in whole(page).select("main dl.facts > div")}


def things(page: CommunityHousePage) -> list[dict[str, Any]]:
    graph = json.loads(whole(page).select_one('script[type="application/ld+json"]').string)["@graph"]
    return [thing for thing in graph if thing["@type"] == "MedicalClinic"]


def test_it_says_how_to_reach_it_and_how_one_gets_in() -> None:
    shown = facts(house(**WHERE))

    assert "Parcheggio dietro la chiesa." in shown["Come arrivare"].text
    assert shown["Come arrivare"].br
    assert "Ingresso accessibile con aiuto" in shown["Ingresso"].text
    assert "Suona: qualcuno mette la pedana." in shown["Ingresso"].text


def test_it_says_when_it_is_open_and_whom_it_serves() -> None:
    page = house(opening_hours="Lunedì 8–13\nSabato 9–12")
    page.municipalities.set([MunicipalityFactory.create(name=name) for name in ("Borgo Finto", "Val Finta")])
    page.save()

    shown = facts(page)

    assert shown["Orari"].get_text("|", strip=True) == "Lunedì 8–13|Sabato 9–12"
    assert " ".join(shown["Comuni serviti"].text.split()) == "Borgo Finto, Val Finta"


def test_it_lists_its_services_with_what_each_is() -> None:
    named = {"name": "Ambulatorio infermieristico", "description": "Su appuntamento."}
    services = stream([{"type": "service", "value": one} for one in (named, {"name": "Sportello"}, {})])

    section = whole(house(services=services)).select_one("section[aria-labelledby=servizi]")

    assert section.h2.text == "Servizi"
    assert [" ".join(one.text.split()) for one in section.select("li")] == [
        "Ambulatorio infermieristico Su appuntamento.",
        "Sportello",
    ]


def test_it_says_whom_to_ask() -> None:
    ways = {"phone": "055 000000", "email": "casa@example.org"}
    contacts = stream([{"type": "contacts", "value": {"office": "Portineria", **ways}}])

    section = whole(house(contacts=contacts)).select_one("section[aria-labelledby=contatti]")

    assert section.h2.text == "Contatti"
    assert "Portineria" in section.text
    assert [a["href"] for a in section.select("a")] == ["tel:055000000", "mailto:casa@example.org"]


@pytest.mark.parametrize(
    ("place", "leads_to"),
    [
        ({}, "search?query=Via+Finta+7%2C+Borgo"),
        (
            {"latitude": 43.77925, "longitude": 11.24626},
            "?mlat=43.77925&mlon=11.24626#map=18/43.77925/11.24626",
        ),
    ],
)
def test_a_map_is_one_press_away(place: dict[str, float], leads_to: str) -> None:
    link = facts(house(**WHERE, **place))["Indirizzo"].a

    assert link["href"] == f"https://www.openstreetmap.org/{leads_to}"


def test_what_is_not_known_is_neither_shown_nor_linked() -> None:
    shown = facts(house())

    assert shown["Indirizzo"].get_text(strip=True) == "Dato non disponibile"
    assert not {"Come arrivare", "Ingresso", "Orari", "Comuni serviti"} & set(shown)


def test_search_engines_are_told_of_a_house_to_which_one_can_go() -> None:
    contacts = json.dumps(
        [{"type": "contacts", "value": {"phone": "055 000000", "email": "casa@example.org"}}]
    )
    [thing] = things(house(**WHERE, opening_state="open", latitude=43.7, longitude=11.2, contacts=contacts))

    assert thing["address"] == WHERE["address"]
    assert thing["geo"] == {"@type": "GeoCoordinates", "latitude": 43.7, "longitude": 11.2}
    assert thing["hasMap"].startswith("https://www.openstreetmap.org/?mlat=43.70000")
    assert (thing["telephone"], thing["email"]) == ("055 000000", "casa@example.org")
    assert thing["amenityFeature"]["name"] == "Ingresso accessibile con aiuto"
    assert thing["amenityFeature"]["value"] is True


@pytest.mark.parametrize(
    "fields",
    [
        {**WHERE, "opening_state": "under_construction"},
        {**WHERE, "opening_state": ""},
        {"opening_state": "open"},
    ],
)
def test_search_engines_are_told_nothing_of_a_house_that_is_not_there(fields: dict[str, str]) -> None:
    assert things(house(**fields)) == []


def test_programs_read_where_it_is_and_what_is_not_known_as_null() -> None:
    above = house(**WHERE, latitude=43.7, longitude=11.2).get_parent()
    CommunityHousePageFactory.create(parent=above, title="Senza dati")

    answer = Client().get(f"/api/v1/territori/{above.pk}/").json()

    known = {one["title"]: one for one in answer["community_houses"]}
    unknown = known.pop("Senza dati")
    [one] = known.values()
    assert {name: one[name] for name in WHERE} == WHERE
    assert (one["latitude"], one["longitude"]) == (43.7, 11.2)
    assert (unknown["latitude"], unknown["entrance"], unknown["directions"]) == (None, None, "")
