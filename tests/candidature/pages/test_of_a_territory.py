"""What there is to take part in of one territory: on its page, and on “Partecipa”."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from tests.candidature.factories import CallPageFactory, EventPageFactory, participation_index
from tests.home.factories import make_home
from tests.portal.pages.visits import MAX_QUERIES, cost, visit
from tests.territori.factories import (
    PathPageFactory,
    TerritoryIndexPageFactory,
    TerritoryPageFactory,
)

pytestmark = pytest.mark.django_db


def days(number: float) -> Any:
    return timezone.now() + timedelta(days=number)


@pytest.fixture
def participation() -> Page:
    return participation_index(make_home())


@pytest.fixture
def territory(participation: Page) -> Page:
    index = TerritoryIndexPageFactory.create(parent=participation.get_parent())
    return TerritoryPageFactory.create(parent=index, title="Val Finta")


def call(participation: Page, territory: Page, title: str, **fields: Any) -> Page:
    return of(CallPageFactory, participation, territory, title, **fields)


def event(participation: Page, territory: Page, title: str, **fields: Any) -> Page:
    return of(EventPageFactory, participation, territory, title, **fields)


def of(factory: Any, participation: Page, territory: Page, title: str, **fields: Any) -> Page:
    page = factory.create(parent=participation, title=title, **fields)
    page.territories.add(territory)
    page.save()
    return page


def section(page: Page, name: str, query: str = "") -> Any:
    html: Any = BeautifulSoup(visit(page, query).content, "html.parser")
    return html.select_one(f"[aria-labelledby={name}]")


def titles(found: Any) -> list[str]:
    return [" ".join(one.text.split()) for one in found.select(".it-card-title a")]


def test_calls_that_can_be_answered_come_first_and_the_nearest_deadline_before_all(
    participation: Page, territory: Page
) -> None:
    for title, opens, closes in (
        ("Chiuso da tempo", -90, -60),
        ("Lontano", -1, 90),
        ("Chiuso ieri", -30, -1),
        ("Vicino", -1, 2),
        ("Non ancora aperto", 1, 30),
    ):
        call(participation, territory, title, opens_at=days(opens), closes_at=days(closes))
    call(participation, territory, "Senza date", opens_at=None, closes_at=None)

    assert titles(section(territory, "avvisi")) == [
        "Vicino",
        "Non ancora aperto",
        "Lontano",
        "Chiuso ieri",
        "Chiuso da tempo",
        "Senza date",
    ]


def test_open_calls_are_not_pushed_off_the_page_by_those_that_are_over(
    participation: Page, territory: Page
) -> None:
    for number in range(6):
        call(participation, territory, f"Senza date {number}", opens_at=None, closes_at=None)
        call(participation, territory, f"Lontano {number}", closes_at=days(100 + number))
    call(participation, territory, "Domani", closes_at=days(1))

    shown = titles(section(territory, "avvisi"))

    assert shown == ["Domani", *(f"Lontano {number}" for number in range(5))]


def test_events_to_come_and_going_on_come_first_the_nearest_before_all(
    participation: Page, territory: Page
) -> None:
    path = PathPageFactory.create(parent=territory)
    for title, starts, ends, fields in (
        ("Passato", -9, -8, {}),
        ("Tra un anno", 365, 366, {}),
        ("In corso", -1, 1, {}),
        ("Domani", 1, 2, {"closes_at": days(-1), "opens_at": days(-2)}),
        ("Annullato", 3, 4, {"cancelled": True}),
    ):
        made = event(
            participation,
            territory,
            title,
            starts_at=days(starts),
            ends_at=days(ends),
            path_page=path,
            **fields,
        )
        assert made.path_page == path
    expected = ["In corso", "Domani", "Tra un anno", "Annullato", "Passato"]

    assert titles(section(territory, "appuntamenti")) == expected
    assert titles(section(path, "appuntamenti")) == expected


def test_the_page_of_a_territory_leads_to_all_of_its_calls_and_events(
    participation: Page, territory: Page
) -> None:
    for number in range(8):
        call(participation, territory, f"Avviso {number}")
    event(participation, territory, "Laboratorio")
    CallPageFactory.create(parent=participation, title="D’altri")

    link = section(territory, "avvisi").select_one(".section-head a")

    assert link.text == "Tutti gli avvisi e gli appuntamenti"
    answer = Client().get(link["href"])
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Avviso 7" in html
    assert "Laboratorio" in html
    assert "D’altri" not in html
    assert "Partecipa, Val Finta" in " ".join(html.split())
    assert cost(territory) <= MAX_QUERIES


def test_partecipa_is_narrowed_to_a_territory_by_its_own_form(
    participation: Page, territory: Page, client: Client
) -> None:
    other = TerritoryPageFactory.create(parent=territory.get_parent(), title="Piana Finta")
    for number in range(12):
        call(participation, territory, f"Della valle {number:02d}")
    call(participation, other, "Della piana")
    form: Any = BeautifulSoup(visit(participation, "?stato=aperti").content, "html.parser").select_one(
        "form:has(#zona)"
    )
    options = {one.text: one["value"] for one in form.select("#zona option")}
    assert list(options) == ["Tutti", "Piana Finta", "Val Finta"]
    kept = {one["name"]: one["value"] for one in form.select("input[type=hidden]")}

    answer = client.get(form["action"], {**kept, "zona": options["Piana Finta"]})

    shown: Any = BeautifulSoup(answer.content, "html.parser")
    assert titles(shown) == ["Della piana"]
    assert shown.select_one("#zona [selected]").text == "Piana Finta"
    assert shown.title.text.split("·")[0].split() == ["Partecipa,", "Aperti", "ora,", "Piana", "Finta"]
    assert cost(participation, f"?zona={territory.pk}") <= MAX_QUERIES


def test_the_lists_of_a_territory_lead_to_the_rest_of_the_same(participation: Page, territory: Page) -> None:
    for number in range(13):
        call(participation, territory, f"Della valle {number:02d}")
    CallPageFactory.create(parent=participation, title="D’altri")

    link = section(participation, "aperti", f"?zona={territory.pk}").select_one(".section-head a")

    assert "(13)" in link.text
    assert link["href"] == f"?zona={territory.pk}&stato=aperti"
    second = section(participation, "aperti", f"{link['href']}&p=2")
    assert titles(second) == ["Della valle 12"]


def test_a_territory_without_anything_says_so_and_one_that_is_none_is_no_filter(
    participation: Page, territory: Page
) -> None:
    CallPageFactory.create(parent=participation, title="D’altri")

    empty = section(participation, "aperti", f"?zona={territory.pk}")

    assert "Per questo territorio non c’è ancora nulla." in empty.text
    assert empty.select_one("a")["href"] == participation.url
    for nonsense in ("0", "abc", "%00"):
        assert titles(section(participation, "aperti", f"?zona={nonsense}")) == ["D’altri"]
