"""Whoever goes back from a press that came to nothing finds all that stood in the form, scripts or not."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import activator, organisation
from tests.browser.accessibility import assert_accessible, overflow
from tests.browser.conftest import PHONE, Visit
from tests.browser.people import Person, call_title
from tests.browser.portal_under_test import Portal

# Of the fields of a page that a person types into, the trap for programs aside, with what they hold.
_HELD = """() => Object.fromEntries(
  [...document.querySelectorAll("#step-form :is(input, textarea, select):not([tabindex='-1'])")]
    .filter((one) => one.checkVisibility() && !["file", "radio", "checkbox"].includes(one.type))
    .map((one) => [one.name, one.value]))"""


def out_of_order(route: Route) -> None:
    """Takes nothing, as a server that stands before a portal does while that starts."""
    if route.request.method == "POST":
        route.fulfill(status=503, content_type="text/html", body="<h1>Fuori servizio</h1>")
    else:
        route.continue_()


def chooses_a_place(page: Page, name: str, *, scripts: bool) -> None:
    place = page.locator("[autocomplete=address-level2]")
    if scripts:
        place.fill(name)
    else:
        place.select_option(label=name)


def says_who(page: Page, *, years: int, scripts: bool) -> None:
    person = Person()
    page.locator("[name=first_name]").fill(person.first_name)
    page.locator("[name=last_name]").fill(person.last_name)
    page.locator("[name=birth_date]").fill(activator.born_years_ago(years).isoformat())
    page.locator("[name=email]").fill(person.email)
    page.locator("[name=phone]").fill("0575 123456")
    chooses_a_place(page, "Aulla (MS)", scripts=scripts)


def comes_back(page: Page) -> None:
    """Presses on in vain, and goes back to what was typed."""
    held = page.evaluate(_HELD)
    assert "" not in held.values()
    page.route("**/passo/**", out_of_order)
    page.get_by_role("button", name="Avanti").click()
    expect(page.get_by_role("heading", name="Fuori servizio")).to_be_visible()
    page.unroute("**/passo/**", out_of_order)
    page.go_back()
    expect(page.locator("#step-form")).to_be_visible()
    assert page.evaluate(_HELD) == held


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_who_applies_and_the_guardian_are_still_there(scripts: bool, portal: Portal, visitor: Visit) -> None:
    call = portal.office("publish", title=call_title("Attivatori"), form="citizen")
    minor = visitor(PHONE, scripts=scripts)
    minor.expected.add(503)
    minor.visit(call["path"])
    page = minor.page
    page.get_by_role("button", name="Nuova candidatura").click()
    minor.heading("Chi sei")
    says_who(page, years=17, scripts=scripts)
    page.locator("[name=guardian_name]").fill("Marta Benvenuti")
    page.locator("[name=guardian_email]").fill("marta@posta.example")

    comes_back(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_codes_and_the_certified_address_are_still_there(
    scripts: bool, portal: Portal, visitor: Visit
) -> None:
    call = portal.office("publish", title=call_title("Partner"), form="organisation")
    applicant = visitor(PHONE, scripts=scripts)
    applicant.expected.add(503)
    applicant.visit(call["path"])
    page = applicant.page
    page.get_by_role("button", name="Nuova candidatura").click()
    applicant.heading("Chi sei")
    person = Person()
    page.locator("[name=organisation_name]").fill("Il giardino di tutti")
    page.locator("[name=first_name]").fill(person.first_name)
    page.locator("[name=last_name]").fill(person.last_name)
    page.locator("[name=email]").fill(person.email)
    chooses_a_place(page, "Cortona (AR)", scripts=scripts)
    page.get_by_role("button", name="Avanti").click()
    applicant.heading("L’organizzazione")
    page.get_by_role("radio", name=organisation.VOLUNTEERS).check(force=True)
    if not scripts:
        page.get_by_role("button", name="Avanti").click()
        expect(page.get_by_label(organisation.TAX_CODE)).to_be_visible()
    page.get_by_label(organisation.TAX_CODE).fill(organisation.TAX_NUMBER)
    page.get_by_label(organisation.RUNTS).fill("PROVA-0001")
    page.get_by_label(organisation.OFFICE).fill("Via dell’Esempio 1, Cortona")
    page.get_by_label(organisation.REPRESENTATIVE).fill("Licia Benvenuti")
    page.get_by_label(organisation.PEC).fill("giardino@pec.example")
    page.get_by_label("Sito o pagina pubblica").fill("www.giardino.example")

    comes_back(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_partner_who_is_half_typed_is_still_there_whatever_is_pressed(
    scripts: bool, portal: Portal, visitor: Visit
) -> None:
    call = portal.office("publish", title=call_title("Insieme"), form="citizen", partners=2)
    applicant = visitor(PHONE, scripts=scripts)
    applicant.visit(call["path"])
    page = applicant.page
    page.get_by_role("button", name="Nuova candidatura").click()
    applicant.heading("Chi sei")
    applicant.visit(page.url.replace("passo/0", "chi-conferma"))
    applicant.heading("Chi conferma")
    page.get_by_label("Nome dell’organizzazione").fill("Pro loco di Cortona")
    page.get_by_label("Nome e cognome di chi risponde").fill("Ugo Blu")
    held = page.evaluate(_HELD)

    page.get_by_role("button", name="Vai al riepilogo").click()
    expect(page.locator(".error-summary")).to_be_focused()
    for _look in range(2):
        assert page.evaluate(_HELD) == held
        page.reload()

    page.locator(".step-progress summary").click()
    page.locator(".step-progress-narrow").get_by_role("button", name="Riepilogo").click()
    applicant.heading("Controlla e invia")
    page.go_back()
    applicant.heading("Chi conferma")
    expect(page.get_by_label("Nome e cognome di chi risponde")).to_have_value("Ugo Blu")


def test_a_partner_is_saved_while_they_are_typed(portal: Portal, visitor: Visit) -> None:
    call = portal.office("publish", title=call_title("A due voci"), form="citizen", partners=2)
    applicant = visitor(PHONE)
    applicant.visit(call["path"])
    page = applicant.page
    page.get_by_role("button", name="Nuova candidatura").click()
    applicant.heading("Chi sei")
    says_who(page, years=40, scripts=True)
    page.get_by_role("button", name="Avanti").click()
    expect(page).to_have_url(re.compile("passo/1"))
    applicant.visit(page.url.replace("passo/1", "chi-conferma"))
    applicant.heading("Chi conferma")

    page.get_by_label("Nome dell’organizzazione").press_sequentially("Pro loco di Cortona")

    expect(page.get_by_text(re.compile(r"^Salvato alle \d\d:\d\d$"))).to_be_visible()
    assert_accessible(page)
    assert overflow(page) == 0
    page.reload()
    expect(page.get_by_text("Da completare")).to_be_visible()
    page.get_by_role("button", name="Correggi").or_(page.get_by_role("link", name="Correggi")).click()
    expect(page.get_by_label("Nome dell’organizzazione")).to_have_value("Pro loco di Cortona")

    # Pressed before the next pause: what goes along with a page that is left is no second one.
    page.get_by_label("Nome e cognome di chi risponde").fill("Ugo Blu")
    page.get_by_label("La sua email").fill("ugo.blu@example.org")
    page.get_by_role("button", name="Salva", exact=True).click()
    expect(page.get_by_text("Da chiedere")).to_be_visible()
    page.get_by_label("Nome dell’organizzazione").fill("Circolo")
    page.get_by_label("Nome e cognome di chi risponde").fill("Ada Neri")
    page.get_by_label("La sua email").fill("ada.neri@example.org")
    page.get_by_role("button", name="Aggiungi").dblclick()
    expect(page.get_by_text("Da chiedere")).to_have_count(2)
    page.reload()
    expect(page.get_by_text("Da chiedere")).to_have_count(2)
    expect(page.get_by_text("Da completare")).to_have_count(0)
