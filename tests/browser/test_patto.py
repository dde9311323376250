"""Somebody signs a patto by the letter's link and takes it back: by keyboard, and without a script."""

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser import mailbox
from tests.browser.accessibility import assert_accessible, overflow
from tests.browser.conftest import DESKTOP, NARROW, Visit
from tests.browser.people import Person
from tests.browser.portal_under_test import Portal
from tests.browser.visitor import Visitor

# Of the demonstration, open.
PATTO = "/territori/fiorentina-sud-est/patto-sociale-di-comunita/"


def looks_well(visitor: Visitor, scripts: bool) -> None:
    """Axe is a script itself."""
    if scripts:
        assert_accessible(visitor.page)
        assert overflow(visitor.page) == 0


def press(visitor: Visitor, name: str) -> None:
    """Goes to a button of the page and presses it with the keyboard."""
    visitor.page.get_by_role("main").get_by_role("button", name=name, exact=True).press("Enter")


@pytest.mark.parametrize(
    ("size", "scripts"), [(DESKTOP, True), (NARROW, True), (NARROW, False)], ids=["1280", "320", "320 bare"]
)
def test_a_person_signs_and_takes_it_back(
    size: ViewportSize, scripts: bool, portal: Portal, visitor: Visit
) -> None:
    person = Person()
    guest = visitor(size, scripts=scripts)
    guest.expected |= {422}
    page = guest.page
    guest.visit(PATTO)
    looks_well(guest, scripts)
    page.get_by_role("link", name="Firma come persona").press("Enter")
    guest.heading("Firma il patto")
    looks_well(guest, scripts)
    press(guest, "Firma")
    expect(page.get_by_role("alert")).to_be_focused()
    looks_well(guest, scripts)

    page.get_by_label("Nome", exact=False).first.fill(person.first_name)
    page.locator("[autocomplete=family-name]").fill(person.last_name)
    page.locator("main [name=email]").fill(person.email)
    page.get_by_role("radio", name="Sì, mostra il mio nome").press("Space")
    page.locator("[name=notice_read]").press("Space")
    page.wait_for_timeout(3_100)
    press(guest, "Firma")
    guest.heading("Guarda nella tua posta")
    looks_well(guest, scripts)

    letter = mailbox.wait_for(portal.mail, person.email, "Conferma la firma")
    guest.visit(letter.link_to(portal.address + "/firme"))
    guest.heading("Confermi la firma?")
    looks_well(guest, scripts)
    press(guest, "Conferma la firma")
    guest.heading("La tua firma")
    expect(page.get_by_role("status")).to_be_focused()
    looks_well(guest, scripts)

    guest.visit(PATTO)
    page.get_by_role("link", name="Ritrova la tua firma").press("Enter")
    guest.heading("Ritrova la tua firma")
    looks_well(guest, scripts)
    page.locator("main [name=email]").fill(person.email)
    press(guest, "Mandami il collegamento")
    guest.heading("Guarda nella tua posta")
    looks_well(guest, scripts)
    letter = mailbox.wait_for(portal.mail, person.email, "Ritrova la tua firma")
    guest.visit(letter.link_to(portal.address + "/firme"))
    guest.heading("La tua firma")

    letter = mailbox.wait_for(portal.mail, person.email, "Hai firmato")
    guest.visit(letter.link_to(portal.address + "/firme"))
    page.get_by_role("link", name="Ritira la firma").press("Enter")
    guest.heading("Vuoi ritirare la firma?")
    looks_well(guest, scripts)
    press(guest, "Ritira la firma e cancella i miei dati")
    guest.heading("La firma è ritirata")
    looks_well(guest, scripts)
