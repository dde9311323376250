"""An organisation answers a call by keyboard, with scripts on a wide screen and without on a narrow one."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from demo.building.pdf import plain_pdf
from tests.browser import mailbox, organisation
from tests.browser.applicant import Applicant
from tests.browser.conftest import DESKTOP, NARROW, Visit
from tests.browser.people import Person, call_title
from tests.browser.portal_under_test import Portal
from tests.browser.test_lost_links import DRAFTS
from tests.browser.test_uploads import Pieces

ADDED = "Da quanto tempo siete attivi?"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "statuto.pdf"
    path.write_bytes(plain_pdf(["Statuto"]) + b"%" + b"0" * 700_000)
    return path


def test_with_scripts_an_upload_breaks_off_the_device_changes_and_so_does_the_form(
    portal: Portal, visitor: Visit, document: Path
) -> None:
    person = Person()
    call = portal.office("publish", title=call_title("Partner"), form="organisation")
    first = Applicant(visitor(DESKTOP), scripts=True)
    first.begins(call["path"])
    organisation.says_who(first, person)
    organisation.sees_every_branch_open(first)
    organisation.is_an_association(first)
    breaks_off_and_goes_on(first, document)
    first.presses_on("Avanti", "Attività e territorio")
    organisation.says_what_it_does(first)
    half_typed = first.saves_for_later()

    second = Applicant(visitor(NARROW), scripts=True)
    letter = mailbox.wait_for(portal.mail, person.email, "La tua bozza, non ancora inviata")
    second.comes_back(letter.link_to(portal.address + DRAFTS), "Attività e territorio", half_typed)
    organisation.corrects_what_it_does(second)
    organisation.proposes(second)
    portal.office("change_form", page=call["page"], key="proposta", removed="contributo", label=ADDED)
    second.is_told_of_another_form(removed=organisation.CONTRIBUTION, answer="Spazi", added=ADDED)
    second.is_told((ADDED, "Scrivi una risposta."))
    second.keyboard.type(ADDED, "Da sei anni")
    second.presses_on("Avanti", "Documenti e dichiarazioni")
    organisation.attaches_and_declares(second, document)
    seen = [document.name, "PROVA-0001", organisation.THE_IDEA, "Da sei anni"]
    reference = second.sends(portal.mail, person, *seen, came_by_letter=True)
    receipt = mailbox.wait_for(portal.mail, person.email, "Abbiamo ricevuto la tua candidatura")
    assert reference in receipt.body

    # The first device still stands where it was left.
    first.visitor.expected.add(410)
    first.keyboard.enter("Continua a scrivere")
    first.arrives("già")


def test_without_scripts_the_term_passes_while_the_form_is_filled_in(
    portal: Portal, visitor: Visit, document: Path
) -> None:
    person = Person()
    call = portal.office("publish", title=call_title("Partner"), form="organisation")
    applicant = Applicant(visitor(NARROW, scripts=False), scripts=False)
    applicant.visitor.expected.add(410)
    applicant.begins(call["path"])
    organisation.says_who(applicant, person)
    organisation.sees_every_branch_open(applicant)
    organisation.is_a_committee(applicant)
    applicant.presses_on("Avanti", "Attività e territorio")
    organisation.says_what_it_does(applicant)
    organisation.corrects_what_it_does(applicant)
    organisation.proposes(applicant)
    left = applicant.typed()
    portal.office("close", page=call["page"])
    applicant.is_told_that_it_is_too_late(organisation.THE_IDEA, "Il giardino di tutti", "Spazi")
    portal.office("reopen", page=call["page"])
    applicant.finds_it_open_again("La proposta", left)
    applicant.presses_on("Avanti", "Documenti e dichiarazioni")
    organisation.attaches_and_declares(applicant, document)
    applicant.sends(portal.mail, person, document.name, organisation.THE_IDEA, organisation.TAX_NUMBER)


def breaks_off_and_goes_on(applicant: Applicant, document: Path) -> None:
    """Attaches the statute over a connection that breaks, and presses the button that tries again."""
    pieces = Pieces(applicant.page, broken=1)
    applicant.keyboard.attach(organisation.STATUTE, document)
    expect(applicant.page.locator(".upload-note")).to_contain_text("La connessione si è interrotta")
    expect(applicant.page.get_by_role("button", name=f"Rimuovi {document.name}")).to_be_visible()
    [arrived] = pieces.counted
    assert arrived in [offset for offset, _length in pieces.sent]
    assert sum(length for _offset, length in pieces.sent) == document.stat().st_size
    # What the browser says of the request that this test let fail.
    applicant.visitor.problems.clear()
