"""A visitor opens the meaning of a term and says how clear the page is: by keyboard, or without a script."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.accessibility import assert_accessible, overflow
from tests.browser.conftest import DESKTOP, NARROW, Visit
from tests.browser.visitor import Visitor

PROGRAMME = "/il-programma/"


def on_the_programme(visitor: Visitor) -> Page:
    visitor.visit(PROGRAMME)
    return visitor.page


def first_term(page: Page) -> str:
    return str(page.locator(".glossary-term").first.inner_text())


@pytest.mark.parametrize("size", [DESKTOP, NARROW], ids=["1280", "320"])
def test_the_meaning_of_a_term_opens_by_keyboard_and_leads_on(size: ViewportSize, visitor: Visit) -> None:
    page = on_the_programme(visitor(size))
    term = page.get_by_role("button", name=first_term(page), exact=True).first
    expect(term).to_have_attribute("aria-expanded", "false")

    term.focus()
    term.press("Space")
    note = page.get_by_role("dialog")
    expect(note).to_be_visible()
    expect(term).to_have_attribute("aria-expanded", "true")
    assert_accessible(page)
    assert overflow(page) == 0
    box = note.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size["width"]

    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(term).to_be_focused()

    term.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Leggi la voce")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Voce del glossario")).to_be_visible()


def test_without_a_script_a_term_is_a_link(visitor: Visit) -> None:
    page = on_the_programme(visitor(scripts=False))

    page.get_by_role("link", name=first_term(page), exact=True).first.click()

    expect(page.get_by_text("Voce del glossario")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, NARROW], ids=["1280", "320"])
def test_the_question_that_goes_with_the_stars_opens(size: ViewportSize, visitor: Visit) -> None:
    page = on_the_programme(visitor(size))
    good = page.get_by_role("group", name="Quali sono stati gli aspetti che hai preferito?")
    hard = page.get_by_role("group", name="Dove hai incontrato le maggiori difficoltà?")
    expect(good).to_be_hidden()
    expect(hard).to_be_hidden()

    page.get_by_role("radio", name="1 stella su 5: Per niente chiare").focus()
    page.keyboard.press("Space")
    expect(hard).to_be_visible()
    expect(good).to_be_hidden()
    for _star in range(4):
        page.keyboard.press("ArrowDown")
    expect(good).to_be_visible()
    expect(hard).to_be_hidden()
    assert_accessible(page)
    assert overflow(page) == 0

    page.get_by_label("Vuoi aggiungere altri dettagli?").fill("Tutto chiaro")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Grazie del tuo parere")
