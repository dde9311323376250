"""What is typed is saved while it is typed, counted aloud, and never lost by a reload or a hasty press."""

import re
import time

import pytest
from playwright.sync_api import Dialog, Page, Route, ViewportSize, expect

from tests.browser import citizen
from tests.browser.accessibility import FIRST_SCREEN, assert_accessible, first_field, overflow
from tests.browser.conftest import DESKTOP, NARROW, PHONE, Visit
from tests.browser.people import Person
from tests.browser.portal_under_test import Portal
from tests.browser.visitor import Visitor

# Of the demonstration, open; its third step of questions asks for long texts.
CALL = "/partecipa/partner-punto-di-ascolto/"
STEP = 3
LAST_STEP = 4
# Open only to who says before that they can connect.
ONLINE_EVENT = "/partecipa/formazione-online-ascolto-attivo/"
FULL_EVENT = "/partecipa/supervisione-per-chi-facilita/"


def at_the_step(visitor: Visitor) -> None:
    person = Person()
    visitor.visit(CALL)
    page = visitor.page
    page.get_by_role("button", name="Nuova candidatura").click()
    visitor.heading("Chi sei")
    page.locator("[name=organisation_name]").fill("Gruppo del giardino")
    page.locator("[autocomplete=given-name]").fill(person.first_name)
    page.locator("[autocomplete=family-name]").fill(person.last_name)
    page.get_by_label("Email").fill(person.email)
    citizen.choose_municipality(visitor)
    citizen.press(visitor, "Avanti")
    visitor.heading("L’organizzazione")
    visitor.visit(page.url.replace("passo/1", f"passo/{STEP}"))


@pytest.mark.parametrize("size", [DESKTOP, NARROW], ids=["1280", "320"])
def test_a_text_is_saved_and_counted_while_it_is_typed(size: ViewportSize, visitor: Visit) -> None:
    applicant = visitor(size)
    at_the_step(applicant)
    page = applicant.page
    text = page.locator("textarea[data-limit]").first
    limit = text.get_attribute("data-limit")

    text.press_sequentially("Un punto di ascolto")

    expect(page.locator(".character-count").first).to_have_text(f"19 di {limit} caratteri")
    expect(page.locator("[aria-live=polite]").first).to_have_text(f"19 di {limit} caratteri")
    expect(page.get_by_text(re.compile(r"^Salvato alle \d\d:\d\d$"))).to_be_visible()
    assert_accessible(page)
    assert overflow(page) == 0
    page.reload()
    expect(page.locator("textarea[data-limit]").first).to_have_value("Un punto di ascolto")

    # Blanks at the end are not counted: the server takes them off.
    page.locator("textarea[data-limit]").first.fill("x" * (int(limit or 0) + 3) + "  ")
    expect(page.locator(".character-count").first).to_contain_text("3 di troppo")


def test_a_press_while_something_is_being_saved_waits_for_it(visitor: Visit) -> None:
    applicant = visitor()
    at_the_step(applicant)
    page = applicant.page
    held: list[float] = []

    def hold(route: Route) -> None:
        if "action=autosave" in (route.request.post_data or ""):
            held.append(time.monotonic())
            page.wait_for_timeout(1500)
        route.continue_()

    page.route("**/passo/**", hold)
    text = page.locator("textarea[data-limit]").first
    with page.expect_request(lambda sent: "action=autosave" in (sent.post_data or "")):
        text.fill("Prima versione")
    text.fill("Seconda versione")
    citizen.press(applicant, "Salva")

    applicant.heading("La bozza è salvata")
    assert held
    page.unroute("**/passo/**")
    page.get_by_role("link", name="Continua a scrivere").click()
    expect(page.locator("textarea[data-limit]").first).to_have_value("Seconda versione")
    expect(page.get_by_text("ci sono due versioni")).to_have_count(0)


def test_without_a_connection_the_page_says_that_nothing_is_saved(visitor: Visit) -> None:
    applicant = visitor()
    at_the_step(applicant)
    page = applicant.page
    page.route("**/passo/**", lambda route: route.abort())

    page.locator("textarea[data-limit]").first.fill("Un punto di ascolto")

    expect(page.get_by_text("Non salvato: manca la connessione")).to_be_visible()
    page.unroute("**/passo/**")
    # What the browser says of the requests that this test lets fail.
    applicant.problems.clear()
    page.locator("textarea[data-limit]").first.fill("Un punto di ascolto, sempre aperto")
    expect(page.get_by_text(re.compile(r"^Salvato alle"))).to_be_visible()


def test_who_one_is_is_saved_while_it_is_typed_once_there_is_an_address(visitor: Visit) -> None:
    applicant = visitor()
    at_the_step(applicant)
    page = applicant.page
    applicant.visit(page.url.replace(f"passo/{STEP}", "passo/0"))
    address = page.get_by_label("Email").input_value()

    page.locator("[autocomplete=family-name]").press("End")
    page.locator("[autocomplete=family-name]").press_sequentially("-Bianchi")

    expect(page.get_by_text(re.compile(r"^Salvato alle \d\d:\d\d$"))).to_be_visible()
    page.reload()
    expect(page.locator("[autocomplete=family-name]")).to_have_value(re.compile(r"-Bianchi$"))

    page.get_by_label("Email").press_sequentially(".it")
    expect(page.get_by_text("con un altro indirizzo email si salva solo con i pulsanti")).to_be_visible()
    assert is_warned_before_leaving(page)
    page.get_by_label("Email").fill(address)
    expect(page.get_by_text(re.compile(r"^Salvato alle"))).to_be_visible()
    assert not is_warned_before_leaving(page)


def test_before_there_is_an_address_the_page_warns_before_it_is_left(visitor: Visit) -> None:
    applicant = visitor()
    applicant.visit(CALL)
    page = applicant.page
    page.get_by_role("button", name="Nuova candidatura").click()
    applicant.heading("Chi sei")
    assert not is_warned_before_leaving(page)

    page.locator("[name=organisation_name]").press_sequentially("Gruppo")

    assert is_warned_before_leaving(page)
    # A button saves it, so nothing is said.
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", note)
    citizen.press(applicant, "Salva")
    page.wait_for_load_state()
    assert asked == []


def is_warned_before_leaving(page: Page) -> bool:
    """Whether the browser would ask before the page is left."""
    return bool(page.evaluate("() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"))


@pytest.mark.parametrize("path", [CALL, "/partecipa/laboratorio-la-casa-che-vorrei/", FULL_EVENT])
def test_the_first_field_is_on_the_first_screen_of_a_phone(path: str, visitor: Visit) -> None:
    applicant = visitor(PHONE)
    applicant.visit(path)
    applicant.page.locator(".participate form button").click()
    applicant.heading("Chi sei")

    assert first_field(applicant.page) < FIRST_SCREEN


@pytest.mark.parametrize("left", [1, 0])
def test_so_it_is_where_a_maximum_is_near_or_reached(left: int, portal: Portal, visitor: Visit) -> None:
    call = portal.office("publish", title=f"Avviso con {left} posti", form="organisation")
    applicant = visitor(PHONE)
    applicant.visit(call["path"])
    applicant.page.locator(".participate form button").click()
    applicant.heading("Chi sei")
    portal.office("take_at_most", page=call["page"], most=left)
    applicant.page.reload()

    brief = applicant.page.locator("details.notice-brief")
    expect(brief.locator("summary")).to_be_visible()
    assert first_field(applicant.page) < FIRST_SCREEN
    assert overflow(applicant.page) == 0
    # The rest is a press away.
    expect(brief.locator("p")).to_be_hidden()
    brief.locator("summary").click()
    expect(brief.locator("p")).to_be_visible()
    assert_accessible(applicant.page)


def test_so_it_is_on_every_step_before_them_and_on_what_an_office_asks_for(visitor: Visit) -> None:
    applicant = visitor(PHONE)
    at_the_step(applicant)
    page = applicant.page
    for number in range(1, LAST_STEP + 1):
        applicant.visit(re.sub(r"passo/\d", f"passo/{number}", page.url))
        assert first_field(page) < FIRST_SCREEN, page.url
    applicant.visit(ONLINE_EVENT)
    page.locator(".participate form button, .participate a.btn").first.click()
    applicant.heading("Prima di cominciare")
    assert first_field(page) < FIRST_SCREEN
