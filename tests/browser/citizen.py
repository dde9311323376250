"""What a citizen does on the public pages, with or without scripts."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser import mailbox
from tests.browser.people import Call, Person
from tests.browser.visitor import Visitor


def start(visitor: Visitor, path: str, call: Call) -> None:
    """From the page of the call to the form."""
    visitor.visit(path)
    visitor.heading(call.title)
    visitor.page.get_by_role("button", name="Nuova candidatura").click()
    visitor.heading("Chi sei")


def say_who(visitor: Visitor, person: Person) -> None:
    page = visitor.page
    tick(visitor, "Per me, come cittadina o cittadino")
    page.locator("[autocomplete=given-name]").fill(person.first_name)
    page.get_by_label("Cognome").fill(person.last_name)
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Telefono").fill(person.phone)
    choose_municipality(visitor)
    press(visitor, "Avanti")


def choose_municipality(visitor: Visitor) -> None:
    """From the list, or by typing some letters where the script made it searchable."""
    page = visitor.page
    field = page.get_by_label("Comune")
    if page.locator("select[name=municipality]").count():
        field.select_option(label="Cortona (AR)")
    else:
        field.fill("cort")
        page.get_by_role("option", name="Cortona (AR)").click()


def answer(visitor: Visitor, call: Call, attachment: Path, *, scripts: bool) -> None:
    """The step that the editor wrote. Without scripts the nested question comes with a second page."""
    page = visitor.page
    visitor.heading(call.step)
    page.get_by_label(call.text_question).fill("Un orto per tutti")
    tick(visitor, call.opening_option)
    page.get_by_label(call.file_question).set_input_files(attachment)
    if not scripts:
        expect(page.get_by_label(call.nested_question)).to_have_count(0)
        press(visitor, "Avanti")
        visitor.heading(call.step)
        expect(page.get_by_text("La tua risposta apre altre domande")).to_be_visible()
        # What came with the first page is still there, the file included.
        expect(page.get_by_label(call.text_question)).to_have_value("Un orto per tutti")
        expect(page.get_by_role("button", name=f"Rimuovi {attachment.name}")).to_be_visible()
    page.get_by_label(call.nested_question).fill("Quattro vicine di casa")
    press(visitor, "Avanti")


def send(visitor: Visitor, *, attachment: Path) -> None:
    """Reads the summary and sends: the address is still to be proved."""
    page = visitor.page
    visitor.heading("Controlla e invia")
    for written in ("Un orto per tutti", "Quattro vicine di casa", attachment.name):
        expect(page.get_by_text(written)).to_be_visible()
    tick(visitor, "Ho letto e compreso l’informativa sulla privacy")
    press(visitor, "Invia la candidatura")
    visitor.heading("Conferma l’indirizzo e invia")


def confirm(visitor: Visitor, mail: Path, person: Person, *, link_below: str = "") -> str:
    """Types the code of the letter, or follows its link; returns the reference on the receipt.

    Args:
        link_below: the address of the portal, for who follows the link.
    """
    letter = mailbox.wait_for(mail, person.email, "Conferma l’indirizzo e invia")
    if link_below:
        visitor.visit(letter.link_to(link_below))
        visitor.heading("Conferma l’indirizzo e invia")
        expect(visitor.page.get_by_label("Codice di sei cifre")).to_have_count(0)
    else:
        visitor.page.get_by_label("Codice di sei cifre").fill(letter.code)
    press(visitor, "Invia la candidatura")
    visitor.heading("Abbiamo ricevuto la tua candidatura")
    return visitor.page.locator(".receipt-reference").inner_text().strip()


def complete(visitor: Visitor, link: str, call: Call, request: str) -> None:
    """Follows the link of the letter and answers what the office asked for."""
    page = visitor.page
    visitor.visit(link)
    visitor.heading("La tua candidatura")
    expect(page.get_by_text(request).first).to_be_visible()
    page.get_by_role("link", name="Completa", exact=True).click()
    visitor.heading(call.step)
    page.get_by_label(call.nested_question).fill("Quattro vicine e la scuola media")
    press(visitor, "Avanti")
    visitor.heading("Controlla che cosa cambia e invia")
    expect(page.get_by_text("Quattro vicine di casa").first).to_be_visible()
    press(visitor, "Invia l’integrazione")
    visitor.heading("La tua candidatura")
    expect(page.get_by_text("Integrazione inviata")).to_be_visible()
    expect(page.get_by_text("Quattro vicine e la scuola media")).to_be_visible()


def press(visitor: Visitor, button: str) -> None:
    visitor.page.get_by_role("button", name=button, exact=True).click()


def tick(visitor: Visitor, label: str) -> None:
    """Chooses a radio or checkbox by pressing its label, which Bootstrap Italia draws over it."""
    visitor.page.locator("label").filter(has_text=label).click()
    control = visitor.page.get_by_label(label).and_(visitor.page.locator("input"))
    expect(control).to_be_checked()
