"""Addresses of email and PEC, telephone numbers."""

import pytest

from moduli import Step, StepForm
from tests.moduli.builders import answer, ask, error_of


@pytest.mark.parametrize("type_", ["email", "pec"])
@pytest.mark.parametrize("typed", ["nome@", "nome", "nome @esempio.it", "nome@esempio.it, altro@esempio.it"])
def test_an_address_that_is_not_complete_is_refused_with_an_example(type_: str, typed: str) -> None:
    assert error_of(ask(type_), typed) == "Scrivi un indirizzo completo, per esempio nome@esempio.it."


def test_a_browser_offers_ordinary_addresses_only_where_they_are_asked() -> None:
    assert answer(ask("email")).fields["q-a"].widget.attrs["autocomplete"] == "email"
    assert answer(ask("pec")).fields["q-a"].widget.attrs["autocomplete"] == "section-pec email"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("347 1234567", "+393471234567"),
        ("+39 055 2345678", "+390552345678"),
        ("+33 1 42 68 53 00", "+33142685300"),
    ],
)
def test_a_telephone_number_is_kept_in_its_international_form(typed: str, kept: str) -> None:
    assert answer(ask("phone"), typed).answers() == {"a": kept}


@pytest.mark.parametrize("typed", ["123", "non ce l'ho", "+39 000", "347 1234567 int. 5"])
def test_a_telephone_number_that_cannot_exist_is_refused(typed: str) -> None:
    said = "Questo numero non esiste. Scrivi per esempio 055 2345678 oppure +39 347 1234567."
    assert error_of(ask("phone"), typed) == said


def test_a_telephone_number_comes_back_as_people_write_it() -> None:
    """Whoever goes back to it must not find thirteen figures in a row; what is none stays as it was typed."""
    step: Step = {"key": "s", "title": "", "intro": "", "questions": [ask("phone")]}
    for kept, shown in {"+390552345678": "+39 055 234 5678", "casa": "casa"}.items():
        assert f'value="{shown}"' in str(StepForm(step, answers={"a": kept})["q-a"])


def test_a_browser_knows_a_telephone_number_and_a_postal_address_when_it_is_asked_for_one() -> None:
    phone = str(answer(ask("phone"))["q-a"])
    assert 'type="tel"' in phone
    assert 'autocomplete="tel"' in phone
    address = str(answer(ask("address"))["q-a"])
    assert 'autocomplete="street-address"' in address
    assert 'rows="3"' in address
