"""An editor of a page starts a few controllers at a time: what is done meanwhile happens afterwards."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import staff
from tests.browser.conftest import Visit
from tests.browser.people import EDITOR, call_title
from tests.browser.portal_under_test import Portal

# Turns stop once the tabs are there: fields show, and the form itself, which starts last, has not.
HALF_WAY = """(() => {
    const send = MessagePort.prototype.postMessage;
    const kept = [];
    MessagePort.prototype.postMessage = function (...sent) {
        const shown = document.querySelector("[role=tab][aria-selected=true]");
        if (window.goesOn || !shown) send.apply(this, sent);
        else kept.push(() => send.apply(this, sent));
    };
    window.goOn = () => {
        window.goesOn = true;
        for (const one of kept) one();
    };
})()"""
HAS_STARTED = "!Object.hasOwn(window.wagtail.app.router, 'scopeConnected')"


def half_way(portal: Portal, visitor: Visit) -> tuple[Page, int]:
    """The editor of a form of 72 questions, stopped half way."""
    number = portal.office("long_draft", title=call_title("A metà"))["page"]
    editor = visitor()
    staff.log_in(editor, EDITOR)
    editor.page.add_init_script(HALF_WAY)
    editor.visit(f"/admin/pages/{number}/edit/")
    expect(editor.page.get_by_role("tab", selected=True)).to_be_visible()
    assert not editor.page.evaluate(HAS_STARTED)
    return editor.page, number


def go_on(page: Page) -> None:
    page.evaluate("goOn()")
    page.wait_for_function(HAS_STARTED)


def test_what_is_pressed_meanwhile_happens_once_it_can(portal: Portal, visitor: Visit) -> None:
    page, _number = half_way(portal, visitor)
    tab = page.get_by_role("tab", name="Procedimento e privacy")

    tab.click()
    expect(tab).not_to_have_attribute("aria-selected", "true")
    go_on(page)

    expect(tab).to_have_attribute("aria-selected", "true")


def test_what_is_saved_meanwhile_holds_all_of_the_page(portal: Portal, visitor: Visit) -> None:
    """Kills: a form that is sent while its streams are not there, which would empty them."""
    page, number = half_way(portal, visitor)
    before = portal.office("stored", page=number)

    page.get_by_role("textbox", name="Sommario").fill("Scritto a metà.")
    page.get_by_role("button", name="Salva bozza").click()
    # The page that comes is stopped half way too.
    with page.expect_navigation():
        page.evaluate("goOn()")

    expect(page.get_by_role("textbox", name="Sommario")).to_have_value("Scritto a metà.")
    assert portal.office("stored", page=number) == before


def test_what_is_typed_meanwhile_is_saved_by_itself(portal: Portal, visitor: Visit) -> None:
    page, number = half_way(portal, visitor)
    before = portal.office("stored", page=number)

    def is_saved(answer: Any) -> bool:
        return "Scritto subito." in (answer.request.post_data or "")

    with page.expect_response(is_saved):
        page.get_by_role("textbox", name="Sommario").press_sequentially("Scritto subito.")
        go_on(page)

    page.reload()
    page.evaluate("goOn()")
    expect(page.get_by_role("textbox", name="Sommario")).to_have_value("Scritto subito.")
    assert portal.office("stored", page=number) == before


def test_the_keyboard_reaches_what_starts_later(portal: Portal, visitor: Visit) -> None:
    page, _number = half_way(portal, visitor)
    tab = page.get_by_role("tab", name="Modulo")

    tab.focus()
    page.keyboard.press("Enter")
    go_on(page)

    expect(tab).to_have_attribute("aria-selected", "true")
    expect(tab).to_be_focused()
    expect(page.locator("#steps-root [data-panel-heading-text]", has_text="Domanda 72: ")).to_be_visible()
