"""Codice fiscale, partita IVA, IBAN: numbers that can check themselves."""

from typing import Any

import pytest

from moduli import StepForm, readable
from tests.moduli.builders import answer, ask, error_of, schema_of, step

PERSON = "RSSMRA80A01H501U"
ORGANISATION = "90012340486"
ITALIAN = "IT60X0542811101000000123456"


def test_a_codice_fiscale_may_be_typed_with_spaces_and_small_letters() -> None:
    assert answer(ask("tax_code"), "rss mra 80a01 h501u").answers() == {"a": PERSON}
    assert answer(ask("tax_code"), ORGANISATION).answers() == {"a": ORGANISATION}


@pytest.mark.parametrize(("holder", "typed"), [("person", PERSON), ("organisation", ORGANISATION)])
def test_a_codice_fiscale_of_the_kind_that_is_asked_is_taken(holder: str, typed: str) -> None:
    assert error_of(ask("tax_code", holder=holder), typed) == ""


@pytest.mark.parametrize(
    ("holder", "typed", "message"),
    [
        ("either", "RSSMRA80A01H501X", "Questo codice fiscale non esiste: controlla di avere copiato bene"),
        ("either", "RSSMRA", "Il codice fiscale ha 16 caratteri, oppure 11 cifre se è di un ente."),
        ("either", "RSSMRA80Z01H501U", "Questo non è un codice fiscale: controlla lettere e cifre."),
        ("person", ORGANISATION, "Il codice fiscale di una persona ha 16 caratteri."),
        ("organisation", PERSON, "Il codice fiscale di un ente ha 11 cifre."),
    ],
)
def test_a_wrong_codice_fiscale_says_what_is_wrong(holder: str, typed: str, message: str) -> None:
    assert error_of(ask("tax_code", holder=holder), typed).startswith(message)


def test_a_partita_iva_is_checked_by_its_last_digit() -> None:
    assert answer(ask("vat_number"), "IT 07643520567").answers() == {"a": "07643520567"}
    said = "Questa partita IVA non esiste: controlla di avere copiato bene ogni cifra."
    assert error_of(ask("vat_number"), "07643520568") == said
    assert error_of(ask("vat_number"), "0764352056712") == "La partita IVA ha 11 cifre."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (ITALIAN, ITALIAN),
        ("it60 x054 2811 1010 0000 0123 456", ITALIAN),
        ("IT60-X054-2811-1010-0000-0123-456", ITALIAN),
        ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("SM86U0322509800000000270100", "SM86U0322509800000000270100"),
    ],
)
def test_an_iban_of_any_country_is_kept_without_spaces(typed: str, kept: Any) -> None:
    assert answer(ask("iban"), typed).answers() == {"a": kept}


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        # Two characters changed places.
        (
            "IT60X0542811101000000124356",
            "Questo IBAN non esiste: controlla di avere copiato bene ogni carattere.",
        ),
        ("DE88370400440532013000", "Questo IBAN non esiste: controlla di avere copiato bene ogni carattere."),
        (ITALIAN[:-1], "Un IBAN italiano ha 27 caratteri: qui ce ne sono 26."),
        (ITALIAN + "7", "Un IBAN italiano ha 27 caratteri: qui ce ne sono 28."),
        ("000000123456", "Questo non è un IBAN: comincia con due lettere e due cifre, per esempio IT60."),
        (
            "DE٨٩370400440532013000",
            "Questo non è un IBAN: comincia con due lettere e due cifre, per esempio IT60.",
        ),
        # The check digits agree, but no account in Germany is that long, and no country is called XX.
        ("DE51370400440532013000123", "Questo IBAN non ha la forma che usa il suo paese."),
        ("XX46370400440532013000", "Questo IBAN non ha la forma che usa il suo paese."),
    ],
)
def test_a_wrong_iban_says_what_is_wrong(typed: str, message: str) -> None:
    assert error_of(ask("iban"), typed) == message


def test_an_iban_is_shown_and_read_in_groups_of_four() -> None:
    grouped = "IT60 X054 2811 1010 0000 0123 456"
    question = ask("iban")
    assert StepForm(step(question), answers={"a": ITALIAN})["q-a"].value() == grouped
    assert readable(schema_of(step(question)), {"a": ITALIAN})[0].rows[0].text == grouped
    # One that is not valid yet stands as it was typed.
    assert StepForm(step(question), answers={"a": "it60 x"})["q-a"].value() == "it60 x"


@pytest.mark.parametrize("type_", ["tax_code", "vat_number", "iban"])
def test_no_browser_corrects_a_code(type_: str) -> None:
    attrs = answer(ask(type_)).fields["q-a"].widget.attrs
    if type_ == "vat_number":
        assert attrs["inputmode"] == "numeric"
    else:
        assert (attrs["autocapitalize"], attrs["spellcheck"]) == ("characters", "false")


def test_codes_have_room_for_spaces_between_all_their_characters() -> None:
    for type_, code in [("tax_code", PERSON), ("vat_number", "07643520567"), ("iban", ITALIAN)]:
        assert answer(ask(type_), " ".join(code)).answers() == {"a": code}
