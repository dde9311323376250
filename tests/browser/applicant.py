"""Somebody who fills in a form at the keyboard, and what must hold on every page they come to."""

import re
from pathlib import Path

from playwright.sync_api import Request, expect

from portal.forms.text import shortened
from tests.browser import mailbox
from tests.browser.accessibility import assert_accessible, overflow
from tests.browser.conftest import DESKTOP, NARROW
from tests.browser.keyboard import Keyboard
from tests.browser.people import Person
from tests.browser.pieces import Pieces
from tests.browser.portal_under_test import Portal
from tests.browser.visitor import Visitor

# What is in the form: names with what was typed or chosen, questions with the files that are attached.
_TYPED = """() => {
  const form = document.querySelector("#step-form");
  const typed = {};
  for (const control of form.elements) {
    if (!control.name || ["hidden", "submit", "file"].includes(control.type)) continue;
    if (!control.checkVisibility()) continue;
    if (["radio", "checkbox"].includes(control.type) && !control.checked) continue;
    const value = control.tagName === "SELECT" ? control.selectedOptions[0].text : control.value;
    (typed[control.name] ??= []).push(value);
  }
  for (const group of form.querySelectorAll("[data-files-of]")) {
    if (!group.checkVisibility()) continue;
    const attached = [...group.querySelectorAll(".upload-list-name")].map((name) => name.innerText);
    const chosen = [...(group.querySelector("input[type=file]")?.files ?? [])].map((file) => file.name);
    // Without scripts a browser that goes back still holds in the control what it sent.
    typed[group.dataset.filesOf] = [...new Set([...attached, ...chosen].map((name) => name.split(" (")[0]))];
  }
  return typed;
}"""
# What a screen reader adds to the name of the control that has the focus, or of its group.
_DESCRIPTION = """() => {
  const control = document.activeElement;
  return [control, control.closest("fieldset")].filter(Boolean)
    .flatMap((one) => (one.getAttribute("aria-describedby") ?? "").split(" "))
    .map((id) => document.getElementById(id)?.innerText ?? "").join(" ").replace(/\\s+/g, " ");
}"""
# The questions that choices opened.
_OPENED = """() => [...document.querySelectorAll(".nested-questions .form-field-label")]
  .filter((label) => label.checkVisibility())
  .map((label) => {
    const words = label.cloneNode(true);
    for (const mark of words.querySelectorAll(".form-required-mark, .visually-hidden")) mark.remove();
    return words.textContent.replace(/\\s+/g, " ").trim();
  })"""

Typed = dict[str, list[str]]


class Applicant:
    """One person at one browser, who zooms in and out with every mistake: 1280 px at four times are 320.

    So each page is filled in at one width, left at that or the other, and tells its mistakes at both.

    Attributes:
        scripts: whether the browser runs them.
    """

    def __init__(self, visitor: Visitor, *, scripts: bool) -> None:
        self.scripts = scripts
        self.visitor = visitor
        self.page = visitor.page
        self.keyboard = Keyboard(visitor.page)
        self._methods: list[str] = []
        self.page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if request.is_navigation_request():
            self._methods.append(request.method)

    def arrives(self, heading: str) -> None:
        self.visitor.heading(heading)
        assert overflow(self.page) == 0, self.page.url

    def zooms(self) -> None:
        """From 1280 px to 320, or back."""
        now = self.page.viewport_size
        assert now
        self.page.set_viewport_size(DESKTOP if now["width"] == NARROW["width"] else NARROW)

    def typed(self) -> Typed:
        found: Typed = self.page.evaluate(_TYPED)
        return found

    def presses_on(self, button: str, heading: str) -> None:
        """Goes on to the next page, back, refreshes, and forward again: nothing is lost or sent again."""
        left = self.typed()
        self.keyboard.enter(button)
        self.arrives(heading)
        self.looks_back(left)
        self.page.go_forward()
        self.arrives(heading)

    def looks_back(self, left: Typed) -> None:
        """Goes back to a page that was left with this in it, and refreshes it."""
        self._methods.clear()
        self.page.go_back()
        self._finds(left)
        self.page.reload()
        self._finds(left)
        assert set(self._methods) <= {"GET"}, f"{self.page.url} would be sent again."

    def turns_back(self, before: str, here: str) -> None:
        """Goes back and refreshes, forward and refreshes: pages are asked for, and nothing is sent again.

        Args:
            before, here: the headings of the page before this one, as it is by now, and of this one.
        """
        self._methods.clear()
        self.page.go_back()
        self.arrives(before)
        self.page.reload()
        self.arrives(before)
        self.page.go_forward()
        self.arrives(here)
        self.page.reload()
        self.arrives(here)
        assert set(self._methods) == {"GET"}, f"{self.page.url} was sent again: {self._methods}"

    def _finds(self, left: Typed) -> None:
        expect(self.page.locator("#step-form")).to_be_visible()
        found = self.typed()
        assert found == left, f"{self.page.url} was left with {left} and holds {found}"

    def is_told(self, *errors: tuple[str, str]) -> None:
        """Presses on and is told all that is wrong: above, with the focus and links, and at each field.

        Args:
            errors: label of the question and what is said of it, in the order of the page.
        """
        left = self.typed()
        self.keyboard.enter("Avanti")
        summary = self.page.locator(".error-summary")
        expect(summary).to_be_focused()
        assert self.page.title().startswith("Errore:")
        assert overflow(self.page) == 0, self.page.url
        links = [
            sentence if f"«{shortened(label)}" in sentence else f"{label} – {sentence}"
            for label, sentence in errors
        ]
        expect(summary.get_by_role("link")).to_have_text(links)
        assert self.typed() == left
        self._looks_closely()
        self._methods.clear()
        self.zooms()
        self.page.reload()
        expect(summary).to_be_focused()
        assert overflow(self.page) == 0, self.page.url
        assert self.typed() == left
        assert self._methods == ["GET"]
        for link, (label, sentence) in zip(links, errors, strict=True):
            # From the summary, and later back to it from the field before.
            self.keyboard.go_to(link, backwards=link is not links[0])
            self.keyboard.press("Enter")
            stop = self.keyboard.stop()
            assert label == stop.name or stop.group.startswith(label), f"“{link}” leads to “{stop.name}”."
            assert sentence in self.page.evaluate(_DESCRIPTION), f"“{sentence}” is not said at “{label}”."
        self.keyboard.go_back_to(links[0])

    def _looks_closely(self) -> None:
        """axe, which runs no more than the page's own scripts where they are turned off."""
        if self.scripts:
            assert_accessible(self.page)

    def opens_more(self) -> None:
        """After a choice that asks for more: without scripts that comes with the next press."""
        if self.scripts:
            return
        left = self.typed()
        self.keyboard.enter("Avanti")
        expect(self.page.get_by_role("status").filter(has_text="apre altre domande")).to_be_focused()
        found = self.typed()
        assert all(found.get(name, value) == value for name, value in left.items()), f"{left} became {found}"

    def sees_questions(self, *labels: str) -> None:
        """Checks which questions a choice opened, in the order of the page."""
        assert self.page.evaluate(_OPENED) == list(labels)

    def begins(self, path: str) -> None:
        """From the page of the call to the first page of its form."""
        self.visitor.visit(path)
        assert overflow(self.page) == 0
        self.keyboard.go_to("Vai ai contenuti")
        self.keyboard.press("Enter")
        self.keyboard.enter("Nuova candidatura")

    def sends(self, mail: Path, person: Person, *seen: str, came_by_letter: bool = False) -> str:
        """From the summary to the receipt, whose reference it answers.

        Args:
            seen: what must be read on the summary.
            came_by_letter: to the draft, which proves the address.
        """
        self.arrives("Controlla e invia")
        for words in seen:
            expect(self.page.get_by_text(words).first).to_be_visible()
        self.keyboard.enter("Invia la candidatura")
        not_read = "Per inviare occorre dichiarare di avere letto l’informativa."
        expect(self.page.locator(".error-summary")).to_be_focused()
        self.keyboard.go_to(not_read)
        self.keyboard.press("Enter")
        read = self.keyboard.stop().name
        assert read == "Ho letto e compreso l’informativa sulla privacy"
        assert not_read in self.page.evaluate(_DESCRIPTION)
        self.keyboard.press("Space")
        self.keyboard.enter("Invia la candidatura")
        if not came_by_letter:
            self.arrives("Conferma l’indirizzo e invia")
            self.turns_back("Controlla e invia", "Conferma l’indirizzo e invia")
            self._confirms(mailbox.wait_for(mail, person.email, "Conferma l’indirizzo e invia").code)
        self.arrives("Abbiamo ricevuto la tua candidatura")
        reference = self.page.locator(".receipt-reference").inner_text().strip()
        self.zooms()
        # The page from which it was sent is of a draft that is no more.
        self.visitor.expected.add(410)
        self.turns_back("Questa bozza è già stata inviata", "Abbiamo ricevuto la tua candidatura")
        expect(self.page.locator(".receipt-reference")).to_have_text(reference)
        return reference

    def _confirms(self, code: str) -> None:
        wrong = "000000" if code[0] != "0" else "111111"
        for typed, said in (("", "Scrivi il codice di sei cifre"), (wrong, "Questo codice non è quello")):
            if typed:
                self.keyboard.type("Codice di sei cifre", typed)
            self.keyboard.enter("Invia la candidatura")
            expect(self.page.locator(".error-summary")).to_be_focused()
            self.keyboard.go_to(re.compile(said))
            self.keyboard.press("Enter")
            assert self.keyboard.stop().name == "Codice di sei cifre"
        self.keyboard.type("Codice di sei cifre", code)
        self.keyboard.enter("Invia la candidatura")

    def attaches(self, label: str, file: Path) -> None:
        """Chooses a file; where a script sends it at once, waits until it is there."""
        self.keyboard.attach(label, file)
        if self.scripts:
            expect(self.page.get_by_role("button", name=f"Rimuovi {file.name}")).to_be_visible()

    def attaches_over_a_bad_connection(self, label: str, file: Path, button: str, heading: str) -> None:
        """Attaches a file of several pieces and goes on; the connection breaks off meanwhile."""
        if not self.scripts:
            self.keyboard.attach(label, file)
            self._loses_the_connection(button, heading)
            return
        pieces = Pieces(self.page, broken=1)
        self.keyboard.attach(label, file)
        expect(self.page.locator(".upload-note")).to_contain_text("La connessione si è interrotta")
        expect(self.page.get_by_role("button", name=f"Rimuovi {file.name}")).to_be_visible()
        [arrived] = pieces.counted
        assert arrived in [offset for offset, _length in pieces.sent]
        assert sum(length for _offset, length in pieces.sent) == file.stat().st_size
        # What the browser says of the request that this test let fail.
        self.visitor.problems.clear()
        self.presses_on(button, heading)

    def _loses_the_connection(self, button: str, heading: str) -> None:
        """Presses a button in vain; the browser says so, and reloading sends all of it, the file included."""
        self.page.route("**/passo/**", lambda route: route.abort("connectionfailed"))
        self.keyboard.go_to(button)
        with self.page.expect_event("requestfailed"):
            self.keyboard.press("Enter")
        self.page.wait_for_url("chrome-error://**")
        self.page.unroute("**/passo/**")
        self.visitor.problems.clear()
        # The browser's page took the place of ours in its history: there is nothing to go back to.
        self.page.reload()
        self.arrives(heading)

    def sees_the_term_pass(self, portal: Portal, call: int, heading: str, *written: str) -> None:
        """Presses on after the term, and comes back once the office gave more time."""
        left = self.typed()
        portal.office("close", page=call)
        self.visitor.expected.add(410)
        self.is_told_that_it_is_too_late(*written)
        portal.office("reopen", page=call)
        self.finds_it_open_again(heading, left)

    def saves_for_later(self) -> Typed:
        """Leaves a page half filled in; answers what was in it."""
        left = self.typed()
        self.keyboard.enter("Salva")
        self.arrives("La bozza è salvata")
        self.looks_back(left)
        self.page.go_forward()
        self.arrives("La bozza è salvata")
        return left

    def copied_link(self) -> str:
        """The link that the page of a saved draft shows, to be copied."""
        return self.page.locator(".secret-link").inner_text().strip()

    def goes_on(self, link: str, step: str, left: Typed) -> None:
        """Follows the link that was copied, which leads to the step that was left."""
        self.visitor.visit(link)
        self.arrives(step)
        self._finds(left)

    def comes_back(self, link: str, step: str, left: Typed) -> None:
        """Follows the link of a letter to the summary, and from there to the step that was left."""
        self.visitor.visit(link)
        self.arrives("Controlla e invia")
        if self.page.locator(".step-progress-narrow summary").is_visible():
            self.keyboard.go_to(re.compile(r"^Passo \d+ di \d+$"))
            self.keyboard.press("Enter")
        self.keyboard.enter(re.compile(f"^{step}"))
        self.arrives(step)
        self._finds(left)

    def is_told_of_another_form(self, *, removed: str, answer: str, added: str) -> None:
        """Presses on from a page whose form was changed meanwhile: what was typed stays, news is told."""
        left = self.typed()
        self.keyboard.enter("Avanti")
        notice = self.page.locator(".form-notice")
        expect(notice).to_be_focused()
        for words in (removed, answer, added):
            expect(notice).to_contain_text(words)
        assert overflow(self.page) == 0
        self._looks_closely()
        found = self.typed()
        assert all(left.get(name, [""]) == value for name, value in found.items()), f"{left} became {found}"

    def is_told_that_it_is_too_late(self, *written: str) -> None:
        """Presses on after the term: all that was written, this page included, is there to be read."""
        self.keyboard.enter("Avanti")
        self.arrives("non si può inviare")
        for words in written:
            expect(self.page.get_by_text(words).first).to_be_visible()
        self._looks_closely()

    def finds_it_open_again(self, heading: str, left: Typed) -> None:
        self.page.reload()
        self.arrives(heading)
        self._finds(left)
