"""Forms of which the portal keeps nothing: each press ends in a redirect and loses nothing."""

from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone
from django_webtest import DjangoTestApp

from portal.forms.typed_again import COOKIE

pytestmark = pytest.mark.django_db

FORM = 0
FIND, CHECK = "/candidature/ritrova/", "/candidature/verifica/"


def wrong(app: Any) -> Any:
    """What is seen after half an address."""
    form = app.get(FIND).forms[FORM]
    form["email"] = "ada@"
    return form.submit(status=302).follow()


def test_the_page_after_a_press_is_a_plain_one_with_what_was_typed(django_app: DjangoTestApp) -> None:
    shown = wrong(django_app)

    assert shown.forms[FORM]["email"].value == "ada@"
    assert "indirizzo completo" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    # As often as it is asked for.
    assert django_app.get(shown.request.url).text == shown.text


def test_a_form_of_several_fields_keeps_them_all(django_app: DjangoTestApp) -> None:
    form = django_app.get(CHECK).forms[FORM]
    form["reference"] = "CS-2026"

    shown = form.submit(status=302).follow()

    assert shown.forms[FORM]["reference"].value == "CS-2026"
    assert "Scrivi il codice di verifica." in shown.text


def test_it_stays_with_the_browser_for_two_minutes_and_is_sent_to_this_page_alone(client: Client) -> None:
    cookie = client.post(FIND, {"email": "ada@"}).cookies[COOKIE]

    assert (cookie["max-age"], cookie["path"]) == (120, FIND)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    with mock.patch("django.core.signing.time.time", return_value=timezone.now().timestamp() + 121):
        assert "ada@" not in client.get(f"{FIND}?esito=controlla").content.decode()


def test_who_comes_to_the_page_anew_finds_nothing_of_it_and_it_is_forgotten(
    django_app: DjangoTestApp,
) -> None:
    wrong(django_app)

    assert django_app.get(FIND).forms[FORM]["email"].value == ""

    assert COOKIE not in django_app.cookies
    assert "ada@" not in django_app.get(f"{FIND}?esito=controlla").text


@pytest.mark.parametrize("kept", ["", "non firmato", "x" * 5000])
def test_a_browser_that_keeps_no_cookies_is_told_all_the_same(client: Client, kept: str) -> None:
    client.cookies[COOKIE] = kept

    asked = client.get(f"{FIND}?esito=chiesta").content.decode()
    wrongly = client.get(f"{FIND}?esito=controlla").content.decode()

    assert "Se con l’indirizzo che hai scritto" in asked
    assert "Scrivi l’indirizzo email." in wrongly


def test_a_very_long_text_still_comes_back_as_an_error(client: Client) -> None:
    answer = client.post(FIND, {"email": "😀" * 5000 + "@example.org"})

    assert len(answer.cookies[COOKIE].OutputString()) < 4096
    shown = client.get(answer["Location"])
    assert "indirizzo completo" in shown.content.decode()


def test_a_reload_asks_for_no_second_letter(django_app: DjangoTestApp) -> None:
    form = django_app.get(FIND).forms[FORM]
    form["email"] = "ada@example.org"

    shown = form.submit(status=302).follow()

    assert "<strong>ada@example.org</strong>" in shown.text
    assert django_app.get(shown.request.url).text == shown.text
