"""How much a phone asks of whoever takes part: taps, fields and pages, from the call to the receipt.

A tap is a press of a button, a choice, a control that is entered, or a suggestion that is taken; a field is
whatever is answered; a load is a page that comes. Only what must be answered is.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import ElementHandle, Page

from demo.building.pdf import plain_pdf
from tests.browser import mailbox
from tests.browser.conftest import PHONE, Visit
from tests.browser.people import Person
from tests.browser.portal_under_test import Portal

PARTNER_CALL = "/partecipa/partner-punto-di-ascolto/"
EVENT = "/partecipa/laboratorio-la-casa-che-vorrei/"
# The controls of the step that must be answered and are not yet, in the order of the page.
UNANSWERED = """
() => {
  const found = [];
  for (const control of document.querySelectorAll("main form :is(input, textarea, select)")) {
    if (!control.checkVisibility() || !control.name) continue;
    const field = control.closest(".form-field, fieldset");
    const group = ["radio", "checkbox"].includes(control.type) && control.closest("fieldset");
    const required = control.required || control.getAttribute("aria-required") === "true"
      || (group && (group.getAttribute("aria-required") === "true"
        || group.querySelector("legend .visually-hidden")));
    if (!required) continue;
    if (group) {
      const same = [...group.querySelectorAll(`[name="${control.name}"]`)];
      if (same[0] === control && !same.some((one) => one.checked)) found.push(control);
    } else if (control.type === "checkbox") {
      if (!control.checked) found.push(control);
    } else if (control.type === "file") {
      if (!field.querySelector("button")) found.push(control);
    } else if (!control.value) found.push(control);
  }
  return found[0] ?? null;
}
"""


@dataclass
class Hand:
    """One hand on a phone, and what it had to do."""

    page: Page
    person: Person
    attachment: Path
    taps: int = 0
    fields: int = 0
    loads: int = 0
    steps: int = 0

    def __post_init__(self) -> None:
        def came(request: object) -> None:
            self.loads += 1

        self.page.on("load", came)

    def press(self, name: str | re.Pattern[str]) -> None:
        self.taps += 1
        # A press while something is being saved is only heard of once that is done.
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).last.click()

    def fill_in_step(self) -> None:
        self.steps += 1
        while True:
            control = self.page.evaluate_handle(UNANSWERED).as_element()
            if control is None:
                return
            self.answer(control)

    def answer(self, control: ElementHandle) -> None:
        self.taps += 1
        self.fields += 1
        kind, name = control.get_attribute("type"), control.get_attribute("name") or ""
        if kind in ("radio", "checkbox"):
            self.page.locator(f"label[for='{control.get_attribute('id')}']").click()
        elif kind == "file":
            control.set_input_files(self.attachment)
            self.page.get_by_role("button", name=f"Rimuovi {self.attachment.name}").wait_for()
        elif control.get_attribute("role") == "combobox":
            control.fill("cort")
            self.taps += 1
            self.page.get_by_role("option", name="Cortona (AR)").click()
        else:
            control.fill(self.words(name))

    def words(self, name: str) -> str:
        known = {
            "first_name": self.person.first_name,
            "last_name": self.person.last_name,
            "email": self.person.email,
            "organisation_name": "Associazione di prova",
        }
        if name in known:
            return known[name]
        if name.endswith("-cf"):
            return "07643520567"
        return "2" if "persone" in name else "Una risposta di prova."


@pytest.fixture
def attachment(tmp_path: Path) -> Path:
    path = tmp_path / "statuto.pdf"
    path.write_bytes(plain_pdf(["Statuto"]))
    return path


@pytest.mark.parametrize(("path", "begin"), [(PARTNER_CALL, "candidatura"), (EVENT, "iscrizione")])
def test_no_more_taps_than_fields_steps_and_five(
    path: str, begin: str, portal: Portal, visitor: Visit, attachment: Path
) -> None:
    person = Person()
    applicant = visitor(PHONE)
    hand = Hand(applicant.page, person, attachment)
    applicant.visit(path)
    hand.press(re.compile(f"Nuova {begin}|Vai all"))
    if "/nuova/" in applicant.page.url:
        hand.press(re.compile(f"Nuova {begin}|Vai all|Comincia"))
    while "/riepilogo/" not in applicant.page.url:
        hand.fill_in_step()
        hand.press("Avanti")
    hand.fill_in_step()
    hand.press(re.compile("^Invia"))
    letter = mailbox.wait_for(portal.mail, person.email, "Conferma l’indirizzo e invia")
    hand.taps += 1
    hand.fields += 1
    applicant.page.get_by_label("Codice di sei cifre").fill(letter.code)
    hand.press(re.compile("^Invia"))
    applicant.heading("Abbiamo ricevuto")

    counted = f"{hand.taps} taps, {hand.fields} fields, {hand.steps} steps, {hand.loads} loads"
    print(f"{path}: {counted}")  # noqa: T201 - the figures of docs/measurements.md, with -s
    assert hand.taps < hand.fields + hand.steps + 5, counted
    applicant.check()
