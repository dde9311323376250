"""Free words are looked through for what tells of a person, and nothing else is taken for it."""

import time

import pytest

from riscontri import personal_text
from riscontri.personal_text import ADDRESS, IBAN, PHONE, TAX_CODE, WEB
from tests.growth import growth


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("scrivetemi a ada@example.org", ADDRESS),
        ("ADA@example.org, ada@", ADDRESS),
        ("sono RSSMRA80A01H501U", TAX_CODE),
        ("sono rssmra80a01h501u!", TAX_CODE),
        ("RSSMRAULALMHRLMU", TAX_CODE),
        ("chiamatemi al 347 1234567", PHONE),
        ("tel. 055/2345678", PHONE),
        ("+39 055 234 5678", PHONE),
        ("IT60 X054 2811 1010 0000 0123 456", IBAN),
        ("guardate www.example.org", WEB),
        ("HTTPS://example.org/a", WEB),
    ],
)
def test_addresses_numbers_and_codes_are_found(text: str, what: object) -> None:
    assert what in personal_text.found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Non capisco quale documento serve per iscriversi.",
        "Il DM 77/2022 e la LR 75/2017 non sono spiegati",
        "alle 17.30 del 14/05/2021 la pagina non si apriva",
        "vale 3 stelle su 5, non 4",
        "Casa della Comunità: l’orario è 8-20?",
        "DPR 445/2000, art. 46 e 47",
    ],
)
def test_laws_hours_and_ordinary_words_are_none(text: str) -> None:
    assert personal_text.found_in(text) == []


def test_no_text_takes_long() -> None:
    began = time.thread_time()

    for run in ("a@", "1 ", "@" * 50, "IT60", "+39 ", "A" * 50):
        personal_text.found_in((run * 300)[:300])

    assert time.thread_time() - began < 1


def test_a_run_without_an_address_is_read_once() -> None:
    assert growth(personal_text.found_in, "a", 20_000) <= 3
