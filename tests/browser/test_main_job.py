"""The main job whole: published, applied for, reviewed, completed, decided, and told."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import ViewportSize, expect

from demo.building.pdf import plain_pdf
from tests.browser import citizen, mailbox, staff
from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.people import EDITOR, OFFICER, REVIEWER, Call, Person
from tests.browser.portal_under_test import Portal

PROPOSAL = "Ha i requisiti e coinvolge tutto il quartiere."
REQUEST = "Indica per favore anche chi si occupa dell’irrigazione."


@pytest.fixture
def attachment(tmp_path: Path) -> Path:
    path = tmp_path / "orto di quartiere.pdf"
    path.write_bytes(plain_pdf(["Un orto per tutti"]))
    return path


# Wagtail's page editor does not work without scripts, so the editor and the officer have them in every run;
# the citizen and the reviewer do without. On a phone without scripts Wagtail's side bar covers the page, so
# that reviewer sits at a desk.
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_call_is_published_answered_completed_and_decided(
    size: ViewportSize, scripts: bool, portal: Portal, visitor: Visit, attachment: Path, tmp_path: Path
) -> None:
    call, person = Call(), Person()

    editor = visitor(size)
    staff.log_in_by_form(editor, EDITOR)
    path = staff.publish_call(editor, call)
    officer = visitor(size)
    staff.log_in_by_form(officer, OFFICER)
    staff.assign_committee(officer, call, REVIEWER)

    applicant = visitor(size, scripts=scripts)
    citizen.start(applicant, path, call)
    citizen.say_who(applicant, person)
    citizen.answer(applicant, call, attachment, scripts=scripts)
    citizen.send(applicant, attachment=attachment)
    link_below = "" if scripts else portal.address
    reference = citizen.confirm(applicant, portal.mail, person, link_below=link_below)
    receipt = mailbox.wait_for(portal.mail, person.email, "Abbiamo ricevuto la tua candidatura")
    assert reference in receipt.body

    reviewer = visitor(size if scripts else DESKTOP, scripts=scripts)
    staff.log_in_by_form(reviewer, REVIEWER)
    staff.open_submission(reviewer, reference)
    expect(reviewer.page.get_by_text("Quattro vicine di casa")).to_be_visible()
    arrived = staff.download(reviewer, attachment.name, tmp_path / "downloaded.pdf")
    assert arrived == attachment.read_bytes()
    due_on = f"{timezone.localdate() + timedelta(days=5):%d/%m/%Y}"
    asks = call.nested_question
    staff.decide(reviewer, "Chiedi un’integrazione", reason=REQUEST, due_on=due_on, tick=asks)

    asked = mailbox.wait_for(portal.mail, person.email, "Completa la tua candidatura")
    assert REQUEST in asked.body
    citizen.complete(applicant, asked.link_to(portal.address), call, REQUEST)

    staff.open_submission(reviewer, reference)
    expect(reviewer.page.get_by_text("Quattro vicine e la scuola media").first).to_be_visible()
    staff.decide(reviewer, "Proponi di accogliere", reason=PROPOSAL, done="Fatto: la proposta è registrata.")

    staff.open_submission(officer, reference)
    expect(officer.page.get_by_text("Proposta: Selezionata").first).to_be_visible()
    expect(officer.page.get_by_text(PROPOSAL).first).to_be_visible()
    staff.decide(officer, "Accogli")

    told = mailbox.wait_for(portal.mail, person.email, "è stata selezionata")
    applicant.visit(told.link_to(portal.address))
    expect(applicant.page.get_by_text("Selezionata").first).to_be_visible()
    expect(applicant.page.get_by_text("La tua candidatura è stata selezionata.")).to_be_visible()
