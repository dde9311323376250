"""Screens around the review that come of work: axe finds nothing of ours, and nothing is in English.

Those that an address opens as it stands are in `test_review_screens`.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from istruttoria.committees import CommitteeViewSet
from istruttoria.desk.viewset import DeskViewSet
from portal.manual.chapters import CHAPTERS, address
from portal.manual.viewset import ManualViewSet
from tests.browser import citizen, staff
from tests.browser.activator import born_years_ago
from tests.browser.conftest import DESKTOP, Visit
from tests.browser.people import OFFICER, Person, call_title
from tests.browser.portal_under_test import Portal
from tests.browser.test_editor_screens import Inspection
from tests.browser.test_review_screens import unseen
from tests.browser.visitor import Visitor

QUEUE = "/admin/candidature/"
DESK = "/admin/sportello/"
COMMITTEES = "/admin/commissioni/"
OUTBOX = "/admin/portal/outboxmessage/"
# What scripts read, a document, what is only pressed, and the way of a file.
NO_SCREENS = ("index_results", "history_results", "empty_form", "give_up", "upload")
# The worker does the rows of a job one by one, beside its other work.
MILLISECONDS_FOR_A_JOB = 60_000


@dataclass
class Walk:
    """An officer who looks at each screen they come to."""

    officer: Visitor
    addresses: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        staff.log_in(self.officer, OFFICER)
        self.page: Page = self.officer.page
        self.inspection = Inspection(self.page)

    def visit(self, path: str) -> None:
        assert self.officer.visit(path).status == 200, path
        self.look(path)

    def look(self, screen: str) -> None:
        self.page.wait_for_load_state()
        self.inspection.look_at_each_width(screen)
        self.addresses.append(self.page.url)

    def follow(self, link: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=link).first.click()
        self.look(link)

    def press(self, button: str, *, then: str) -> None:
        """Presses a button that leads to another screen, and looks at it.

        Args:
            then: what the screen is called where it is told what is wrong with it.
        """
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button).first.click()
        self.look(then)


@pytest.fixture
def walk(visitor: Visit) -> Walk:
    return Walk(visitor(DESKTOP))


def test_a_job_that_is_over_or_undone_and_its_letters(walk: Walk, portal: Portal) -> None:
    call, page = portal.office("received", title=call_title("Insieme"), how_many=3), walk.page
    walk.officer.visit(f"{QUEUE}insieme/?tutte=1&stage=todo&page={call['page']}&azione=reject")
    page.get_by_label("Motivazione").fill("I posti sono esauriti.")
    page.get_by_label("Aspettano finché non le lascio partire").check()
    page.get_by_role("button", name="Mostra che cosa succede").click()
    page.get_by_role("button", name="Conferma: Non accogliere").click()
    job_is(page, "Finito")
    walk.look("a job that is over")
    job = page.url

    walk.visit(f"{OUTBOX}?q={call['references'][0]}")
    page.locator(f"a[href*='{OUTBOX}inspect/']").first.click()
    walk.look("a letter that waits")
    walk.follow("Correggi")
    page.get_by_label("Oggetto").fill("")
    refused(walk, "Salva la lettera", "a letter without a subject")
    page.get_by_label("Oggetto").fill("Esito della tua candidatura")
    walk.press("Salva la lettera", then="a letter that was corrected")

    walk.officer.visit(job)
    page.get_by_role("button", name="Annulla tutto").click()
    job_is(page, "Annullato")
    walk.look("a job that was undone")
    walk.inspection.conclude()


def test_what_comes_to_the_desk_from_its_code_to_its_receipt(walk: Walk, portal: Portal) -> None:
    call, page, person = call_title("Sportello"), walk.page, Person()
    portal.office("received", title=call, how_many=0)
    walk.visit(DESK)
    page.locator("#codice-form").get_by_role("textbox").fill("non è un codice")
    refused(walk, "Trova il modulo", "a code that is of no form")

    walk.visit(DESK)
    walk.follow(call)
    walk.press("Avanti", then="who takes part")
    page.locator("[name=email]").fill("non è un indirizzo")
    citizen.press(walk.officer, "Avanti")
    expect(page.get_by_role("alert").first).to_be_visible()
    walk.look("who takes part, with errors")
    typed_who(walk.officer, person)
    walk.look("a step of the form")
    page.get_by_role("textbox").last.fill("Me l’ha dettata al banco")
    citizen.press(walk.officer, "Avanti")
    walk.officer.heading("Controlla e registra")
    walk.look("the summary")
    citizen.press(walk.officer, "Registra")
    expect(page.get_by_role("alert").first).to_be_visible()
    walk.look("the summary, the notice not given")
    page.locator("[name=notice_read]").check(force=True)
    citizen.press(walk.officer, "Registra")
    expect(page.locator(".review-reference")).to_be_visible()
    walk.look("the receipt")
    walk.visit(f"{DESK}da-consegnare/")

    with_others(walk, portal)
    not_seen = unseen(walk.addresses, DeskViewSet(), leaving_out=NO_SCREENS)
    assert not not_seen, "These screens are not looked at."
    walk.inspection.conclude()


def test_a_committee_and_every_chapter_of_the_manual(walk: Walk, portal: Portal) -> None:
    title = call_title("Con commissione")
    portal.office("received", title=title, how_many=1)
    walk.visit(COMMITTEES)
    walk.officer.visit(f"{COMMITTEES}?q={title}".replace(" ", "%20"))
    edit = walk.page.locator(f"a[href*='{COMMITTEES}edit/']").first.get_attribute("href") or ""
    for part in ("edit", "delete", "history", "usage"):
        walk.visit(edit.replace("edit", part))
    walk.visit(edit)
    walk.page.get_by_label("Nome").fill("")
    walk.press("Salva", then="a committee without a name")
    walk.visit(f"{COMMITTEES}new/")

    for chapter in CHAPTERS:
        walk.visit(address(chapter))
    walk.visit(f"{address(CHAPTERS[0])}?q=integrazione")
    rooms = (CommitteeViewSet(), ManualViewSet())
    assert not unseen(walk.addresses, *rooms, leaving_out=NO_SCREENS), "These screens are not looked at."
    walk.inspection.conclude()


def test_a_decision_with_its_errors_and_the_keys(walk: Walk, portal: Portal) -> None:
    call, page = portal.office("received", title=call_title("Con errori"), how_many=1), walk.page
    walk.officer.visit(f"{QUEUE}?page={call['page']}&stage=todo")
    page.locator(".review-queue .title a").first.click()
    one = page.url.partition("?")[0]
    for action, named in (("reject", "Non accogliere"), ("request_info", "Chiedi un’integrazione")):
        walk.officer.visit(f"{one}{action}/")
        refused(walk, f"Conferma: {named}", f"{action}, with errors")
        expect(page.locator("form [aria-invalid=true]").first).to_be_visible()

    for address_of, entry in ((QUEUE, "Nell’elenco: apri quella su cui sei"), (one, "Dove si decide")):
        walk.officer.visit(address_of)
        page.wait_for_function("window.wagtail && document.readyState === 'complete'")
        page.keyboard.press("?")
        expect(page.get_by_text(entry).first).to_be_visible()
        walk.look(f"the keys over {address_of}")
    walk.inspection.conclude()


def with_others(walk: Walk, portal: Portal) -> None:
    """Where a parent confirms, the page that says so; and how and when something came, put right."""
    page, title = walk.page, call_title("Con genitore")
    portal.office("publish", title=title, form="citizen")
    walk.officer.visit(DESK)
    page.get_by_role("link", name=title).first.click()
    page.get_by_role("button", name="Avanti").click()
    page.locator("[name=birth_date]").fill(born_years_ago(17).isoformat())
    page.locator("[name=guardian_name]").fill("Carla Benvenuti")
    typed_who(walk.officer, Person())
    begun = page.url
    walk.visit(begun.partition("passo/")[0] + "chi-conferma/")
    walk.visit(begun.partition("passo/")[0] + "arrivo/")


def typed_who(clerk: Visitor, person: Person) -> None:
    """The first step, as far as the next."""
    page = clerk.page
    if page.locator("[name=applicant_kind]").count():
        citizen.tick(clerk, "Per sé, come cittadina o cittadino")
    page.locator("[name=first_name]").fill(person.first_name)
    page.locator("[name=last_name]").fill(person.last_name)
    page.locator("[name=email]").fill("")
    citizen.choose_municipality(clerk)
    with page.expect_navigation():
        citizen.press(clerk, "Avanti")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Chi partecipa")


def refused(walk: Walk, button: str, screen: str) -> None:
    """Presses a button that is answered with what is wrong."""
    walk.officer.expected.add(400)
    walk.press(button, then=screen)


def job_is(page: Page, state: str) -> None:
    heading: Any = page.locator("#stato-insieme", has_text=state)
    expect(heading).to_be_visible(timeout=MILLISECONDS_FOR_A_JOB)
