"""An organisation answers a call by keyboard, with scripts and without, at 1280 px and at 320."""

from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize

from demo.building.pdf import plain_pdf
from tests.browser import mailbox, organisation
from tests.browser.applicant import Applicant
from tests.browser.conftest import DESKTOP, NARROW, Visit
from tests.browser.people import Person, call_title
from tests.browser.portal_under_test import Portal
from tests.browser.test_lost_links import DRAFTS

ADDED = "Da quanto tempo siete attivi?"
DOCUMENTS = "Documenti e dichiarazioni"
# What must be there to read once it is too late.
WRITTEN = (organisation.THE_IDEA, "Il giardino di tutti", "Spazi")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "statuto.pdf"
    path.write_bytes(plain_pdf(["Statuto"]) + b"%" + b"0" * 700_000)
    return path


@pytest.mark.parametrize(
    ("scripts", "first_size", "second_size"),
    [(True, DESKTOP, NARROW), (False, NARROW, DESKTOP)],
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
    """A connection breaks off, the device changes, the term passes, and so does the form."""
    person = Person()
    call = portal.office("publish", title=call_title("Partner"), form="organisation")
    first = Applicant(visitor(first_size, scripts=scripts), scripts=scripts)
    first.begins(call["path"])
    organisation.says_who(first, person)
    organisation.sees_every_branch_open(first)
    # A question opens below one that opened; then they change their mind.
    organisation.is_a_committee(first)
    organisation.is_an_association(first)
    first.attaches_over_a_bad_connection(organisation.STATUTE, document, "Avanti", "Attività e territorio")
    organisation.says_what_it_does(first)
    half_typed = first.saves_for_later()

    second = Applicant(visitor(second_size, scripts=scripts), scripts=scripts)
    letter = mailbox.wait_for(portal.mail, person.email, "La tua bozza, non ancora inviata")
    if scripts:
        second.comes_back(letter.link_to(portal.address + DRAFTS), "Attività e territorio", half_typed)
    else:
        # Whoever copies the link from the page is asked for the code of a letter before sending.
        second.goes_on(first.copied_link(), "Attività e territorio", half_typed)
    organisation.corrects_what_it_does(second)
    organisation.proposes(second)
    second.sees_the_term_pass(portal, call["page"], "La proposta", *WRITTEN)
    portal.office("change_form", page=call["page"], key="proposta", removed="contributo", label=ADDED)
    second.is_told_of_another_form(removed=organisation.CONTRIBUTION, answer="Spazi", added=ADDED)
    second.is_told((ADDED, f"Rispondi a «{ADDED}»."))
    second.keyboard.type(ADDED, "Da sei anni")
    second.presses_on("Avanti", DOCUMENTS)
    organisation.attaches_and_declares(second, document)
    seen = [document.name, organisation.TAX_NUMBER, "PROVA-0001", organisation.THE_IDEA, "Da sei anni"]
    reference = second.sends(portal.mail, person, *seen, came_by_letter=scripts)
    receipt = mailbox.wait_for(portal.mail, person.email, "Abbiamo ricevuto la tua candidatura")
    assert reference in receipt.body

    # The first device still stands where it was left.
    first.visitor.expected.add(410)
    first.keyboard.enter("Continua a scrivere")
    first.arrives("già")
