"""Logs hold neither personal data nor secret links."""

import json
import logging
import sys
from typing import Any

import pytest

from portal.logs.redaction import LONGEST_TEXT, JsonFormatter, redact, redact_path
from tests.growth import growth

TOKEN = "Zm9ybWEgZ2l1c3RhIHNvbG"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Not Found: /candidature/segui/{TOKEN}/", "Not Found: /candidature/segui/[…]/"),
        (f"/candidature/bozza/{TOKEN}/passo/2/", "/candidature/bozza/[…]/passo/2/"),
        (f"/candidature/ricevuta/{TOKEN}", "/candidature/ricevuta/[…]/"),
        (f"/seguire/conferma/{TOKEN}/", "/seguire/conferma/[…]/"),
        (f"/seguire/iscrizioni/{TOKEN}/basta/", "/seguire/iscrizioni/[…]/basta/"),
        (f"/firme/conferma/{TOKEN}/", "/firme/conferma/[…]/"),
        (f"/firme/firmata/{TOKEN}/ritira/", "/firme/firmata/[…]/ritira/"),
        ("/admin/password_reset/confirm/MQ/abc-def/", "/admin/password_reset/confirm/[…]/"),
        ("GET /cerca/?q=Mario+Rossi 200", "GET /cerca/?[…] 200"),
        ("no account for mario.rossi@example.org", "no account for [email]"),
        ("bad code RSSMRA80A01H501U", "bad code [codice fiscale]"),
        (
            'duplicate key value violates "x"\nDETAIL:  Key (name)=(Mario Rossi) already exists.',
            'duplicate key value violates "x"\nDETAIL: […]',
        ),
        ("/notizie/una-notizia/", "/notizie/una-notizia/"),
    ],
)
def test_what_identifies_a_person_is_cut_out(text: str, expected: str) -> None:
    assert redact(text) == expected


def test_a_traceback_is_redacted_too_and_the_line_is_json() -> None:
    try:
        raise ValueError("mario.rossi@example.org")
    except ValueError:
        record = logging.LogRecord(
            "x", logging.ERROR, "f.py", 1, "failed for %s", ("a@b.it",), sys.exc_info()
        )

    line = JsonFormatter().format(record)

    assert "\n" not in line
    entry = json.loads(line)
    assert entry["message"] == "failed for [email]"
    assert "ValueError: [email]" in entry["traceback"]


MISTYPED = [
    f"/candidature/segui/{TOKEN}x",
    f"/candidature/segui/{TOKEN[:11]} {TOKEN[11:]}/",
    f"/candidature/segui/{TOKEN[:11]}\n{TOKEN[11:]}/",
    f'/candidature/segui/"{TOKEN}"/',
    f"/candidature/segui//{TOKEN}/",
    f"/candidature//segui/{TOKEN}/",
    f"//candidature//segui/{TOKEN}/",
    f"/admin//candidature/{TOKEN}.",
    f"/candidature/segui{TOKEN}/",
    f"/candidature/{TOKEN}/",
    f"/Candidature/Segui/{TOKEN}/",
    f"/candidature/segui/{TOKEN}/ritira/{TOKEN}",
    f"/candidature/bozza/passo/{TOKEN}/",
    f"/candidature/nuova/{TOKEN}/",
    f"/candidature/nuova/7/{TOKEN}/",
    f"/candidature/segui/{TOKEN}?{TOKEN}",
    f"/candidature/segui/{TOKEN}.",
    f"/candidatura/segui/{TOKEN}/",
    f"/segui/{TOKEN}",
    f"/seguire/{TOKEN}/basta/",
    f"/seguire/pagina/{TOKEN}/",
    f"/firme/patto/{TOKEN}/",
    f"/firme/patto/7/organizzazione/{TOKEN}/",
    f"/firmata/{TOKEN}",
    f"/iscrizioni/{TOKEN[:11]} {TOKEN[11:]}/",
    f"/{TOKEN}",
    f"/notizie/{TOKEN}/",
]


@pytest.mark.parametrize("path", MISTYPED)
def test_a_secret_is_cut_out_of_a_mistyped_address_whatever_its_shape(path: str) -> None:
    for written in (redact_path(path), _logged("Not Found: %s", path)):
        assert TOKEN[:8] not in written
        assert TOKEN[-8:] not in written
        assert "[…]" in written


PLAIN = [
    "/candidature/nuova/7/",
    "/seguire/pagina/7/",
    "/firme/patto/7/",
    "/firme/patto/7/organizzazione/",
    "/admin/candidature/12/",
    "/admin/candidature//12/",
    "/partecipa/attivatori-di-comunita-della-valdichiana-senese/",
    "/static/portal/css/portal.0f3e2a1b9c8d.css",
    "/media/images/Foto_di_gruppo.width-800.webp",
]


@pytest.mark.parametrize("path", PLAIN)
def test_addresses_without_a_secret_can_still_be_read_in_the_log(path: str) -> None:
    assert redact_path(path) == path


def _logged(message: str, *args: Any) -> Any:
    record = logging.LogRecord("django.request", logging.WARNING, "f.py", 1, message, args, None)
    return json.loads(JsonFormatter().format(record))["message"]


# What a visitor can put in a host name, a path or a field: each once made some pattern start over and over.
LONG_TEXTS = [
    "a",
    "a.",
    "a@",
    "a@b",
    "?",
    "/a?",
    "-",
    "/candidature/",
    "/segui/",
    "A",
    "DETAIL:",
    "RSSMRA80",
    "/Aa",
    "/",
    "/c",
    "//candidature",
    "/admin//",
    "RSSMRA",
]


@pytest.mark.parametrize("piece", LONG_TEXTS)
def test_twice_the_text_takes_about_twice_the_time(piece: Any) -> None:
    assert growth(redact, piece, LONGEST_TEXT) <= 3


def test_beyond_its_bound_a_text_costs_nothing_and_the_line_says_that_it_was_cut() -> None:
    line = redact("parola " * LONGEST_TEXT + "mario.rossi@example.org")

    assert len(line) < LONGEST_TEXT + 100
    assert line.endswith("characters left out]")


def test_a_text_is_cut_between_words_so_that_half_an_address_never_stays() -> None:
    text = "x" * (LONGEST_TEXT - 12) + " mario.rossi@example.org"

    assert "mario" not in redact(text)
