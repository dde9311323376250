"""Ready sets in a real browser: added where it is chosen, taken back, and questions put aside as one."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import staff
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import Visit
from tests.browser.people import EDITOR, call_title
from tests.browser.portal_under_test import Portal

FORM = "#steps-root"


def opened(portal: Portal, visitor: Visit) -> tuple[Page, int]:
    number = portal.office("long_draft", title=call_title("Gruppi pronti"))["page"]
    editor = visitor()
    # What the second test gets wrong.
    editor.expected = {400}
    staff.log_in(editor, EDITOR)
    editor.visit(f"/admin/pages/{number}/edit/")
    editor.page.get_by_role("tab", name="Modulo").click()
    return editor.page, number


def dialog(page: Page, button: str) -> Any:
    page.get_by_role("button", name=button, exact=True).click()
    opened = page.get_by_role("dialog")
    expect(opened).to_be_visible()
    return opened


def stored(page: Page, portal: Portal, number: int, fits: Callable[[list[Any]], bool]) -> list[Any]:
    """The form once it fits, as the editor saves it by itself; as it is after a while, where it does not."""
    for _turn in range(180):
        found = list(portal.office("stored", page=number))
        if fits(found):
            break
        page.wait_for_timeout(500)
    return found


def keys(blocks: Any) -> list[str]:
    if isinstance(blocks, list):
        return [key for block in blocks for key in keys(block)]
    if isinstance(blocks, dict):
        own = [blocks["id"]] if {"id", "type", "value"} <= set(blocks) else []
        return own + [key for value in blocks.values() for key in keys(value)]
    return []


def test_a_set_is_added_to_a_step_and_as_steps_and_taken_back(portal: Portal, visitor: Visit) -> None:
    page, number = opened(portal, visitor)
    before = portal.office("stored", page=number)
    steps = len(before)

    # Into a step, under keys that nothing else has, twice.
    for _turn in range(2):
        choosing = dialog(page, "Aggiungi un gruppo pronto al passo 2")
        choosing.get_by_role("radio", name="Privacy e dichiarazioni").check()
        assert_accessible(page, "dialog")
        choosing.get_by_role("button", name="Aggiungi", exact=True).click()
        expect(page.get_by_role("status").filter(has_text="Hai aggiunto")).to_be_visible()
        expect(choosing).to_be_hidden()
    asked = len(before[1]["value"]["questions"]) + 4
    after = stored(page, portal, number, lambda form: len(form[1]["value"]["questions"]) == asked)
    assert len(after) == steps
    assert len(after[1]["value"]["questions"]) == asked
    assert len(keys(after)) == len(set(keys(after)))

    # As steps before another, and taken back.
    choosing = dialog(page, "Aggiungi un gruppo pronto")
    choosing.get_by_role("radio", name="Attivatore di comunità").check()
    choosing.get_by_label("Dove?").select_option("before 1")
    choosing.get_by_role("button", name="Aggiungi", exact=True).click()
    expect(page.locator(f"{FORM} [data-panel-heading-text]", has_text="2. Motivazione")).to_be_visible()
    assert len(stored(page, portal, number, lambda form: len(form) == steps + 3)) == steps + 3
    page.get_by_role("button", name="Annulla l’ultima modifica").click()
    assert len(stored(page, portal, number, lambda form: len(form) == steps)) == steps


def test_questions_are_put_aside_and_found_again_and_what_is_wrong_is_said(
    portal: Portal, visitor: Visit
) -> None:
    page, _number = opened(portal, visitor)
    name = call_title("Le prime domande")

    keeping = dialog(page, "Metti da parte domande come gruppo pronto")
    keeping.get_by_label("Nome del gruppo").fill(name)
    keeping.get_by_role("button", name="Metti da parte").click()
    expect(keeping.get_by_role("alert")).to_have_text("Scegli almeno una domanda.")
    keeping.get_by_role("checkbox", name="1.1. Domanda 1").check()
    assert_accessible(page, "dialog")
    keeping.get_by_label("Nome del gruppo").press("Enter")
    expect(page.get_by_role("status").filter(has_text=f"«{name}» è tra i gruppi pronti.")).to_be_visible()

    choosing = dialog(page, "Aggiungi un gruppo pronto")
    expect(choosing.get_by_role("radio", name=f"{name} (1 domanda)")).to_be_visible()


def test_questions_of_a_step_take_the_place_of_those_of_an_earlier_set(
    portal: Portal, visitor: Visit
) -> None:
    page, _number = opened(portal, visitor)
    name = call_title("Da rivedere")
    keeping = dialog(page, "Metti da parte domande del passo 1")
    keeping.get_by_label("Nome del gruppo").fill(name)
    keeping.get_by_role("checkbox", name="1.1. Domanda 1").check()
    keeping.get_by_role("button", name="Metti da parte").click()
    expect(page.get_by_role("status").filter(has_text=f"«{name}» è tra i gruppi pronti.")).to_be_visible()

    # A question with what it opens, and one that an answer opens without the other.
    keeping = dialog(page, "Metti da parte domande del passo 2")
    keeping.get_by_label("Dove?").select_option(label=f"Al posto di «{name}» (1 domanda)")
    expect(keeping.get_by_label("Nome del gruppo")).to_have_value(name)
    keeping.get_by_label("A che cosa serve (facoltativo)").fill("Riviste")
    inner = keeping.get_by_role("checkbox", name=". Da quando, e con quali altri?")
    keeping.get_by_role("checkbox", name="2.2. Domanda 11").check()
    inner.last.check()
    assert_accessible(page, "dialog")
    keeping.get_by_role("button", name=f"Sostituisci «{name}»").click()
    expect(
        page.get_by_role("status").filter(has_text=f"«{name}» ora contiene ciò che hai scelto")
    ).to_be_visible()

    choosing = dialog(page, "Aggiungi un gruppo pronto")
    expect(choosing.get_by_role("radio", name=f"{name} (2 domande) – Riviste")).to_be_visible()


def test_who_chooses_a_question_takes_what_it_opens_along(portal: Portal, visitor: Visit) -> None:
    page, _number = opened(portal, visitor)
    keeping = dialog(page, "Metti da parte domande del passo 1")
    choice = keeping.get_by_role("checkbox", name="1.3. Domanda 3")
    opened_by_it = keeping.get_by_role("checkbox", name="1.3.1. Da quando, e con quali altri?")

    choice.check()
    expect(opened_by_it).to_be_checked()
    expect(opened_by_it).to_be_disabled()
    choice.uncheck()
    expect(opened_by_it).not_to_be_checked()
    expect(opened_by_it).to_be_enabled()
