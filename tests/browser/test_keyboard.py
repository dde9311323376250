"""A citizen who uses no pointer applies with Tab, Enter, Space and the arrows, and always sees the focus."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from demo.building.pdf import plain_pdf
from tests.browser import mailbox, staff
from tests.browser.conftest import Visit
from tests.browser.people import EDITOR, Call, Person
from tests.browser.portal_under_test import Portal

# More stops than any page of the portal has.
MOST_STOPS = 120

# The accessible text of whatever has the focus, and whether a person can see that it has.
_FOCUSED = r"""() => {
  const element = document.activeElement;
  const label = element.labels?.[0]?.innerText ?? element.innerText ?? element.value ?? "";
  const group = element.closest("fieldset")?.querySelector("legend")?.innerText ?? "";
  const marks = [element, ...(element.labels ?? []), element.parentElement].filter(Boolean).flatMap((one) =>
    [null, "::before", "::after"].map((part) => getComputedStyle(one, part)));
  const ring = marks.some((style) =>
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none");
  const box = element.getBoundingClientRect();
  const label_box = element.labels?.[0]?.getBoundingClientRect();
  const shown = [box, label_box].some((one) => one && one.width > 1 && one.height > 1
    && one.bottom > 0 && one.top < innerHeight);
  return { label: label.replace(/\s+/g, " ").trim(), group, tag: element.tagName, visible: ring && shown };
}"""


class Keyboard:
    """Walks through a page with Tab and checks at every stop that the focus can be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, label: str) -> None:
        """Presses Tab until the control with this label, link text or legend has the focus."""
        passed: list[str] = []
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate(_FOCUSED)
            if focused["tag"] != "BODY":
                assert focused["visible"], (
                    f"The focus on “{focused['label']}” ({focused['tag']}) cannot be seen."
                )
            passed.append(focused["label"])
            if label in focused["label"] or label in focused["group"]:
                return
        raise AssertionError(f"Tab never reaches “{label}”, only {passed}.")

    def type(self, label: str, text: str) -> None:
        self.go_to(label)
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def enter(self, label: str) -> None:
        """Reaches a link or button and follows it to the next page."""
        self.go_to(label)
        with self.page.expect_navigation():
            self.press("Enter")


@pytest.fixture
def attachment(tmp_path: Path) -> Path:
    path = tmp_path / "proposta.pdf"
    path.write_bytes(plain_pdf(["Un orto per tutti"]))
    return path


def test_a_citizen_applies_with_the_keyboard_alone(portal: Portal, visitor: Visit, attachment: Path) -> None:
    call, person = Call(), Person()
    editor = visitor()
    staff.log_in(editor, EDITOR)
    path = staff.publish_call(editor, call)

    applicant = visitor()
    # From the first page on: a busy browser might otherwise open its own dialogue before it hears of ours.
    applicant.page.on("filechooser", lambda _chooser: None)
    keyboard = Keyboard(applicant.page)
    applicant.visit(path)
    keyboard.go_to("Vai ai contenuti")
    keyboard.press("Enter")
    keyboard.enter("Nuova candidatura")

    applicant.heading("Chi sei")
    keyboard.go_to("Per chi partecipi?")
    keyboard.press("Space")
    keyboard.type("Nome *", person.first_name)
    keyboard.type("Cognome", person.last_name)
    keyboard.type("Email", person.email)
    keyboard.go_to("Comune")
    keyboard.press("ArrowDown")
    keyboard.enter("Avanti")

    applicant.heading(call.step)
    keyboard.type(call.text_question, "Un orto per tutti")
    keyboard.go_to(call.choice_question)
    # From the first option, where Tab leads, to the second, which opens one more question.
    keyboard.press("ArrowDown")
    keyboard.type(call.nested_question, "Quattro vicine di casa")
    keyboard.go_to(call.file_question)
    with applicant.page.expect_file_chooser() as chooser:
        keyboard.press("Enter")
    # The dialogue is the system's own and is used with the keyboard like any other.
    chooser.value.set_files(attachment)
    keyboard.enter("Avanti")

    applicant.heading("Controlla e invia")
    keyboard.go_to("Ho letto e compreso")
    keyboard.press("Space")
    keyboard.enter("Invia la candidatura")
    applicant.heading("Conferma l’indirizzo e invia")
    letter = mailbox.wait_for(portal.mail, person.email, "Conferma l’indirizzo e invia")
    keyboard.type("Codice di sei cifre", letter.code)
    keyboard.enter("Invia la candidatura")
    applicant.heading("Abbiamo ricevuto la tua candidatura")
    mailbox.wait_for(portal.mail, person.email, "Abbiamo ricevuto la tua candidatura")
