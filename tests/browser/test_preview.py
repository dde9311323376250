"""An editor sees a form while writing it, tries it, and shows it to a colleague without an account."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page, Route, expect

from tests.browser import staff
from tests.browser.accessibility import assert_accessible, overflow
from tests.browser.conftest import DESKTOP, NARROW, PHONE, Visit
from tests.browser.people import EDITOR, call_title
from tests.browser.portal_under_test import Portal
from tests.browser.test_uploads import document


@pytest.fixture
def call(portal: Portal) -> dict[str, Any]:
    found: dict[str, Any] = portal.office("draft", title=call_title("Non ancora pubblico"))
    return found


def test_the_panel_shows_what_is_typed_and_keeps_the_branch_open(
    visitor: Visit, call: dict[str, Any]
) -> None:
    editor = visitor(DESKTOP)
    staff.log_in(editor, EDITOR)
    editor.visit(f"/admin/pages/{call['page']}/edit/#tab-modulo")
    page = editor.page
    form = opened_panel(page)
    expect(form.get_by_role("heading", name="La proposta")).to_be_visible()

    form.get_by_text("Con altri", exact=True).click()
    expect(form.get_by_label("Chi sono gli altri?")).to_be_visible()
    unfold(page, "Con chi?")
    unfold(page, "Chi sono gli altri?")
    page.locator("[id$='-value-options-1-value-questions-0-value-label']").fill("Quali altre persone?")

    expect(form.get_by_label("Quali altre persone?")).to_be_visible()


@pytest.mark.parametrize("delayed", ["?", "mode="], ids=["its data", "its page"])
def test_what_is_chosen_before_the_first_preview_is_there_is_shown(
    visitor: Visit, call: dict[str, Any], delayed: str
) -> None:
    editor = visitor(DESKTOP)
    staff.log_in(editor, EDITOR)
    page = editor.page
    waited: list[Route] = []

    def hold_the_first(route: Route) -> None:
        is_page = "mode=" in route.request.url
        if not waited and is_page is (delayed == "mode="):
            waited.append(route)
        else:
            route.continue_()

    page.route("**/edit/preview/**", hold_the_first)
    editor.visit(f"/admin/pages/{call['page']}/edit/#tab-modulo")
    page.get_by_role("button", name="anteprima").first.click()
    page.wait_for_function("() => document.querySelector('.w-preview') && window.wagtail")
    while not waited:
        page.wait_for_timeout(50)
    page.locator("#id_preview_mode").select_option("modulo")
    # Long enough for what the panel does with the choice at once.
    page.wait_for_timeout(300)
    waited[0].continue_()

    form = page.frame_locator("iframe.w-preview__iframe:not([aria-hidden])").first
    expect(form.get_by_role("heading", name="La proposta")).to_be_visible()


def unfold(page: Page, question: str) -> None:
    line = page.locator("[data-panel-heading-text]", has_text=question)
    page.locator(".w-panel__header").filter(has=line).locator("[data-panel-toggle]").click()


def opened_panel(page: Page) -> FrameLocator:
    page.get_by_role("button", name="anteprima").first.click()
    page.locator("#id_preview_mode").select_option("modulo")
    return page.frame_locator("iframe.w-preview__iframe:not([aria-hidden])").first


def test_a_trial_meets_an_error_a_file_and_the_summary_and_leaves_nothing(
    visitor: Visit, portal: Portal, call: dict[str, Any], tmp_path: Path
) -> None:
    editor = visitor(PHONE)
    staff.log_in(editor, EDITOR)
    before = portal.office("left_behind")
    editor.visit(f"/admin/prova/{call['page']}/")
    page = editor.page

    page.get_by_role("button", name="Come organizzazione o gruppo").click()
    editor.heading("Chi sei")
    expect(page.get_by_text("Stai provando: non si invia nulla.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Avanti").last.click()
    editor.heading("La proposta")
    page.get_by_role("button", name="Avanti").last.click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    page.get_by_text("Con altri", exact=True).click()
    page.get_by_label("Chi sono gli altri?").fill("Il circolo")
    page.locator("input[type=file]").set_input_files(document(tmp_path, "statuto.pdf"))
    page.get_by_role("button", name="Avanti").last.click()
    editor.heading("Controlla e invia")
    expect(page.get_by_text("statuto.pdf")).to_be_visible()
    assert not overflow(page)
    page.get_by_text("Ho letto e compreso").click()
    page.get_by_role("button", name="Invia").click()
    editor.heading("Fine della prova")
    assert_accessible(page)
    page.get_by_role("button", name="Chiudi la prova").last.click()

    expect(page.get_by_text("La prova è chiusa: non è rimasto nulla.")).to_be_visible()
    assert portal.office("left_behind") == before


def test_a_colleague_reads_by_the_link_until_it_is_closed(visitor: Visit, call: dict[str, Any]) -> None:
    editor, colleague = visitor(DESKTOP), visitor(NARROW)
    staff.log_in(editor, EDITOR)
    editor.visit(f"/admin/prova/{call['page']}/")
    editor.page.get_by_role("button", name="Crea un collegamento").click()
    link = editor.page.get_by_label("Copialo adesso").input_value()

    colleague.visit(link)
    colleague.heading(call["title"])
    assert not overflow(colleague.page)
    assert_accessible(colleague.page)
    colleague.page.get_by_role("link", name="Vedi tutto il modulo").click()
    colleague.page.get_by_text("Con altri", exact=True).click()
    expect(colleague.page.get_by_label("Chi sono gli altri?")).to_be_visible()
    assert not overflow(colleague.page)
    assert_accessible(colleague.page)
    editor.page.get_by_role("button", name="Chiudi il collegamento").click()
    expect(editor.page.get_by_text("Il collegamento è chiuso")).to_be_visible()
    assert_accessible(editor.page, "main")

    colleague.expected.add(410)
    colleague.visit(link)
    colleague.heading("Questa anteprima è stata chiusa")
