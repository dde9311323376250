"""Whatever is done in an editor counts, also what is done while it is busy."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser import staff
from tests.browser.conftest import Visit
from tests.browser.people import EDITOR, call_title
from tests.browser.portal_under_test import Portal


def opened(portal: Portal, visitor: Visit) -> tuple[Page, str]:
    number = portal.office("long_draft", title=call_title("Tardi"))["page"]
    editor = visitor()
    staff.log_in(editor, EDITOR)
    return editor.page, f"{editor.address}/admin/pages/{number}/edit/"


def test_what_is_typed_while_a_save_is_on_its_way_is_saved_next(portal: Portal, visitor: Visit) -> None:
    page, address = opened(portal, visitor)
    page.add_init_script(staff.WATCHED)
    page.goto(address)
    abstract = page.get_by_role("textbox", name="Sommario")
    abstract.wait_for()
    # Wagtail takes its first picture of the form, more than once.
    page.wait_for_function("window.isWatched")
    page.wait_for_timeout(1_000)
    posted: list[str] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            posted.append(route.request.post_data or "")
            if len(posted) == 1:
                # The editor goes on while the server thinks, and is not heard of before the answer.
                abstract.evaluate("(field) => { field.value = 'Scritto dopo.'; }")
        route.continue_()

    page.route(address, hold)
    with page.expect_request(lambda sent: "Scritto dopo." in (sent.post_data or "")):
        # At once: between two letters Wagtail might save.
        abstract.fill("Scritto prima.")

    assert "Scritto prima." in posted[0]
    assert "Scritto dopo." not in posted[0]


def test_what_is_typed_as_soon_as_the_page_is_there_is_saved(portal: Portal, visitor: Visit) -> None:
    page, address = opened(portal, visitor)
    page.goto(address, wait_until="domcontentloaded")
    abstract = page.get_by_role("textbox", name="Sommario")
    page.wait_for_function("window.wagtail?.app")

    with page.expect_response(lambda answer: "Subito." in (answer.request.post_data or "")):
        abstract.press_sequentially("Subito.")

    page.reload()
    expect(page.get_by_role("textbox", name="Sommario")).to_have_value("Subito.")


def test_what_is_saved_is_not_saved_again_until_it_changes(portal: Portal, visitor: Visit) -> None:
    page, address = opened(portal, visitor)
    page.goto(address)
    abstract = page.get_by_role("textbox", name="Sommario")
    abstract.wait_for()

    with page.expect_response(lambda answer: "Una volta." in (answer.request.post_data or "")):
        abstract.fill("Una volta.")
    again: list[str] = []
    page.on("request", lambda sent: again.append(sent.method) if sent.url == address else None)
    # Wagtail looks twice a second.
    page.wait_for_timeout(5_000)

    assert again == []
    staff.everything_is_saved(page)


def test_another_preview_chosen_while_one_loads_is_shown_next(portal: Portal, visitor: Visit) -> None:
    page, address = opened(portal, visitor)
    page.goto(address)
    asked: list[str] = []

    def choose_another(route: Route) -> None:
        if route.request.method == "GET":
            asked.append(route.request.url)
            if len(asked) == 1:
                page.locator("#id_preview_mode").select_option("modulo")
        route.continue_()

    page.route(re.compile(r"/edit/preview/\?.*in_preview_panel"), choose_another)
    page.get_by_role("button", name="anteprima").first.click()

    shown = page.frame_locator("iframe.w-preview__iframe:not([aria-hidden])").first
    expect(shown.locator("[data-preview-form]")).to_be_attached()
    assert "mode=modulo" not in asked[0]
    assert "mode=modulo" in asked[-1]


def test_the_preview_chosen_while_a_new_page_is_made_stays_chosen(portal: Portal, visitor: Visit) -> None:
    """The first automatic save turns “Nuovo avviso” into the editor of a page, and draws the panel anew."""
    editor = visitor()
    staff.log_in(editor, EDITOR)
    staff.new_call(editor)
    page = editor.page
    page.get_by_role("button", name="anteprima").first.click()
    panel = page.locator("[data-side-panel=preview]")
    page.locator("#id_preview_mode").wait_for()
    # The one that is drawn anew does not have the mark.
    panel.locator("[data-controller~=w-preview]").evaluate("(drawn) => { drawn.dataset.drawnAtFirst = ''; }")
    chosen: list[str] = []

    def choose(route: Route) -> None:
        page.locator("#id_preview_mode").select_option("modulo")
        chosen.append("modulo")
        route.continue_()

    page.route(re.compile("_w_hydrate_create_view"), choose)
    page.get_by_role("textbox", name="Titolo*", exact=True).fill(call_title("Anteprima"))

    expect(panel.locator("[data-drawn-at-first]")).to_have_count(0)
    assert chosen == ["modulo"]
    expect(page.locator("#id_preview_mode")).to_have_value("modulo")
    shown = page.frame_locator("iframe.w-preview__iframe:not([aria-hidden])").first
    expect(shown.locator("[data-preview-form]")).to_be_attached()
    staff.everything_is_saved(page)
    # Of two previews that come at once Wagtail checks the first, and says so on the console.
    editor.problems = [problem for problem in editor.problems if "Axe is already running" not in problem]
