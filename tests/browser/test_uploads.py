"""A file goes up as soon as it is chosen, goes on after a broken connection, and is replaced in place."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, ViewportSize, expect

from tests.browser import citizen, mailbox, staff
from tests.browser.accessibility import assert_accessible, overflow
from tests.browser.conftest import DESKTOP, NARROW, Visit
from tests.browser.people import OFFICER
from tests.browser.pieces import SENDING, Pieces
from tests.browser.portal_under_test import Portal
from tests.browser.test_autosave import at_the_step
from tests.browser.visitor import Visitor

LAST_STEP = 4
FILE_INPUT = "[data-files-of] input[type=file]"
SIZE = 3 * 1024 * 1024


def at_the_files(visitor: Visitor) -> Page:
    at_the_step(visitor)
    page = visitor.page
    visitor.visit(page.url.replace("passo/3", f"passo/{LAST_STEP}"))
    return page


def document(folder: Path, name: str = "documento.pdf", size: int = SIZE) -> Path:
    path = folder / name
    path.write_bytes(b"%PDF-1.7\n" + b"0" * (size - 9))
    return path


@pytest.mark.parametrize("size", [DESKTOP, NARROW], ids=["1280", "320"])
def test_an_upload_that_breaks_off_goes_on_from_the_byte_that_arrived(
    size: ViewportSize, visitor: Visit, tmp_path: Path
) -> None:
    applicant = visitor(size)
    page = at_the_files(applicant)
    pieces = Pieces(page, broken=2, for_good=True)

    page.locator(FILE_INPUT).first.set_input_files(document(tmp_path))

    expect(page.locator(".upload-note")).to_contain_text("La connessione si è interrotta")
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert_accessible(page)
    assert overflow(page) == 0
    # The connection is back.
    pieces.broken = -1
    expect(page.get_by_role("button", name="Rimuovi documento.pdf")).to_be_visible()
    # What the server counted is where the script went on, and no byte that had arrived was sent again.
    [arrived] = set(pieces.counted)
    assert 0 < arrived < SIZE
    assert arrived in [offset for offset, _length in pieces.sent]
    assert sum(length for _offset, length in pieces.sent) == SIZE
    expect(page.get_by_text("Il file «documento.pdf» è allegato.")).to_have_count(1)
    assert_accessible(page)
    applicant.problems.clear()
    page.reload()
    expect(page.get_by_role("button", name="Rimuovi documento.pdf")).to_be_visible()


@pytest.mark.parametrize(
    ("size", "applicant_name"), [(DESKTOP, "elena.bozza"), (NARROW, "dario.fittizi")], ids=["1280", "320"]
)
def test_what_an_office_asks_for_goes_up_in_pieces_too_and_is_gone_on_with_in_another_window(
    size: ViewportSize, applicant_name: str, visitor: Visit, portal: Portal, tmp_path: Path
) -> None:
    officer = visitor()
    staff.log_in(officer, OFFICER)
    officer.visit(f"/admin/candidature/?q={applicant_name}")
    officer.page.get_by_role("link", name="CS-").first.click()
    due_on = f"{timezone.localdate() + timedelta(days=5):%d/%m/%Y}"
    asks = "Documento di identità di chi presenta la domanda"
    staff.decide(officer, "Chiedi un’integrazione", reason="È scaduto.", due_on=due_on, tick=asks)
    asked = mailbox.wait_for(portal.mail, f"{applicant_name}@example.org", "Completa la tua candidatura")
    applicant = visitor(size)
    applicant.visit(asked.link_to(portal.address))
    applicant.page.get_by_role("link", name="Completa", exact=True).click()
    page = applicant.page
    before, asked_for = Pieces(page, broken=2, for_good=True), document(tmp_path)

    page.locator(FILE_INPUT).first.set_input_files(asked_for)

    expect(page.locator(".upload-note")).to_contain_text("La connessione si è interrotta")
    assert_accessible(page)
    assert overflow(page) == 0
    # Whoever does not wait opens the page again, and chooses the file again.
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.unroute_all()
    again = Pieces(page)
    page.locator(FILE_INPUT).first.set_input_files(asked_for)
    expect(page.get_by_role("button", name="Rimuovi documento.pdf")).to_be_visible()
    # No byte that had arrived was sent once more.
    assert sum(length for _offset, length in before.sent + again.sent) == SIZE
    assert again.sent[0][0] > 0
    applicant.problems.clear()

    citizen.press(applicant, "Avanti")
    applicant.heading("Controlla che cosa cambia e invia")
    expect(page.get_by_text("documento.pdf").first).to_be_visible()
    citizen.press(applicant, "Invia l’integrazione")
    expect(page.get_by_text("Integrazione inviata")).to_be_visible()
    expect(page.get_by_role("link", name="documento.pdf").first).to_be_visible()


def test_who_presses_on_while_a_file_goes_up_is_told_and_taken_on_when_it_is_there(
    visitor: Visit, tmp_path: Path
) -> None:
    applicant = visitor()
    page = at_the_files(applicant)
    held: list[Route] = []
    is_held = True

    def hold(route: Route) -> None:
        if is_held:
            held.append(route)
        else:
            route.continue_()

    page.route(SENDING, hold)
    page.locator(FILE_INPUT).first.set_input_files(document(tmp_path, size=9000))
    expect(page.get_by_role("progressbar")).to_be_visible()

    citizen.press(applicant, "Salva")

    expect(page.locator(".upload-note")).to_contain_text("sta ancora salendo")
    is_held = False
    for route in held:
        route.continue_()
    applicant.heading("La bozza è salvata")
    page.get_by_role("link", name="Continua a scrivere").click()
    expect(page.get_by_role("button", name="Rimuovi documento.pdf")).to_be_visible()


def test_a_file_is_replaced_removed_and_refused_in_place(visitor: Visit, tmp_path: Path) -> None:
    applicant = visitor()
    applicant.expected = {422}
    page = at_the_files(applicant)
    page.locator(FILE_INPUT).first.set_input_files(document(tmp_path, size=9000))
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Sostituisci documento.pdf").click()
    chooser.value.set_files(document(tmp_path, "nuovo.pdf", 9001))
    expect(page.get_by_role("button", name="Rimuovi nuovo.pdf")).to_be_visible()
    expect(page.get_by_text("documento.pdf (")).to_have_count(0)

    page.get_by_role("button", name="Rimuovi nuovo.pdf").click()

    expect(page.get_by_text("Il file è stato tolto.")).to_have_count(1)
    expect(page.locator(FILE_INPUT).first).to_be_focused()
    # Not sent at all, because the browser sees what is wrong.
    wrong = tmp_path / "foto.exe"
    wrong.write_bytes(b"0")
    page.locator(FILE_INPUT).first.set_input_files(wrong)
    expect(page.locator(".upload-error")).to_contain_text("non è di un tipo ammesso")
    # Found out by the server alone.
    false = tmp_path / "finto.pdf"
    false.write_bytes(b"MZ" + b"0" * 100)
    page.locator(FILE_INPUT).first.set_input_files(false)
    expect(page.locator(".upload-error")).to_contain_text("«finto.pdf» non è un vero file PDF")
    assert_accessible(page)


def test_what_is_called_off_once_it_is_whole_is_not_attached_and_the_page_says_what_is(
    visitor: Visit, tmp_path: Path
) -> None:
    page = at_the_files(visitor())
    page.locator(FILE_INPUT).first.set_input_files(document(tmp_path, size=9000))
    expect(page.get_by_role("button", name="Rimuovi documento.pdf")).to_be_visible()
    arrived: list[str] = []

    def without_answer(route: Route) -> None:
        if "offset=" in route.request.url:
            arrived.append(route.fetch().text())
        else:
            route.continue_()

    page.route(SENDING, without_answer)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Sostituisci documento.pdf").click()
    chooser.value.set_files(document(tmp_path, "nuovo.pdf", 9001))
    while not arrived:
        page.wait_for_timeout(50)
    assert "nuovo.pdf" in arrived[0]

    page.get_by_role("button", name="Annulla nuovo.pdf").click()

    # It had taken the place of the other already.
    expect(page.get_by_text("documento.pdf (")).to_have_count(0)
    expect(page.get_by_role("button", name="Annulla nuovo.pdf")).to_have_count(0)
    page.reload()
    expect(page.locator(FILE_INPUT).first).to_be_visible()
    expect(page.get_by_text("nuovo.pdf (")).to_have_count(0)
