"""Whoever leaves a draft and loses its link comes back to it by their mailbox, from another device."""

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser import citizen, mailbox
from tests.browser.accessibility import assert_accessible, overflow
from tests.browser.conftest import DESKTOP, NARROW, Visit
from tests.browser.people import Person
from tests.browser.portal_under_test import Portal
from tests.browser.visitor import Visitor

# Of the demonstration, open.
CALL = "/partecipa/partner-punto-di-ascolto/"
DRAFTS = "/candidature/bozza"


def saved_draft(visitor: Visitor, person: Person) -> None:
    visitor.visit(CALL)
    page = visitor.page
    page.get_by_role("button", name="Nuova candidatura").click()
    visitor.heading("Chi sei")
    page.locator("[name=organisation_name]").fill("Gruppo del giardino")
    if page.locator("[name=applicant_kind]").count():
        citizen.tick(visitor, "Per un’organizzazione o un gruppo, anche informale")
    page.locator("[autocomplete=given-name]").fill(person.first_name)
    page.locator("[autocomplete=family-name]").fill(person.last_name)
    page.get_by_label("Email").fill(person.email)
    citizen.choose_municipality(visitor)
    citizen.press(visitor, "Salva")
    visitor.heading("La bozza è salvata")


def looks_well(visitor: Visitor) -> None:
    assert_accessible(visitor.page)
    assert overflow(visitor.page) == 0


@pytest.mark.parametrize("size", [DESKTOP, NARROW], ids=["1280", "320"])
def test_a_saved_draft_is_found_again_by_mail(size: ViewportSize, portal: Portal, visitor: Visit) -> None:
    person = Person()
    first = visitor(size)
    saved_draft(first, person)
    expect(first.page.get_by_text(person.email)).to_be_visible()
    looks_well(first)

    letter = mailbox.wait_for(portal.mail, person.email, "La tua bozza, non ancora inviata")
    second = visitor(size)
    second.visit(letter.link_to(portal.address + DRAFTS))
    second.heading("Controlla e invia")
    expect(second.page.get_by_text("Gruppo del giardino").first).to_be_visible()

    second.visit("/")
    second.page.get_by_role("contentinfo").get_by_role("link", name="Ritrova la tua domanda").click()
    second.heading("Ritrova la tua domanda")
    looks_well(second)
    second.page.locator("main").get_by_label("Email").fill(f" {person.email.upper()}")
    citizen.press(second, "Mandami i collegamenti")
    second.heading("Guarda nella tua posta")
    looks_well(second)
    letter = mailbox.wait_for(portal.mail, person.email, "Ritrova la tua domanda")
    second.visit(letter.link_to(portal.address + DRAFTS))
    second.heading("Controlla e invia")


def test_the_link_is_copied_by_a_button_which_says_so(visitor: Visit) -> None:
    applicant = visitor(DESKTOP)
    applicant.context.grant_permissions(["clipboard-read", "clipboard-write"])
    saved_draft(applicant, Person())
    page = applicant.page
    link = page.locator(".secret-link").inner_text().strip()

    for _press in range(2):
        citizen.press(applicant, "Copia il collegamento")
        expect(page.get_by_role("status")).to_have_text("Copiato")
        assert page.evaluate("navigator.clipboard.readText()") == link


def test_where_no_clipboard_is_given_the_link_is_copied_or_left_selected(visitor: Visit) -> None:
    applicant = visitor(DESKTOP)
    applicant.page.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))"
    )
    applicant.page.add_init_script("document.execCommand = () => false")
    saved_draft(applicant, Person())
    page = applicant.page

    citizen.press(applicant, "Copia il collegamento")

    expect(page.get_by_role("status")).to_contain_text("Non si è potuto copiare")
    assert (
        page.evaluate("window.getSelection().toString()") == page.locator(".secret-link").inner_text().strip()
    )


def test_without_scripts_there_is_no_button_that_would_do_nothing(visitor: Visit) -> None:
    applicant = visitor(DESKTOP, scripts=False)
    saved_draft(applicant, Person())

    expect(applicant.page.locator(".secret-link a")).to_be_visible()
    expect(applicant.page.get_by_role("button", name="Copia il collegamento")).to_have_count(0)
