"""Addresses of the web."""

import pytest

from tests.moduli.builders import answer, ask, error_of

WRONG = "Scrivi un indirizzo web completo, per esempio www.esempio.it."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("www.esempio.it", "https://www.esempio.it"),
        (" esempio.it/a?b=c#d ", "https://esempio.it/a?b=c#d"),
        ("esempio.it:8080/a", "https://esempio.it:8080/a"),
        ("http://esempio.it", "http://esempio.it"),
        ("HTTPS://esempio.it", "HTTPS://esempio.it"),
        ("città.example", "https://città.example"),
    ],
)
def test_an_address_is_kept_with_its_scheme(typed: str, kept: str) -> None:
    assert answer(ask("web_address"), typed).answers() == {"a": kept}


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "javascript://esempio.it/%0Aalert(1)",
        "data:text/html,ciao",
        "ftp://esempio.it",
        "mailto:ada@esempio.it",
        "esempio",
        "due parole.it",
        "https://",
        "https://[::1",
        "//esempio.it",
        "esempio.it\nwww.altro.it",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(typed: str) -> None:
    assert error_of(ask("web_address"), typed) == WRONG


@pytest.mark.parametrize("typed", ["https://ada@esempio.it", "https://www.banca.it:x@esempio.it/"])
def test_an_address_that_hides_where_it_leads_is_refused(typed: str) -> None:
    assert (
        "nome utente" in error_of(ask("web_address"), typed) or error_of(ask("web_address"), typed) == WRONG
    )


def test_an_overlong_address_is_refused_with_its_length() -> None:
    assert "500" in error_of(ask("web_address"), "https://esempio.it/" + "a" * 500)
