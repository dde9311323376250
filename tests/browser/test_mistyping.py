"""An editor mistypes: what was typed stays, and what is wrong with it is said where it stands."""

import re

from playwright.sync_api import expect

from tests.browser import staff
from tests.browser.conftest import Visit
from tests.browser.people import EDITOR, call_title
from tests.browser.visitor import Visitor


def new_call(visitor: Visit) -> Visitor:
    editor = visitor()
    # A form with mistakes comes back, and automatic saves of it are refused.
    editor.expected = {400}
    staff.log_in(editor, EDITOR)
    editor.visit("/admin/nuovo/")
    editor.page.get_by_role("link", name="Avviso", exact=True).click()
    editor.page.get_by_role("textbox", name="Titolo").first.fill(call_title("Con errori"))
    return editor


def test_a_mistyped_term_stays_as_it_was_typed_and_is_refused(visitor: Visit) -> None:
    """Kills: the calendar of Wagtail, which puts the present moment in its place."""
    page = new_call(visitor).page
    closes = page.get_by_role("textbox", name="Si chiude il")

    for typed in ("31/11/2026 12:00", "20/12/2026", "domani"):
        closes.fill(typed)
        closes.press("Tab")
        expect(closes).to_have_value(typed)
    page.get_by_role("button", name="Salva bozza").click()

    wrong = page.locator("[data-contentpath=closes_at] .error-message")
    expect(wrong).to_have_text("Inserisci una data/ora valida.")
    expect(closes).to_have_value("domani")


def test_the_tab_of_a_form_with_a_mistake_says_so(visitor: Visit) -> None:
    """Kills: errors of streams that are not counted, because the count comes before them."""
    page = new_call(visitor).page

    page.get_by_role("button", name="Pubblica", exact=True).click()

    expect(page.get_by_role("heading", name="La pagina non è stata pubblicata")).to_be_visible()
    expect(page.get_by_role("tab", name=re.compile(r"Modulo.*1 errore", re.DOTALL))).to_be_visible()
