"""What programs read of the site."""

from datetime import UTC, datetime, timedelta
from typing import Any

import fastjsonschema
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale, Page, PageViewRestriction

from api.resources import SOURCES
from api.views import PER_PAGE
from home.models import StandardPage
from portal.page_cache.layer import PageCache
from portal.page_cache.memory import Memory
from portal.page_cache.requests import admission
from portal.page_cache.versions import Versions
from tests.candidature.factories import CallPageFactory, EventPageFactory, submitted
from tests.home.factories import StandardPageFactory, make_home
from tests.portal.page_cache.asking import ask
from tests.territori.factories import (
    CommunityHousePageFactory,
    MunicipalityFactory,
    PathPageFactory,
    TerritoryIndexPageFactory,
    TerritoryPageFactory,
    ZoneFactory,
)

API = "/api/v1/"


@pytest.fixture
def home(db: None) -> Page:
    return make_home()


def asked(address: str, **parameters: str) -> Any:
    return Client().get(f"{API}{address}", parameters)


def read(address: str, **parameters: str) -> Any:
    answer = asked(address, **parameters)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/json"
    return answer.json()


def titles(name: str, **parameters: str) -> list[str]:
    return [one["title"] for one in read(f"{name}/", **parameters)["results"]]


def test_a_page_that_stands_in_two_places_is_listed_once(home: Page) -> None:
    page = StandardPageFactory.create(parent=home, title="Contatti")
    alias = page.create_alias(parent=home, update_slug="anche-qui")
    english, _made = Locale.objects.get_or_create(language_code="en")
    page.copy_for_translation(english, copy_parents=True, alias=True)

    assert titles("pagine").count("Contatti") == 1
    assert titles("pagine", lingua="en") == []
    assert asked(f"pagine/{alias.pk}/").status_code == 404


def problem(address: str, **parameters: str) -> Any:
    answer = asked(address, **parameters)
    assert answer["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert said["status"] == answer.status_code
    return said


def small_site(home: Page) -> None:
    """Something in every list, with everything that a shape can hold."""
    index = TerritoryIndexPageFactory.create(parent=home)
    territory = TerritoryPageFactory.create(parent=index, sds="SdS di prova")
    MunicipalityFactory.create(zone=territory.zone, name="Borgo")
    CommunityHousePageFactory.create(
        parent=territory,
        opening_state="open",
        title="Casa aperta",
        latitude=43.7,
        longitude=11.2,
        entrance="with_help",
    )
    CommunityHousePageFactory.create(parent=territory, title="Casa senza stato")
    path = PathPageFactory.create(parent=territory)
    CallPageFactory.create(parent=home, territories=[territory], path_page=path)
    full = EventPageFactory.create(parent=home, capacity=1, territories=[territory])
    submitted(full)
    EventPageFactory.create(parent=home, capacity=None, starts_at=None, ends_at=None, cancelled=True)


def test_every_answer_is_as_the_description_says(home: Page) -> None:
    small_site(home)
    document = read("openapi.json")
    for path, described in document["paths"].items():
        wanted = described["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        # Nothing may be left out of the description either.
        schemas = {
            name: {**shape, "additionalProperties": False} if "properties" in shape else shape
            for name, shape in document["components"]["schemas"].items()
        }
        valid = fastjsonschema.compile({**wanted, "components": {"schemas": schemas}})
        if "{id}" in path:
            some = read(path.removeprefix(API).removesuffix("{id}/"))["results"]
            assert some
            for one in some:
                valid(read(path.removeprefix(API).format(id=one["id"])))
        else:
            valid(read(path.removeprefix(API)))


def test_the_index_leads_to_every_list(home: Page) -> None:
    said = read("")

    assert list(said["resources"]) == list(SOURCES) == ["pagine", "avvisi", "eventi", "territori"]
    for address in (said["description"], *said["resources"].values()):
        assert Client().get(address.removeprefix("http://testserver")).status_code == 200


def test_a_list_holds_only_what_everybody_may_read(home: Page) -> None:
    CallPageFactory.create(parent=home, title="Pubblico")
    CallPageFactory.create(parent=home, title="In bozza", live=False)
    closed = StandardPageFactory.create(parent=home, title="Riservata")
    hidden = CallPageFactory.create(parent=closed, title="Sotto una riservata")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")

    assert titles("avvisi") == ["Pubblico"]
    assert titles("pagine") == ["Casa di prova", "Pubblico"]
    assert problem(f"avvisi/{hidden.pk}/")["status"] == 404
    assert problem(f"pagine/{closed.pk}/")["status"] == 404


def test_a_call_names_no_path_and_no_territory_that_is_not_public(home: Page) -> None:
    index = TerritoryIndexPageFactory.create(parent=home)
    shown = TerritoryPageFactory.create(parent=index, title="Si vede")
    hidden = TerritoryPageFactory.create(parent=index, title="Non si vede", live=False)
    path = PathPageFactory.create(parent=shown, title="Percorso in bozza", live=False)
    call = CallPageFactory.create(parent=home, territories=[shown, hidden], path_page=path)

    said = read(f"avvisi/{call.pk}/")

    assert [one["title"] for one in said["territories"]] == ["Si vede"]
    assert said["path"] is None


def test_where_a_call_stands_is_said_in_the_words_of_its_page(home: Page) -> None:
    now = timezone.now()
    CallPageFactory.create(parent=home, title="Aperto")
    CallPageFactory.create(parent=home, title="Presto", opens_at=now + timedelta(days=1))
    CallPageFactory.create(parent=home, title="Passato", closes_at=now - timedelta(hours=1))

    said = {one["title"]: (one["state"], one["state_label"]) for one in read("avvisi/")["results"]}
    assert said == {
        "Aperto": ("open", "Aperto"),
        "Presto": ("upcoming", "Non ancora aperto"),
        "Passato": ("closed", "Chiuso"),
    }
    assert titles("avvisi", stato="aperti") == ["Aperto"]
    assert titles("avvisi", stato="prossimi") == ["Presto"]
    assert titles("avvisi", stato="conclusi") == ["Passato"]


def test_a_call_says_how_many_it_takes_and_from_where(home: Page) -> None:
    zones = [ZoneFactory.create(name=name) for name in ("Valdera", "Lunigiana")]
    chosen = CallPageFactory.create(parent=home, admits_from="chosen", most_submissions=1)
    chosen.admitted_zones.set(zones)
    chosen.save()
    territory = TerritoryPageFactory.create(zone=zones[0])
    own = CallPageFactory.create(parent=home, admits_from="own", territories=[territory])

    said = read(f"avvisi/{chosen.pk}/")
    assert (said["admits_from"], said["admitted_zones"]) == ("chosen", ["Lunigiana", "Valdera"])
    assert (said["most_applications"], said["places_left"], said["state"]) == (1, 1, "open")
    assert read(f"avvisi/{own.pk}/")["admitted_zones"] == ["Valdera"]
    assert read(f"avvisi/{own.pk}/")["places_left"] is None
    submitted(chosen, municipality_id=MunicipalityFactory.create(zone=zones[0]).pk)
    said = read(f"avvisi/{chosen.pk}/")
    assert (said["places_left"], said["state"]) == (0, "reached")


def test_what_is_open_in_another_language_is_found_too(home: Page) -> None:
    english = Locale.objects.get_or_create(language_code="en")[0]
    CallPageFactory.create(parent=home, title="Aperto")
    CallPageFactory.create(parent=home, title="Open", locale=english)

    assert titles("avvisi", stato="aperti") == ["Aperto", "Open"]
    assert titles("avvisi", stato="aperti", lingua="en") == ["Open"]
    assert titles("avvisi", stato="aperti", lingua="it") == ["Aperto"]


def test_an_event_says_how_many_places_are_left(home: Page) -> None:
    event = EventPageFactory.create(parent=home, capacity=2)
    moderated = EventPageFactory.create(parent=home, capacity=2, admission="moderated")
    submitted(event)

    assert read(f"eventi/{event.pk}/")["places_left"] == 1
    assert read(f"eventi/{moderated.pk}/")["places_left"] is None
    submitted(event)
    said = read(f"eventi/{event.pk}/")
    assert (said["places_left"], said["state"]) == (0, "full")


def test_nothing_tells_of_the_online_room(home: Page) -> None:
    event = EventPageFactory.create(parent=home, mode="online", online_url="https://stanza.example/segreta")
    assert b"segreta" not in asked(f"eventi/{event.pk}/").content


def test_lists_are_narrowed_by_zone_kind_language_and_day(home: Page) -> None:
    index = TerritoryIndexPageFactory.create(parent=home)
    here, there = TerritoryPageFactory.create_batch(2, parent=index)
    CallPageFactory.create(parent=home, title="Qui", territories=[here])
    CallPageFactory.create(parent=home, title="Là", territories=[there])
    old = StandardPageFactory.create(parent=home, title="Vecchia")
    new = StandardPageFactory.create(parent=home, title="Nuova")
    # 1 May begins in Rome two hours before it does in London.
    moment = datetime(2026, 4, 30, 21, 30, tzinfo=UTC)
    StandardPage.objects.filter(pk=old.pk).update(last_published_at=moment)
    StandardPage.objects.filter(pk=new.pk).update(last_published_at=moment + timedelta(hours=1))
    english = Locale.objects.get_or_create(language_code="en")[0]
    StandardPageFactory.create(parent=home, title="In English", locale=english)

    assert titles("avvisi", zona=here.zone.slug) == ["Qui"]
    assert titles("territori", zona=there.zone.slug) == [there.title]
    assert titles("pagine", tipo="standardpage", lingua="it") == ["Vecchia", "Nuova"]
    assert titles("pagine", lingua="en") == ["In English"]
    assert titles("pagine", dal="2026-05-01") == ["Nuova"]


def test_a_long_list_comes_in_parts_that_name_each_other(home: Page) -> None:
    CallPageFactory.create_batch(PER_PAGE + 1, parent=home)

    first = read("avvisi/", stato="aperti")
    assert (first["count"], len(first["results"]), first["previous"]) == (PER_PAGE + 1, PER_PAGE, None)
    second = Client().get(first["next"].removeprefix("http://testserver")).json()
    assert (len(second["results"]), second["next"]) == (1, None)
    assert "stato=aperti" in second["previous"]
    ids = [one["id"] for one in (*first["results"], *second["results"])]
    assert ids == sorted(set(ids))
    assert problem("avvisi/", p="3")["status"] == 404


@pytest.mark.parametrize(
    ("address", "parameters", "says"),
    [
        ("avvisi/", {"colore": "rosso"}, "p, lingua, dal, zona, stato"),
        ("avvisi/", {"tipo": "callpage"}, "non esiste qui"),
        ("avvisi/", {"p": "0"}, "un numero da 1 in su"),
        ("avvisi/", {"p": "١"}, "un numero da 1 in su"),
        ("avvisi/", {"p": "9" * 5000}, "un numero da 1 in su"),
        ("avvisi/", {"zona": "nessuna"}, "zone_code"),
        ("avvisi/", {"zona": "\0"}, "zone_code"),
        ("avvisi/", {"stato": "boh"}, "aperti, conclusi, prossimi"),
        ("avvisi/", {"lingua": "fr"}, "en, it"),
        ("avvisi/", {"dal": "ieri"}, "2026-03-31"),
        ("avvisi/", {"dal": "0001-01-01"}, "2026-03-31"),
        ("pagine/", {"tipo": "user"}, "callpage"),
        ("pagine/1/", {"p": "1"}, "non esiste qui"),
    ],
)
def test_a_wrong_question_is_told_what_is_right(
    home: Page, address: str, parameters: dict[str, str], says: str
) -> None:
    said = problem(address, **parameters)
    assert said["status"] == 400
    assert says in said["detail"]


def test_a_parameter_that_stands_twice_is_refused(home: Page) -> None:
    answer = Client().get(f"{API}avvisi/?stato=aperti&stato=conclusi")
    assert answer.status_code == 400
    assert "più volte" in answer.json()["detail"]


def test_what_is_not_there_is_said_in_json(home: Page) -> None:
    assert "pagine, avvisi, eventi, territori" in problem("altro/")["detail"]
    assert problem("avvisi/999999999999999999999/")["status"] == 404


def test_answers_are_for_any_program_and_are_asked_for_again_cheaply(home: Page) -> None:
    first = asked("avvisi/")

    assert first["Access-Control-Allow-Origin"] == "*"
    assert not first.cookies
    again = Client().get(f"{API}avvisi/", HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 304
    CallPageFactory.create(parent=home)
    assert Client().get(f"{API}avvisi/", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


@pytest.mark.parametrize(("name", "most"), [("pagine", 3), ("avvisi", 5), ("eventi", 5), ("territori", 5)])
def test_a_list_costs_the_same_queries_whatever_it_holds(
    home: Page, name: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    index = TerritoryIndexPageFactory.create(parent=home)
    for _ in range(3):
        territory = TerritoryPageFactory.create(parent=index)
        path = PathPageFactory.create(parent=territory)
        CommunityHousePageFactory.create(parent=territory)
        for factory in (CallPageFactory, EventPageFactory):
            factory.create(parent=home, territories=[territory], path_page=path)
    asked("")

    with django_assert_max_num_queries(most):
        assert read(f"{name}/")["count"] >= 3


@pytest.mark.usefixtures("committed_db")
def test_answers_are_kept_until_what_they_tell_changes() -> None:
    home = make_home()
    event = EventPageFactory.create(parent=home, capacity=2)
    versions = Versions()
    cache = PageCache(WSGIHandler(), admission(), versions.read, Memory(10_000_000, 1000))
    one = reverse("api:one", args=["eventi", event.pk])
    # What is made by the first visit of all is no news.
    ask(cache)
    try:
        for address in (API, reverse("api:document"), reverse("api:listing", args=["pagine"]), one):
            ask(cache, address)
            assert ask(cache, address).how == "hit"
        kept = ask(cache, reverse("api:listing", args=["eventi"]), query="stato=aperti&lingua=it")
        assert kept.how == "miss"
        assert (
            ask(cache, reverse("api:listing", args=["eventi"]), query="stato=aperti&lingua=it").how == "hit"
        )
        submitted(event)
        assert '"places_left":1' in ask(cache, one).text
        event.title = "Un altro titolo"
        event.save()
        assert "Un altro titolo" in ask(cache, one).text
    finally:
        versions.close()
