"""Logs hold neither personal data nor secret links."""

import json
import logging
import sys

import pytest

from portal.logs import JsonFormatter, redact

TOKEN = "Zm9ybWEgZ2l1c3RhIHNvbG"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Not Found: /candidature/segui/{TOKEN}/", "Not Found: /candidature/segui/[…]/"),
        (f"/candidature/bozza/{TOKEN}/passo/2/", "/candidature/bozza/[…]/passo/2/"),
        (f"/candidature/ricevuta/{TOKEN}", "/candidature/ricevuta/[…]/"),
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
def test_what_identifies_a_person_is_cut_out(text, expected):
    assert redact(text) == expected


def test_a_traceback_is_redacted_too_and_the_line_is_json():
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
