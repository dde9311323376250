"""Allo sportello in a real browser: it saves while one types, and sends a scan at once."""

from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser import citizen, staff
from tests.browser.accessibility import assert_accessible, overflow
from tests.browser.activator import born_years_ago
from tests.browser.conftest import DESKTOP, NARROW, Visit
from tests.browser.people import OFFICER, Person, call_title
from tests.browser.portal_under_test import Portal
from tests.browser.test_uploads import FILE_INPUT, document
from tests.browser.visitor import Visitor

CALL = "Partner per un punto di ascolto"
LAST_STEP = 4


@pytest.mark.parametrize(
    # Without scripts Wagtail's side bar covers its pages on a narrow screen.
    ("size", "scripts"),
    [(DESKTOP, True), (NARROW, True), (DESKTOP, False)],
    ids=["1280", "320", "no scripts"],
)
def test_what_a_clerk_types_is_kept_and_found_again(
    size: ViewportSize, scripts: bool, visitor: Visit
) -> None:
    clerk, person = visitor(size, scripts=scripts), Person()
    page = clerk.page
    _begin(clerk, person)

    clerk.heading("L’organizzazione")
    assert not overflow(page)
    # axe is a script itself.
    if scripts:
        assert_accessible(page)
    clerk.visit("/admin/sportello/")
    page.get_by_role("link", name=f"Circolo {person.last_name}").first.click()

    clerk.heading("Controlla e registra")
    assert not overflow(page)
    if scripts:
        assert_accessible(page)


def test_a_text_is_saved_while_a_clerk_types_it_and_a_scan_goes_up_at_once(
    visitor: Visit, tmp_path: Path
) -> None:
    clerk = visitor(DESKTOP)
    page = clerk.page
    _begin(clerk, Person())
    clerk.heading("L’organizzazione")
    begun = page.url
    clerk.visit(begun.replace("passo/1", "passo/3"))

    page.locator("textarea[data-limit]").first.press_sequentially("Un punto di ascolto")
    expect(page.locator("[data-autosaved]")).to_contain_text("Salvato alle")

    clerk.visit(begun.replace("passo/1", f"passo/{LAST_STEP}"))
    page.locator(FILE_INPUT).first.set_input_files(document(tmp_path, "scansione.pdf"))
    expect(page.get_by_role("button", name="Rimuovi scansione.pdf")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Rimuovi scansione.pdf")).to_be_visible()


@pytest.mark.parametrize(("size", "scripts"), [(NARROW, True), (DESKTOP, False)], ids=["320", "no scripts"])
def test_a_parent_who_came_along_signs_on_paper_and_the_application_is_registered(
    size: ViewportSize, scripts: bool, visitor: Visit, portal: Portal
) -> None:
    clerk, person = visitor(size, scripts=scripts), Person()
    page, title = clerk.page, call_title("Attivatori")
    portal.office("publish", title=title, form="citizen")
    _arrived(clerk, title)
    page.locator("[name=first_name]").fill(person.first_name)
    page.locator("[name=last_name]").fill(person.last_name)
    page.locator("[name=birth_date]").fill(born_years_ago(17).isoformat())
    citizen.choose_municipality(clerk)
    citizen.press(clerk, "Avanti")
    # It is told of the person, not to them.
    expect(page.get_by_role("alert")).to_contain_text("La persona ha meno di 18 anni")
    page.locator("[name=guardian_name]").fill("Carla Benvenuti")
    citizen.press(clerk, "Avanti")
    clerk.heading("Motivazione ed esperienza")

    clerk.visit(page.url.replace("passo/1", "chi-conferma"))
    clerk.heading("Chi conferma")
    expect(page.get_by_text("Senza email: serve la sua firma su carta")).to_be_visible()
    assert not overflow(page)
    if scripts:
        assert_accessible(page)
    page.get_by_role("button", name="Ha firmato su carta").click()
    expect(page.get_by_role("status").filter(has_text="la firma è su carta")).to_be_visible()
    page.get_by_role("button", name="Non ha firmato").click()
    expect(page.get_by_text("Senza email: serve la sua firma su carta")).to_be_visible()
    page.get_by_role("button", name="Ha firmato su carta").click()
    page.get_by_role("link", name="Vai al riepilogo").click()

    clerk.heading("Controlla e registra")
    expect(page.get_by_text("Ha firmato su carta").first).to_be_visible()


def _begin(clerk: Visitor, person: Person) -> None:
    """Who the person is, typed for a call by who is logged in by now."""
    page = clerk.page
    _arrived(clerk, CALL)
    page.locator("[name=organisation_name]").fill(f"Circolo {person.last_name}")
    page.locator("[name=first_name]").fill(person.first_name)
    page.locator("[name=last_name]").fill(person.last_name)
    citizen.choose_municipality(clerk)
    citizen.press(clerk, "Avanti")


def _arrived(clerk: Visitor, title: str) -> None:
    """The first page of what came to the desk for a call."""
    staff.log_in(clerk, OFFICER)
    clerk.visit("/admin/sportello/")
    clerk.page.get_by_role("link", name=title).first.click()
    clerk.page.get_by_role("button", name="Avanti").click()
    clerk.heading("Chi partecipa")
