"""A girl of sixteen answers a call by keyboard, with scripts and without, at 1280 px and at 320."""

from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize

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
    path.write_bytes(plain_pdf(["Curriculum"]) + b"%" + b"0" * 700_000)
    return path


@pytest.mark.parametrize(
    ("scripts", "first_size", "second_size"),
    [(True, NARROW, DESKTOP), (False, DESKTOP, NARROW)],
    ids=["with scripts", "without"],
)
def test_whatever_happens_meanwhile_nothing_is_lost(
    scripts: bool,
    first_size: ViewportSize,
    second_size: ViewportSize,
    portal: Portal,
    visitor: Visit,
    document: Path,
) -> None:
    """The term passes, the form changes, and so does the device; a connection breaks off."""
    person, guardian = Person(), Person(first_name="Marta")
    call = portal.office("publish", title=call_title("Attivatori"), form="citizen")
    first = Applicant(visitor(first_size, scripts=scripts), scripts=scripts)
    first.begins(call["path"])
    activator.says_who(first, person, guardian)
    activator.says_why(first)
    activator.corrects_why(first)
    written = (activator.THE_REASON, person.email, "So ascoltare")
    first.sees_the_term_pass(portal, call["page"], "Motivazione ed esperienza", *written)
    portal.office("change_form", page=call["page"], key="motivazione", removed="punti-di-forza", label=ADDED)
    first.is_told_of_another_form(removed=activator.STRENGTHS, answer="So ascoltare", added=ADDED)
    first.is_told((ADDED, f"Rispondi a «{ADDED}»."))
    first.keyboard.type(ADDED, "A scuola")
    first.presses_on("Avanti", "Disponibilità")
    activator.says_when(first)
    half_filled = first.saves_for_later()

    second = Applicant(visitor(second_size, scripts=scripts), scripts=scripts)
    letter = mailbox.wait_for(portal.mail, person.email, "La tua bozza, non ancora inviata")
    second.comes_back(letter.link_to(portal.address + DRAFTS), "Disponibilità", half_filled)
    second.keyboard.choose(activator.HOURS, "Da 5 a 8")
    second.attaches_over_a_bad_connection(activator.CURRICULUM, document, "Avanti", "Dichiarazioni")
    activator.declares(second)
    seen = [document.name, activator.THE_REASON, "A scuola", "Marta Benvenuti"]
    second.sends(portal.mail, person, *seen, came_by_letter=True)

    asked = mailbox.wait_for(portal.mail, guardian.email, "Ti chiedono una conferma")
    activator.confirms(
        Applicant(visitor(first_size, scripts=scripts), scripts=scripts), asked.link_to(portal.address)
    )
