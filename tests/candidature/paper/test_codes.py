"""The code on a printed form leads to the form, and says when something is wrong with either."""

import re

import pytest

from candidature.models import CallPage
from candidature.paper import codes
from candidature.submissions.models import REFERENCE_ALPHABET
from eventi.models import EventPage
from moduli import freeze
from tests.candidature.factories import CallPageFactory, EventPageFactory, question, steps

pytestmark = pytest.mark.django_db


def code_of(page: CallPage | EventPage) -> str:
    return codes.code_of(page, freeze(page.steps))


def test_a_code_leads_to_its_page_however_it_is_typed() -> None:
    call, event = CallPageFactory.create(), EventPageFactory.create()

    for page in (call, event):
        code = code_of(page)
        assert re.fullmatch(r"[2-9A-Z]{1,6}-[2-9A-Z]{5}", code)
        for typed in (code, code.lower(), f" {code.replace('-', ' ')} ", code.replace("-", "")):
            found = codes.find(typed)
            assert found is not None
            assert found.page == page
            assert found.is_present


def test_a_form_that_changed_since_it_was_printed_is_known_as_such() -> None:
    page = CallPageFactory.create()
    printed = code_of(page)
    page.steps = steps(question("short_text", "q-motivation", "Perché vuoi venire?", max_length=200))
    page.save()

    found = codes.find(printed)
    assert found is not None
    assert found.page == page
    assert not found.is_present
    assert code_of(page) != printed


def test_every_wrong_letter_is_noticed() -> None:
    code = code_of(CallPageFactory.create()).replace("-", "")

    for place, right in enumerate(code):
        for wrong in REFERENCE_ALPHABET.replace(right, ""):
            assert codes.find(code[:place] + wrong + code[place + 1 :]) is None


def test_letters_that_changed_places_are_nearly_always_noticed() -> None:
    page = CallPageFactory.create()
    unnoticed = tried = 0
    for first in REFERENCE_ALPHABET:
        for second in REFERENCE_ALPHABET:
            if first != second:
                body = f"{codes._written(page.pk)}22{first}{second}"
                tried += 1
                unnoticed += codes._check_letter(body) == codes._check_letter(
                    f"{codes._written(page.pk)}22{second}{first}"
                )
    assert unnoticed / tried < 0.01


@pytest.mark.parametrize("typed", ["", "-", "2", "22222", "IL0O-11111", "é" * 8, "7" * 5000, "4K-7KQ4X\x00"])
def test_what_is_no_code_finds_nothing(typed: str) -> None:
    CallPageFactory.create()

    assert codes.find(typed) is None


def test_a_page_that_was_deleted_is_not_found() -> None:
    page = CallPageFactory.create()
    code = code_of(page)
    page.delete()

    assert codes.find(code) is None


@pytest.mark.parametrize("number", [1, 29, 30, 31, 899, 900, 12_345_678, 2**63 - 1])
def test_the_number_of_a_page_is_written_and_read_back(number: int) -> None:
    assert codes._read(codes._written(number)) == number


@pytest.mark.parametrize("letters", [6, 8, 10, 15, 19])
def test_a_right_code_of_a_page_with_too_great_a_number_finds_nothing(letters: int) -> None:
    body = REFERENCE_ALPHABET[-1] * letters

    assert codes.find(body + codes._check_letter(body)) is None
