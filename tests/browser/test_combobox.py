"""The municipality is found by typing some letters of it, by keyboard, on every screen; or is a list."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser import citizen
from tests.browser.accessibility import assert_accessible, overflow
from tests.browser.conftest import DESKTOP, NARROW, Visit
from tests.browser.test_autosave import CALL
from tests.browser.visitor import Visitor


def at_the_first_step(visitor: Visitor) -> Page:
    visitor.visit(CALL)
    visitor.page.get_by_role("button", name="Nuova candidatura").click()
    visitor.heading("Chi sei")
    return visitor.page


@pytest.mark.parametrize("size", [DESKTOP, NARROW], ids=["1280", "320"])
def test_some_letters_without_accents_find_it_and_the_keyboard_chooses(
    size: ViewportSize, visitor: Visit
) -> None:
    applicant = visitor(size)
    page = at_the_first_step(applicant)
    field = page.get_by_role("combobox", name="Comune")

    field.focus()
    field.press("ArrowDown")
    # Those of the call's zone come first.
    expect(page.get_by_role("listbox").get_by_role("group").first).to_have_accessible_name(
        "Valdichiana Aretina"
    )
    expect(field).to_have_attribute("aria-expanded", "true")
    assert_accessible(page)
    assert overflow(page) == 0

    field.press_sequentially("piandisco")
    expect(page.get_by_text("Un comune trovato.")).to_have_count(1)
    expect(page.get_by_role("option")).to_have_text(
        ["Castelfranco Piandiscò (AR)", "Altro comune, non in elenco"]
    )
    field.press("ArrowDown")
    first = page.get_by_role("option").first
    assert field.get_attribute("aria-activedescendant") == first.get_attribute("id")
    field.press("Enter")
    expect(field).to_have_value("Castelfranco Piandiscò (AR)")
    expect(page.get_by_role("listbox")).to_have_count(0)

    # Escape closes the list, and what was chosen stays.
    field.press("ArrowUp")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(field).to_have_value("Castelfranco Piandiscò (AR)")


def test_what_is_none_is_named_and_stays_to_be_corrected(visitor: Visit) -> None:
    applicant = visitor()
    page = at_the_first_step(applicant)
    field = page.get_by_role("combobox", name="Comune")
    field.fill("Cortna")
    expect(page.get_by_text("Nessun comune con questo nome")).to_have_count(1)

    citizen.press(applicant, "Avanti")

    expect(page.locator(".error-summary")).to_contain_text("«Cortna» non è nell’elenco dei comuni")
    expect(field).to_have_value("Cortna")
    assert_accessible(page)
    # Typed whole it needs no choosing.
    field.fill("cortona")
    field.blur()
    expect(field).to_have_value("Cortona (AR)")


def test_without_scripts_it_is_a_list(visitor: Visit) -> None:
    applicant = visitor(scripts=False)
    page = at_the_first_step(applicant)

    page.get_by_label("Comune").select_option(label="Cortona (AR)")
    assert page.locator("optgroup").first.get_attribute("label") == "Valdichiana Aretina"
