"""What a sitemap does not list: forms under way, personal pages, refusals, menus, staff's pages.

Of each, what axe finds; of public ones also whether names tell, HTML is valid and all fits the window.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import ViewportSize, expect

from demo.building.pdf import plain_pdf
from tests.browser import citizen, mailbox, staff
from tests.browser.accessibility import FIRST_SCREEN, first_field, overflow, violations
from tests.browser.conftest import DESKTOP, NARROW, PHONE, Visit
from tests.browser.names import misleading_names
from tests.browser.paper import empty_sheets
from tests.browser.people import EDITOR, OFFICER, Call, Person
from tests.browser.portal_under_test import Portal
from tests.browser.visitor import Visitor
from tests.html_validity import Validity

CLOSED_CALL = "/partecipa/attivatori-di-comunita-2021/"
FULL_EVENT = "/partecipa/supervisione-per-chi-facilita/"
# Wagtail draws the frame of its admin; what stands in it is ours.
OURS = "#main"
SIZES = pytest.mark.parametrize("size", [DESKTOP, NARROW], ids=["1280", "320"])


class Look:
    """Collects what is wrong with each state a visitor comes to, under a name that people understand."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.wrong: list[str] = []

    def at(self, state: str, region: str | None = None) -> None:
        page = self.visitor.page
        self.wrong += [f"{state}:{line}" for line in violations(page, region)]
        if region is None:
            self.wrong += [f"{state}: {line}" for line in misleading_names(page)]
            # A page says of a press what it says when it is asked for again: it reads the draft.
            source = page.context.request.get(page.url).text()
            self.wrong += [f"{state}: {line}" for line in Validity(source).problems()]
            if (headings := page.get_by_role("heading", level=1).count()) != 1:
                self.wrong.append(f"{state}: {headings} main headings")
            if wider := overflow(page):
                self.wrong.append(f"{state}: {wider} px wider than the window")


@pytest.fixture
def look() -> Iterator[list[Look]]:
    """Fails at the end with everything that was collected."""
    looks: list[Look] = []
    yield looks
    wrong = [line for one in looks for line in one.wrong]
    assert not wrong, "\n".join(wrong)


@SIZES
def test_refusals_menus_and_searches_are_accessible(
    size: ViewportSize, visitor: Visit, look: list[Look]
) -> None:
    guest = visitor(size)
    guest.expected.add(404)
    seen = Look(guest)
    look.append(seen)
    for state, path in {
        "page not found": "/questa-pagina-non-esiste/",
        "unknown personal link": "/candidature/segui/questo-non-porta-a-nulla/",
        "closed call": CLOSED_CALL,
        "full event": FULL_EVENT,
        "empty search": "/cerca/?q=zzzqqqxxx",
        "search with results": "/cerca/?q=salute",
        "log in": "/admin/login/",
    }.items():
        guest.visit(path)
        seen.at(state, OURS if path.startswith("/admin/") and guest.page.locator(OURS).count() else None)
    guest.visit("/")
    if size is NARROW:
        guest.page.locator("[data-menu-open]").click()
        expect(guest.page.locator("[data-menu-close]")).to_be_visible()
        seen.at("opened menu")


@SIZES
def test_lists_that_are_narrowed_or_empty_are_accessible(
    size: ViewportSize, visitor: Visit, look: list[Look]
) -> None:
    guest = visitor(size)
    seen = Look(guest)
    look.append(seen)
    for state, path in {
        "news of a territory and a year": "/novita/?territorio=alta-val-di-cecina-valdera&anno=2021",
        "no news": "/novita/?territorio=lunigiana&anno=2021&categoria=avviso",
        "municipality that is not known": "/territori/?dove=zzzqqqxxx",
        "municipalities that sound alike": "/territori/?dove=cortonna",
        "several municipalities": "/territori/?dove=san",
        "experiences of a region": "/esperienze/?regione=Emilia-Romagna&dal=2020",
        "calls that are over": "/partecipa/?stato=conclusi",
        "calendar as a list": "/calendario/?vista=elenco",
        "month without anything": "/calendario/?mese=1999-01",
        "search that is narrowed": "/cerca/?q=salute&tipo=newspage",
        "search that is mistyped": "/cerca/?q=comunita+dela+salutte",
    }.items():
        guest.visit(path)
        seen.at(state)


@SIZES
def test_forms_that_no_account_is_needed_for_are_accessible(
    size: ViewportSize, visitor: Visit, look: list[Look]
) -> None:
    guest = visitor(size)
    # So answers a form with errors that is not redirected.
    guest.expected.add(422)
    seen = Look(guest)
    look.append(seen)
    for state, page, link, button in (
        ("following", "/territori/lunigiana/", "Ricevi gli aggiornamenti per e-mail", "Continua"),
        ("problem", "/", "Segnala un problema", "Invia"),
    ):
        guest.visit(page)
        guest.page.get_by_role("link", name=link).first.click()
        guest.page.wait_for_load_state()
        seen.at(state)
        guest.page.get_by_role("main").get_by_role("button", name=button).first.click()
        expect(guest.page.locator("[data-error-summary]")).to_be_visible()
        seen.at(f"{state}, with errors")


@SIZES
def test_what_opens_on_a_page_is_accessible(size: ViewportSize, visitor: Visit, look: list[Look]) -> None:
    guest = visitor(size)
    seen = Look(guest)
    look.append(seen)
    guest.visit("/il-programma/")
    if size is NARROW:
        # There what opens on every page stands in the menu.
        guest.page.locator("[data-menu-open]").click()
        expect(guest.page.locator("[data-menu-close]")).to_be_visible()
    opened = 0
    for summary in guest.page.locator("summary:visible").all():
        summary.click()
        opened += 1
    seen.at("everything that opens, opened")
    guest.visit("/il-programma/")
    marked = guest.page.locator("[data-meaning]:visible").first
    marked.click()
    expect(guest.page.locator(":popover-open")).to_be_visible()
    seen.at("meaning of a word, opened")
    assert opened


@SIZES
def test_every_state_of_an_application_is_accessible(
    size: ViewportSize, portal: Portal, visitor: Visit, look: list[Look], tmp_path: Path
) -> None:
    call, person = Call(), Person()
    attachment = tmp_path / "proposta.pdf"
    attachment.write_bytes(plain_pdf(["Un orto per tutti"]))
    editor = visitor()
    staff.log_in(editor, EDITOR)
    path = staff.publish_call(editor, call)

    applicant = visitor(size)
    seen = Look(applicant)
    look.append(seen)
    citizen.start(applicant, path, call)
    seen.at("who you are")
    citizen.press(applicant, "Avanti")
    expect(applicant.page.locator("[data-error-summary]")).to_be_visible()
    seen.at("who you are, with errors")
    citizen.say_who(applicant, person)
    applicant.heading(call.step)
    seen.at("a step")
    citizen.press(applicant, "Avanti")
    expect(applicant.page.locator("[data-error-summary]")).to_be_visible()
    seen.at("a step, with errors")
    citizen.answer(applicant, call, attachment, scripts=True)
    applicant.heading("Controlla e invia")
    seen.at("summary")
    citizen.press(applicant, "Invia la candidatura")
    expect(applicant.page.locator("[data-error-summary]")).to_be_visible()
    seen.at("summary, notice not read")
    citizen.send(applicant, attachment=attachment)
    seen.at("confirm")
    citizen.press(applicant, "Invia la candidatura")
    expect(applicant.page.locator("[data-error-summary]")).to_be_visible()
    seen.at("confirm, without a code")
    reference = citizen.confirm(applicant, portal.mail, person)
    seen.at("receipt")
    assert empty_sheets(applicant.page) == [], "The printed receipt has a sheet with nothing on it."

    officer = visitor(size)
    staff_seen = Look(officer)
    look.append(staff_seen)
    staff.log_in(officer, OFFICER)
    officer.visit("/admin/")
    staff_seen.at("staff home", OURS)
    officer.visit("/admin/candidature/")
    staff_seen.at("queue", OURS)
    staff.open_submission(officer, reference)
    staff_seen.at("detail", OURS)
    officer.page.get_by_role("link", name="Chiedi un’integrazione", exact=True).click()
    expect(officer.page.get_by_role("button", name="Conferma: Chiedi un’integrazione")).to_be_visible()
    staff_seen.at("decision", OURS)
    officer.page.go_back()
    due_on = f"{timezone.localdate() + timedelta(days=5):%d/%m/%Y}"
    asks = "Tutte le risposte"
    staff.decide(officer, "Chiedi un’integrazione", reason="Manca il luogo.", due_on=due_on, tick=asks)

    asked = mailbox.wait_for(portal.mail, person.email, "Completa la tua candidatura")
    applicant.visit(asked.link_to(portal.address))
    seen.at("follow, integration asked")
    applicant.page.get_by_role("link", name="Completa", exact=True).click()
    applicant.heading(call.step)
    seen.at("complete")
    applicant.page.set_viewport_size(PHONE)
    assert first_field(applicant.page) < FIRST_SCREEN
    applicant.page.set_viewport_size(size)
    citizen.press(applicant, "Avanti")
    applicant.heading("Controlla che cosa cambia e invia")
    seen.at("complete, summary")
    applicant.page.go_back()
    applicant.page.go_back()
    applicant.page.get_by_role("link", name="Ritira la candidatura").click()
    applicant.heading("Vuoi ritirare la candidatura?")
    seen.at("withdraw")
    citizen.press(applicant, "Sì, ritira la candidatura")
    expect(applicant.page.get_by_text("Ritirata").first).to_be_visible()
    seen.at("follow, withdrawn")
