"""A day of whoever decides, with the keys alone: each act within few presses, and twenty refusals too."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import staff
from tests.browser.conftest import DESKTOP, Visit
from tests.browser.people import OFFICER, call_title
from tests.browser.portal_under_test import Portal

HOW_MANY = 20
# To whatever a page is about, from where it begins.
MOST_TABS = 15
# What who sent it answers, once asked.
ANSWERED = "Posso venire il martedì e il giovedì."
# For all twenty: to choose them, to say what and why, to look at it, to confirm.
MOST_KEYS_FOR_TWENTY = 30
# The worker does them one by one, beside its other work.
MILLISECONDS_FOR_TWENTY = 300_000


class Keys:
    """Hands on the keys, and what they pressed. What is typed as a text is no press of these."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def go(self, key: str) -> None:
        """Presses a key that leads to another page, where Wagtail's keys hold once its script is there."""
        with self.page.expect_navigation():
            self.press(key)
        self.page.wait_for_function("window.wagtail && document.readyState === 'complete'")

    def tab_to(self, wanted: Locator) -> None:
        for _tab in range(MOST_TABS):
            self.press("Tab")
            if wanted.evaluate("element => element === document.activeElement"):
                return
        pytest.fail(f"{wanted} is more than {MOST_TABS} tabs away.")

    def enter(self, wanted: Locator) -> None:
        self.tab_to(wanted)
        self.go("Enter")


def test_a_day_by_keyboard_alone(visitor: Visit, portal: Portal) -> None:
    call = portal.office("received", title=call_title("Con i tasti"), how_many=HOW_MANY)
    officer = visitor(DESKTOP)
    staff.log_in(officer, OFFICER)
    page, keys = officer.page, Keys(officer.page)
    officer.visit(f"/admin/candidature/?page={call['page']}&stage=todo")
    page.wait_for_function("window.wagtail && document.readyState === 'complete'")

    reference = claims_the_first(keys)
    asks_for_an_integration(keys)
    portal.office("complete", reference=reference, motivation=ANSWERED)
    finds_what_came(keys, reference)
    writes_a_note(keys)

    keys.go("u")
    follows(keys, "Da lavorare")
    boxes = page.locator("input[name=scelta]")
    expect(boxes).to_have_count(HOW_MANY)
    chooses_and_lets_go(keys)
    before = keys.pressed
    refuses_all(keys)
    assert keys.pressed - before <= MOST_KEYS_FOR_TWENTY
    assert set(portal.office("statuses", page=call["page"])) == {"rejected"}

    keys.enter(page.get_by_role("button", name="Annulla tutto"))
    expect(page.locator("#stato-insieme", has_text="Annullato")).to_be_visible(
        timeout=MILLISECONDS_FOR_TWENTY
    )
    assert set(portal.office("statuses", page=call["page"])) == {"received", "in_review"}
    assert set(portal.office("letters_of", page=call["page"])) == {"aborted"}

    keys.enter(page.get_by_role("link", name="Torna all’elenco"))
    refuses_all(keys)
    keys.enter(page.get_by_role("button", name="Fai partire le lettere adesso"))
    letters = portal.office("letters_of", page=call["page"])
    assert len(letters) == 2 * HOW_MANY
    assert set(letters[HOW_MANY:]) <= {"pending", "sent"}


def claims_the_first(keys: Keys) -> str:
    """Opens it, takes it, looks at the next and comes back; gives its reference."""
    page = keys.page
    keys.press("j")
    keys.go("o")
    reference = page.locator(".review-reference").inner_text()
    keys.go("a")
    expect(page.locator("#chi-se-ne-occupa-section")).to_contain_text("Assegnata a te")
    keys.go("j")
    expect(page.locator(".review-reference")).not_to_have_text(reference)
    keys.go("k")
    expect(page.locator(".review-reference")).to_have_text(reference)
    return reference


def asks_for_an_integration(keys: Keys) -> None:
    page = keys.page
    action = page.locator(".review-actions a", has_text="Chiedi un’integrazione")
    keys.go(action.get_attribute("aria-keyshortcuts") or "")
    keys.tab_to(page.locator("[name=everything]"))
    keys.press("Space")
    # Past all that can be asked for.
    keys.press("m")
    expect(page.locator("#id_reason")).to_be_focused()
    page.keyboard.type("Non è chiaro in quali giorni puoi venire.")
    keys.enter(page.get_by_role("button", name="Conferma: Chiedi un’integrazione"))
    expect(page.get_by_text("Fatto: lo stato è «Integrazione richiesta»")).to_be_visible()


def finds_what_came(keys: Keys, reference: str) -> None:
    """Goes back to the list, to what was answered, and reads there what is otherwise than it was."""
    page = keys.page
    keys.go("u")
    follows(keys, "Da fare")
    follows(keys, "Integrazioni arrivate")
    # The tabs lead within the one call.
    expect(page.locator(".review-queue .title a")).to_have_count(1)
    expect(page.locator(".review-queue tbody tr")).to_contain_text("In istruttoria")
    keys.press("j")
    keys.go("o")
    expect(page.locator(".review-reference")).to_have_text(reference)
    expect(page.locator(".review-status").first).to_have_text("In istruttoria")
    changed = page.locator(".review-differences tr", has_text=ANSWERED)
    changed.scroll_into_view_if_needed()
    expect(changed).to_contain_text("Per dare una mano.")
    expect(changed.get_by_text(ANSWERED)).to_be_in_viewport()


def follows(keys: Keys, tab: str) -> None:
    """Follows a tab of the list, past the bar at the side."""
    page = keys.page
    keys.tab_to(page.locator(".skiplink"))
    keys.press("Enter")
    # Its script moves the focus a moment later, and hands are slower than that.
    page.wait_for_function("document.activeElement.closest('main')")
    keys.enter(page.locator(".review-stages a", has_text=tab))


def writes_a_note(keys: Keys) -> None:
    """Names a colleague, whom the field offers."""
    page = keys.page
    keys.press("n")
    field = page.locator("#nuova-nota textarea")
    expect(field).to_be_focused()
    # Names are looked for as one types; what the last letter finds takes the place of what is offered.
    with page.expect_response(lambda answer: "q=Revis" in answer.url) as found:
        page.keyboard.type("Ha risposto. Guarda tu @Revis")
    found.value.finished()
    expect(page.get_by_role("option", name="Revisore di prova")).to_be_visible()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(field).to_have_value("Ha risposto. Guarda tu @Revisore di prova ")
    keys.enter(page.get_by_role("button", name="Scrivi la nota"))
    expect(page.locator(".review-message--note")).to_contain_text("@Revisore di prova")


def chooses_and_lets_go(keys: Keys) -> None:
    """The keys of the boxes: one, all, none, and all at once after none."""
    chosen = keys.page.locator("input[name=scelta]:checked")
    keys.press("j")
    keys.press("x")
    expect(chosen).to_have_count(1)
    keys.press("*")
    expect(chosen).to_have_count(HOW_MANY)
    pressed = "dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))"
    keys.page.evaluate(f"['-', '*'].forEach((key) => document.body.{pressed})")
    expect(chosen).to_have_count(HOW_MANY)
    keys.press("-")
    expect(chosen).to_have_count(0)


def refuses_all(keys: Keys) -> None:
    """All of the list, with letters that wait for a word, as far as the end of the work."""
    page = keys.page
    keys.press("*")
    expect(page.locator("input[name=scelta]:checked")).to_have_count(HOW_MANY)
    keys.go("e")
    keys.enter(page.get_by_role("link", name="Non accogliere"))
    keys.tab_to(page.locator("#id_reason"))
    page.keyboard.type("I posti sono esauriti.")
    keys.tab_to(page.get_by_role("radio", name=re.compile(r"Partono da sole dopo \d+ minuti")))
    # Before the first of a group stands its last.
    keys.press("ArrowUp")
    expect(page.get_by_role("radio", name="Aspettano finché non le lascio partire")).to_be_checked()
    keys.enter(page.get_by_role("button", name="Mostra che cosa succede"))
    keys.enter(page.get_by_role("button", name="Conferma: Non accogliere"))
    expect(page.locator("#stato-insieme", has_text="Finito")).to_be_visible(timeout=MILLISECONDS_FOR_TWENTY)
    page.wait_for_function("window.wagtail && document.readyState === 'complete'")
