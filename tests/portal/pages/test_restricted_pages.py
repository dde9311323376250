"""Pages that an editor protects with a password ask for it in the site's own design."""

import re
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from candidature.pages.participation import ParticipationPage
from home.models import HomePage
from portal.models import Attempt
from tests.candidature.factories import EventPageFactory
from tests.home.factories import make_home

pytestmark = pytest.mark.django_db


@pytest.fixture
def protected() -> HomePage:
    home = make_home()
    PageViewRestriction.objects.create(
        page=home, restriction_type=PageViewRestriction.PASSWORD, password="apriti"
    )
    return home


def restriction_url(page: ParticipationPage) -> str:
    restriction = PageViewRestriction.objects.get(page=page)
    return f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"


def test_the_password_is_asked_in_italian_within_the_portal(protected: HomePage) -> None:
    html = Client().get(protected.url).content.decode()

    assert "Serve una password" in html
    assert "Vai ai contenuti" in html


def test_a_wrong_password_says_so_and_the_right_one_opens_the_page(protected: HomePage) -> None:
    client = Client()

    wrong = client.post(restriction_url(protected), {"password": "no", "return_url": protected.url})
    blank = client.post(restriction_url(protected), {"password": "", "return_url": protected.url})
    right = client.post(restriction_url(protected), {"password": "apriti", "return_url": protected.url})

    assert "La password non è giusta" in wrong.content.decode()
    assert "Scrivi la password." in blank.content.decode()
    assert right.status_code == 302
    assert "Serve una password" not in client.get(protected.url).content.decode()


def test_the_page_that_asks_for_a_password_says_nothing_of_the_page(protected: HomePage) -> None:
    event = EventPageFactory.create(
        title="Supervisione segreta", slug="accordo-segreto", abstract="Parole segrete."
    )
    PageViewRestriction.objects.create(
        page=event, restriction_type=PageViewRestriction.PASSWORD, password="apriti"
    )
    html = Client().get(restriction_url(event)).content.decode()

    assert "Serve una password" in html
    for told in ("segreta", "segrete", "accordo-segreto", "ld+json", "og:", "canonical"):
        assert told not in html, told


def test_what_repeats_a_page_opens_with_its_password(protected: HomePage) -> None:
    event = EventPageFactory.create(parent=protected)
    PageViewRestriction.objects.update(page=event)
    alias = event.create_alias(parent=event.get_parent(), update_slug="altrove")

    asked = BeautifulSoup(Client().get(alias.url).content, "html.parser")
    door = asked.select_one("main form, .error-page form")
    assert door
    opened = Client().post(str(door["action"]), {"password": "apriti", "return_url": alias.url})

    assert (opened.status_code, opened.headers.get("Location")) == (302, alias.url)


@pytest.mark.parametrize("kind", [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD, None])
def test_the_password_of_one_page_opens_no_view_of_another(protected: HomePage, kind: str | None) -> None:
    other = EventPageFactory.create(title="Supervisione segreta")
    one = PageViewRestriction.objects.get(page=protected)
    PageViewRestriction.objects.filter(pk=one.pk).update(
        page=EventPageFactory.create(title="Aperta a chi sa")
    )
    if kind:
        PageViewRestriction.objects.create(page=other, restriction_type=kind, password="altra")
    door = f"/_util/authenticate_with_password/{one.pk}/{other.pk}/"

    assert Client().get(door).status_code == 404
    assert Client().post(door, {"password": "apriti", "return_url": "/"}).status_code == 404


def guess(page: ParticipationPage, password: str, address: str = "203.0.113.7") -> Any:
    client = Client(REMOTE_ADDR=address)
    return client.post(restriction_url(page), {"password": password, "return_url": page.url})


def test_after_so_many_wrong_guesses_the_right_password_waits_too_and_the_hour_is_told(
    protected: HomePage, settings: Settings
) -> None:
    guesses = [guess(protected, f"prova{number}") for number in range(settings.PAGE_PASSWORD_GUESSES)]
    assert {answer.status_code for answer in guesses} == {200}

    refused = guess(protected, "apriti")

    assert refused.status_code == 429
    assert re.search(r"Puoi riprovare dalle ore \d\d:\d\d", refused.content.decode())


def test_the_wait_holds_for_that_visitor_and_that_page_only_and_ends(
    protected: HomePage, settings: Settings
) -> None:
    other = PageViewRestriction.objects.create(
        page=Page.objects.get(depth=1), restriction_type=PageViewRestriction.PASSWORD, password="apriti"
    )
    for number in range(settings.PAGE_PASSWORD_GUESSES):
        guess(protected, f"prova{number}")

    assert guess(protected, "apriti", "198.51.100.1").status_code == 302
    elsewhere = f"/_util/authenticate_with_password/{other.pk}/{protected.pk}/"
    client = Client(REMOTE_ADDR="203.0.113.7")
    assert client.post(elsewhere, {"password": "apriti", "return_url": "/"}).status_code == 302
    Attempt.objects.update(at=timezone.now() - timedelta(minutes=15))
    assert guess(protected, "apriti").status_code == 302


def test_the_right_password_is_never_counted(protected: HomePage, settings: Settings) -> None:
    for _visit in range(settings.PAGE_PASSWORD_GUESSES + 5):
        assert guess(protected, "apriti").status_code == 302


def test_the_password_of_a_collection_of_documents_is_guarded_alike(settings: Settings) -> None:
    collection = Collection.get_first_root_node().add_child(name="Riservata")
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password="apriti"
    )
    address = f"/documenti/authenticate_with_password/{restriction.pk}/"
    for _turn in range(settings.PAGE_PASSWORD_GUESSES):
        Client().post(address, {"password": "no", "return_url": "/"})

    assert Client().post(address, {"password": "apriti", "return_url": "/"}).status_code == 429
