"""Amounts in euro."""

import pytest

from tests.moduli.builders import answer, ask, error_of


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1500", "1500.00"),
        ("1.500", "1500.00"),
        ("1.500,5", "1500.50"),
        ("1500.50", "1500.50"),
        ("€ 12", "12.00"),
        ("12 €", "12.00"),
        ("12,30 Euro", "12.30"),
        ("eur\u00a01 000", "1000.00"),
        ("0", "0.00"),
        ("999999999999999", "999999999999999.00"),
    ],
)
def test_an_amount_is_kept_with_its_cents_however_it_is_written(typed: str, kept: str) -> None:
    assert answer(ask("money"), typed).answers() == {"a": kept}


@pytest.mark.parametrize(
    "typed", ["tanto", "1.50.0", "1,2,3", "12 $", "€", "€ €1", "١٢", "１２", "1e3", "NaN", "--1", "euroeuro"]
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    said = "Scrivi un importo in euro, per esempio 1500 oppure 1.500,50."
    assert error_of(ask("money"), typed) == said


def test_thousandths_are_refused_and_never_rounded() -> None:
    said = "Scrivi al massimo due cifre dopo la virgola: sono i centesimi."
    assert error_of(ask("money"), "10,005") == said
    assert answer(ask("money"), "10,500").answers() == {"a": "10.50"}


def test_limits_are_said_in_euro() -> None:
    question = ask("money", minimum="100", maximum="1500.50")

    assert error_of(question, "99,99") == "L’importo minimo è 100,00 €."
    assert error_of(question, "1500,51") == "L’importo massimo è 1.500,50 €."
    assert error_of(question, "1500,50") == ""
    assert error_of(question, "100") == ""


def test_less_than_nothing_is_refused_unless_the_editor_allows_it() -> None:
    assert error_of(ask("money"), "-1") == "L’importo non può essere negativo."
    assert answer(ask("money", minimum="-5"), "-1").answers() == {"a": "-1.00"}


def test_the_keyboard_has_a_minus_only_where_it_is_needed() -> None:
    assert answer(ask("money")).fields["q-a"].widget.attrs["inputmode"] == "decimal"
    assert "inputmode" not in answer(ask("money", minimum="-5")).fields["q-a"].widget.attrs


def test_an_overlong_amount_is_refused() -> None:
    assert error_of(ask("money"), "1" * 60) != ""
