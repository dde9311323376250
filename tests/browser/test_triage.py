"""Whoever decides goes through a list, by keys alone or by mouse, and uses again a reason given before."""

import pytest
from playwright.sync_api import Locator, Page, Request, ViewportSize, expect

from tests.browser import staff
from tests.browser.accessibility import assert_accessible, overflow
from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.people import OFFICER, call_title
from tests.browser.portal_under_test import Portal

REASON = "Non abbiamo potuto leggere i documenti."
# "j", "o", then for each of the others: the number of the action, the keys to the reason and to the button.
MOST_KEYS_FOR_EACH = 12
# From one that is open to the next that is open: the action, the reason, the button.
PRESSES_FOR_EACH = 3
# The page of the decision, the decision, the next one.
REQUESTS_FOR_EACH = ["GET", "POST", "GET"]
# On the screen of an office's computer nothing that is pressed stands out of sight.
OFFICE: ViewportSize = {"width": 1280, "height": 800}
SCROLLS_FOR_EACH = 0
# Of the height of the window, how far one turn of the wheel goes; how many turns a page may ask for.
FAR, MOST_TURNS = 0.75, 10
# Counts what a hand presses, across the pages of one tab; what a script presses by itself is not trusted.
COUNTS_PRESSES = """addEventListener("pointerdown", ({ isTrusted }) => {
    if (isTrusted) sessionStorage.presses = Number(sessionStorage.presses ?? 0) + 1;
}, { capture: true });"""


# Whether the middle of something is on the screen, and under nothing else.
IS_SEEN = """element => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return over !== null && element.contains(over);
}"""
# Said before the wheel is turned, and waited for after.
SETTLES = "window.settled = new Promise((done) => addEventListener('scrollend', done, { once: true })), null"


class Mouse:
    """A hand that presses what it sees, and turns the wheel until it sees it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.turned = 0

    def press(self, wanted: Locator) -> None:
        wanted.wait_for()
        for _turn in range(MOST_TURNS):
            if wanted.evaluate(IS_SEEN):
                break
            self._turn_to(wanted)
        box = wanted.bounding_box()
        assert box
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def _turn_to(self, wanted: Locator) -> None:
        box, height = wanted.bounding_box(), OFFICE["height"]
        assert box
        self.page.mouse.move(OFFICE["width"] / 2, height / 2)
        self.page.evaluate(SETTLES)
        self.page.mouse.wheel(0, (1 if box["y"] > height / 2 else -1) * FAR * height)
        self.page.evaluate("window.settled")
        self.turned += 1


class Keyboard:
    """One who has no mouse, and what they pressed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def arrive(self, key: str, heading: str) -> None:
        """Presses a key that opens a page with this heading."""
        with self.page.expect_navigation():
            self.press(key)
        expect(self.page.get_by_role("heading", name=heading)).to_be_visible()
        # Wagtail's keys are there once its script is.
        self.page.wait_for_function("document.querySelector('[data-controller~=w-kbd]') && window.wagtail")

    def tab_to(self, name: str) -> None:
        for _attempt in range(MOST_KEYS_FOR_EACH):
            self.press("Tab")
            if name in (self.page.evaluate("document.activeElement.textContent") or ""):
                return
        pytest.fail(f"«{name}» is out of the keyboard's reach.")


def test_three_are_refused_by_keyboard_alone(visitor: Visit) -> None:
    officer = visitor(DESKTOP)
    staff.log_in(officer, OFFICER)
    page = officer.page
    officer.visit("/admin/candidature/?kind=call")
    keys = Keyboard(page)

    keys.press("j")
    keys.arrive("o", "Che cosa fare")
    used_again = 0
    for _each in range(3):
        before = keys.pressed
        used_again += refuse(keys)
        assert keys.pressed - before <= MOST_KEYS_FOR_EACH
    assert used_again

    expect(page.get_by_text("Fatto: lo stato è «Non ammessa»")).to_be_visible()


def refuse(keys: Keyboard) -> int:
    """Refuses the one that is open and goes on to the next; how many reasons were used again."""
    page = keys.page
    number = page.locator(".review-actions a", has_text="Non accogliere").get_attribute("aria-keyshortcuts")
    assert number
    keys.arrive(number, "Risposte")
    offered = page.locator(".review-earlier p")
    if offered.count():
        keys.tab_to("Usa questa")
        keys.press("Enter")
        assert page.locator("#id_reason").input_value() == offered.first.text_content()
        used = 1
    else:
        keys.press("Tab")
        page.keyboard.type(REASON)
        used = 0
    keys.tab_to("Conferma e vai alla successiva")
    keys.arrive("Enter", "Che cosa fare")
    return used


def test_two_are_refused_by_mouse_with_three_presses_three_requests_and_no_scroll_each(
    visitor: Visit, portal: Portal
) -> None:
    call = portal.office("received", title=call_title("Con il mouse"), how_many=4)
    officer = visitor(OFFICE)
    staff.log_in(officer, OFFICER)
    page, mouse, asked = officer.page, Mouse(officer.page), list[Request]()
    officer.visit(f"/admin/candidature/?page={call['page']}&stage=todo")
    page.locator(".review-queue .title a").first.click()
    staff.decide(officer, "Non accogliere", reason=REASON, done="Fatto: lo stato è «Non ammessa»")
    officer.visit(f"/admin/candidature/?page={call['page']}&stage=todo")
    page.locator(".review-queue .title a").first.click()
    expect(page.get_by_role("heading", name="Che cosa fare")).to_be_visible()
    page.add_init_script(COUNTS_PRESSES)
    page.evaluate(COUNTS_PRESSES)
    page.on("request", lambda request: asked.append(request))

    for _each in range(2):
        refused = page.locator(".review-reference").inner_text()
        page.evaluate("sessionStorage.removeItem('presses')")
        asked.clear()
        before = mouse.turned
        mouse.press(page.get_by_role("link", name="Non accogliere"))
        mouse.press(page.get_by_role("button", name="Usa questa"))
        expect(page.locator("#id_reason")).to_have_value(REASON)
        mouse.press(page.get_by_role("button", name="Conferma e vai alla successiva"))
        expect(page.get_by_text("Fatto: lo stato è «Non ammessa»")).to_be_visible()
        expect(page.get_by_role("heading", name="Che cosa fare")).to_be_visible()
        page.wait_for_load_state()

        assert page.locator(".review-reference").inner_text() != refused
        assert page.evaluate("Number(sessionStorage.presses)") == PRESSES_FOR_EACH
        assert mouse.turned - before <= SCROLLS_FOR_EACH
        pages = [one for one in asked if one.resource_type == "document"]
        assert [one.method for one in pages] == REQUESTS_FOR_EACH, [one.url for one in pages]

    assert sorted(portal.office("statuses", page=call["page"])) == ["received", *["rejected"] * 3]


def test_the_keys_hold_in_a_list_that_was_empty_when_it_was_opened(visitor: Visit, portal: Portal) -> None:
    call = portal.office("received", title=call_title("Dal vuoto"), how_many=2)
    officer = visitor(DESKTOP)
    staff.log_in(officer, OFFICER)
    page = officer.page
    officer.visit(f"/admin/candidature/?page={call['page']}&stage=todo&q=nessunosichiamacosi")
    page.wait_for_function("window.wagtail && document.readyState === 'complete'")
    links, chosen = page.locator(".review-queue .title a"), page.locator("input[name=scelta]:checked")
    expect(links).to_have_count(0)

    page.locator("#id_q").fill("")
    expect(links).to_have_count(2)
    expect(page.locator("[data-select-all]")).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    expect(links.first).to_be_focused()
    page.keyboard.press("x")
    expect(chosen).to_have_count(1)
    page.keyboard.press("*")
    expect(chosen).to_have_count(2)
    expect(page.locator("[data-bulk-go]").first).to_have_text("Lavora le scelte (2)")
    with page.expect_navigation(url="**/candidature/insieme/**"):
        page.keyboard.press("e")


def test_the_keys_are_listed_among_those_of_the_admin(visitor: Visit) -> None:
    officer = visitor(DESKTOP)
    staff.log_in(officer, OFFICER)
    officer.visit("/admin/candidature/")
    officer.page.wait_for_function("window.wagtail")

    officer.page.keyboard.press("?")

    expect(officer.page.get_by_text("Nell’elenco: apri quella su cui sei")).to_be_visible()
    expect(officer.page.get_by_text("Dove si decide: vai alla motivazione")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_the_decision_with_its_answers_can_be_read_by_everybody(visitor: Visit, size: ViewportSize) -> None:
    officer = visitor(size)
    staff.log_in(officer, OFFICER)
    page = officer.page
    officer.visit("/admin/candidature/?kind=call")
    page.locator(".review-queue .title a").first.click()
    page.get_by_role("link", name="Non accogliere").click()

    answers_heading = page.get_by_role("heading", name="Risposte")
    expect(answers_heading).to_be_visible()
    assert not overflow(page)
    assert_accessible(page)
    reason, answers = page.locator("#id_reason").bounding_box(), answers_heading.bounding_box()
    assert reason
    assert answers
    beside = abs(reason["y"] - answers["y"]) < DESKTOP["height"] and reason["x"] > answers["x"]
    assert beside if size == DESKTOP else answers["y"] > reason["y"]
