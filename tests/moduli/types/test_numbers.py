"""Numbers, written the Italian way or the plain one."""

import pytest

from moduli import StepForm, readable
from tests.moduli.builders import answer, ask, error_of, schema_of, step


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12", "12"),
        ("0", "0"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1.500", "1500"),
        ("1.500,25", "1500.25"),
        ("-3", "-3"),
        (" 7 ", "7"),
        ("1 000", "1000"),
        ("1\u00a0000", "1000"),
    ],
)
def test_numbers_are_read_the_italian_way(typed: str, kept: str) -> None:
    assert answer(ask("number"), typed).answers() == {"a": kept}


@pytest.mark.parametrize(
    "typed", ["dodici", "1,2,3", "1e9", "NaN", "Infinity", "٣", "1.50.0", "9" * 40, "0x10"]
)
def test_what_is_no_number_is_refused_with_an_example(typed: str) -> None:
    assert error_of(ask("number"), typed) == "Scrivi un numero, per esempio 12 oppure 12,5."


def test_a_number_has_an_end() -> None:
    assert error_of(ask("number"), "1" + ".000" * 20)


def test_a_number_must_stay_within_its_limits() -> None:
    question = ask("number", minimum="1", maximum="1000", whole=True)
    assert error_of(question, "0") == "Il valore minimo è 1."
    assert error_of(question, "1001") == "Il valore massimo è 1.000."
    assert error_of(question, "2,5") == "Scrivi un numero intero, senza decimali."
    assert error_of(question, "1") == error_of(question, "1000") == error_of(question, "2,0") == ""


@pytest.mark.parametrize(
    ("kept", "shown"), [("12.5", "12,5"), ("-0.5", "-0,5"), ("1500", "1500"), ("1.2.3", "1.2.3")]
)
def test_a_number_is_shown_again_as_people_write_it(kept: str, shown: str) -> None:
    assert StepForm(step(ask("number")), answers={"a": kept})["q-a"].value() == shown


def test_a_number_reads_with_its_unit() -> None:
    [row] = readable(schema_of(step(ask("number", unit="anni"))), {"a": "1500.50"})[0].rows
    assert row.text == "1.500,5 anni"
    [row] = readable(schema_of(step(ask("number", unit="anni"))), {"a": "0"})[0].rows
    assert row.text == "0 anni"


@pytest.mark.parametrize(("whole", "keyboard"), [(True, "numeric"), (False, "decimal")])
def test_a_telephone_offers_the_keyboard_that_fits(whole: bool, keyboard: str) -> None:
    assert answer(ask("number", whole=whole)).fields["q-a"].widget.attrs["inputmode"] == keyboard


@pytest.mark.parametrize("typed", ["inf", "-Infinity", "NaN", "sNaN", "1e999999999", "tanti", "9" * 5000])
def test_a_draft_with_no_number_in_it_yet_can_be_read(typed: str) -> None:
    question = ask("number", unit="anni")
    kept = answer(question, typed).typed()
    assert kept == {"a": typed}
    assert readable(schema_of(step(question)), kept)[0].rows[0].text
