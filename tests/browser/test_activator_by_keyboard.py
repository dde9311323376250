"""A girl of sixteen answers a call by keyboard, with scripts on a narrow screen and without on a wide one."""

from pathlib import Path

import pytest

from demo.building.pdf import plain_pdf
from tests.browser import activator, mailbox
from tests.browser.applicant import Applicant
from tests.browser.conftest import DESKTOP, NARROW, Visit
from tests.browser.people import Person, call_title
from tests.browser.portal_under_test import Portal
from tests.browser.test_lost_links import DRAFTS

ADDED = "Come hai saputo di questo avviso?"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "curriculum.pdf"
    path.write_bytes(plain_pdf(["Curriculum"]))
    return path


def test_with_scripts_on_a_narrow_screen_the_term_passes_meanwhile(
    portal: Portal, visitor: Visit, document: Path
) -> None:
    person, guardian = Person(), Person(first_name="Marta")
    call = portal.office("publish", title=call_title("Attivatori"), form="citizen")
    applicant = Applicant(visitor(NARROW), scripts=True)
    applicant.visitor.expected.add(410)
    applicant.begins(call["path"])
    activator.says_who(applicant, person, guardian)
    activator.says_why(applicant)
    activator.corrects_why(applicant)
    left = applicant.typed()
    portal.office("close", page=call["page"])
    applicant.is_told_that_it_is_too_late(activator.THE_REASON, person.email, "So ascoltare")
    portal.office("reopen", page=call["page"])
    applicant.finds_it_open_again("Motivazione ed esperienza", left)
    applicant.presses_on("Avanti", "Disponibilità")
    activator.says_when(applicant)
    applicant.keyboard.choose(activator.HOURS, "Da 5 a 8")
    applicant.attaches(activator.CURRICULUM, document)
    applicant.presses_on("Avanti", "Dichiarazioni")
    activator.declares(applicant)
    applicant.sends(portal.mail, person, document.name, activator.THE_REASON, "Marta Benvenuti")

    asked = mailbox.wait_for(portal.mail, guardian.email, "Ti chiedono una conferma")
    activator.confirms(Applicant(visitor(NARROW), scripts=True), asked.link_to(portal.address))


def test_without_scripts_on_a_wide_screen_the_form_and_the_device_change(
    portal: Portal, visitor: Visit, document: Path
) -> None:
    person, guardian = Person(), Person(first_name="Marta")
    call = portal.office("publish", title=call_title("Attivatori"), form="citizen")
    first = Applicant(visitor(DESKTOP, scripts=False), scripts=False)
    first.begins(call["path"])
    activator.says_who(first, person, guardian)
    activator.says_why(first)
    activator.corrects_why(first)
    portal.office("change_form", page=call["page"], key="motivazione", removed="punti-di-forza", label=ADDED)
    first.is_told_of_another_form(removed=activator.STRENGTHS, answer="So ascoltare", added=ADDED)
    first.is_told((ADDED, activator.BLANK))
    first.keyboard.type(ADDED, "A scuola")
    first.presses_on("Avanti", "Disponibilità")
    activator.says_when(first)
    half_filled = first.saves_for_later()

    second = Applicant(visitor(NARROW, scripts=False), scripts=False)
    letter = mailbox.wait_for(portal.mail, person.email, "La tua bozza, non ancora inviata")
    second.comes_back(letter.link_to(portal.address + DRAFTS), "Disponibilità", half_filled)
    second.keyboard.choose(activator.HOURS, "Da 5 a 8")
    second.attaches(activator.CURRICULUM, document)
    second.presses_on("Avanti", "Dichiarazioni")
    activator.declares(second)
    seen = [document.name, activator.THE_REASON, "A scuola"]
    second.sends(portal.mail, person, *seen, came_by_letter=True)
