"""The builder of a form of 72 questions in a real browser: folded, outlined, changed by keyboard, stored."""

import json
import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import staff
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PHONE, Visit
from tests.browser.people import EDITOR, call_title
from tests.browser.portal_under_test import Portal
from tests.browser.visitor import Visitor

FORM = "#steps-root"
# As a browser hands it over that copied a list from Word: bullets, hard blanks, a soft hyphen.
FROM_WORD = "•\tAssociazione\u00a0di volontariato\r\n•\tCoope\u00adrativa\r\n•\tEnte pubblico\r\n"
FROM_A_SHEET = "Gruppo informale\t12\r\n\tScuola\r\n"
# What the form of the page would send of its questions.
POSTED = """() => [...new FormData(document.querySelector("form[data-edit-form]"))]
    .filter(([name]) => name.startsWith("steps"))"""


def opened(portal: Portal, visitor: Visit) -> tuple[Visitor, int]:
    title = call_title("Modulo lungo")
    number = portal.office("long_draft", title=title)["page"]
    editor = visitor()
    staff.log_in(editor, EDITOR)
    editor.visit(f"/admin/pages/{number}/edit/")
    editor.page.get_by_role("tab", name="Modulo").click()
    expect(row(editor.page, 72)).to_be_visible()
    return editor, number


def row(page: Page, number: int) -> Any:
    """The line of a question of the long form."""
    return page.locator(f"{FORM} [data-panel-heading-text]", has_text=f"Domanda {number}: ")


def header(page: Page, number: int) -> Any:
    line = page.locator("[data-panel-heading-text]", has_text=f"Domanda {number}: ")
    return page.locator(f"{FORM} .w-panel__header").filter(has=line)


def action(page: Page, number: int, name: str) -> Any:
    return header(page, number).locator(f"[data-streamfield-action={name}]")


def unfold(page: Page, number: int) -> None:
    press(page, header(page, number).locator("[data-panel-toggle]"))


def press(page: Page, button: Any) -> None:
    """With the keyboard alone."""
    button.focus()
    page.keyboard.press("Enter")


def paste(page: Page, control: Any, text: str) -> None:
    control.focus()
    page.evaluate(
        """text => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
            if (document.activeElement.dispatchEvent(paste)) document.execCommand("insertText", false, text);
        }""",
        text,
    )


def saved(page: Page, portal: Portal, number: int, *, changed: bool = True) -> list[Any]:
    # Of two savings at once Wagtail refuses one, and it saves by itself half a second after the last change.
    if changed:
        staff.everything_is_saved(page)
    else:
        page.wait_for_timeout(1000)
        indicator = page.locator("#w-autosave-indicator")
        expect(indicator).not_to_have_attribute("data-w-autosave-state-value", re.compile("sav"))
    page.locator(".two-buttons button.action-save").click()
    expect(page.get_by_text("è stata aggiornata").or_(page.get_by_text("salvata")).first).to_be_visible()
    return list(portal.office("stored", page=number))


def labels(step: Any) -> list[str]:
    return [question["value"]["label"].split(":")[0] for question in step["value"]["questions"]]


def test_a_form_of_72_questions_is_one_line_each_and_saving_it_changes_nothing(
    portal: Portal, visitor: Visit
) -> None:
    editor, number = opened(portal, visitor)
    page = editor.page
    before = portal.office("stored", page=number)

    expect(row(page, 3)).to_have_text(
        "1.3. Domanda 3: che cosa ha fatto finora l’organizzazione nella zona? · facoltativa"
    )
    expect(page.locator("#steps-0-value-questions-2-value-label")).to_be_hidden()
    expect(page.get_by_role("button", name="Aggiungi una domanda al passo 8", exact=True)).to_be_visible()
    # What an answer opens says so, once its question is open.
    unfold(page, 3)
    below = page.locator(f"{FORM} [data-panel-heading-text]", has_text="1.3.1. ")
    expect(below).to_have_text(
        "1.3.1. Da quando, e con quali altri? · obbligatoria · si apre con «Sì, da più di un anno»"
    )
    expect(
        page.get_by_role("button", name="Aggiungi una domanda sotto «Sì, da poco»", exact=True)
    ).to_be_visible()
    assert_accessible(page, f"{FORM} .w-panel__header")

    # Wagtail's own outline at the side leads to each question.
    press(page, page.locator("#w-minimap-toggle"))
    page.locator(".w-minimap a", has_text="5.1. Domanda 37").click()
    expect(page.locator("#steps-4-value-questions-0-value-label")).to_be_in_viewport()

    # Opening a question is no change that would be saved by itself.
    assert saved(page, portal, number, changed=False) == before


def test_a_question_posts_the_same_before_and_after_it_is_drawn(portal: Portal, visitor: Visit) -> None:
    """Kills: a control whose value is read otherwise than its widget does, or in another order."""
    number = portal.office("draft_of_each", title=call_title("Di tutto"))["page"]
    before = portal.office("stored", page=number)
    editor = visitor()
    staff.log_in(editor, EDITOR)
    editor.visit(f"/admin/pages/{number}/edit/#tab-modulo")
    page = editor.page
    expect(page.locator(f"{FORM} [data-panel-heading-text]").last).to_contain_text("Quale?")
    waiting = page.locator("[data-builder-waiting]")
    folded = page.evaluate(POSTED)
    assert waiting.count() > 20

    while waiting.count():
        waiting.first.dispatch_event("beforematch")

    assert page.evaluate(POSTED) == folded
    after = saved(page, portal, number, changed=False)
    assert [one["id"] for one in after[0]["value"]["questions"]] == [
        one["id"] for one in before[0]["value"]["questions"]
    ]


def test_a_word_inside_a_folded_question_is_found_in_the_page(portal: Portal, visitor: Visit) -> None:
    editor, _number = opened(portal, visitor)
    page = editor.page

    # As a browser does it that searches: no test can press Ctrl+F.
    hidden = page.locator("[hidden=until-found]", has_text="No, ma ci stiamo pensando").first
    hidden.dispatch_event("beforematch")

    expect(page.locator("#steps-0-value-questions-2-value-options-2-value-label")).to_be_visible()


def test_a_place_inside_what_is_not_drawn_is_reached(portal: Portal, visitor: Visit) -> None:
    number = portal.office("long_draft", title=call_title("Modulo lungo"))["page"]
    editor = visitor()
    staff.log_in(editor, EDITOR)

    place = "steps.step-3.questions.question-29.label"
    editor.visit(f"/admin/pages/{number}/edit/#:w:contentpath={place}")

    expect(editor.page.locator("#steps-3-value-questions-2-value-label")).to_be_focused()


def test_a_question_with_a_comment_is_there_for_it(portal: Portal, visitor: Visit) -> None:
    """Kills: a comment that has no place, because its question waits to be opened."""
    number = portal.office("long_draft", title=call_title("Modulo lungo"))["page"]
    portal.office("comment", page=number, place="steps.step-2.questions.question-20.label")
    editor = visitor()
    staff.log_in(editor, EDITOR)

    editor.visit(f"/admin/pages/{number}/edit/#tab-modulo")

    expect(editor.page.locator("[data-contentpath=question-20] [data-annotation]")).to_be_attached()
    expect(row(editor.page, 72)).to_be_visible()
    assert editor.page.locator("[data-contentpath=question-19] [data-builder-waiting]").count() == 1


def test_questions_are_moved_copied_deleted_and_brought_back_by_keyboard(
    portal: Portal, visitor: Visit
) -> None:
    editor, number = opened(portal, visitor)
    page = editor.page
    before = portal.office("stored", page=number)
    undo = page.get_by_role("button", name="Annulla l’ultima modifica")

    # Each is done and taken back.
    press(page, action(page, 1, "DELETE"))
    expect(row(page, 1)).to_have_count(0)
    expect(page.get_by_text("Hai eliminato «Domanda 1")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(row(page, 1)).to_have_count(1)
    press(page, action(page, 3, "MOVE_TO_STEP"))
    press(page, page.get_by_role("button", name="Passo 8. Passo 8"))
    expect(row(page, 3)).to_contain_text("8.10. Domanda 3")
    press(page, undo)
    expect(row(page, 3)).to_contain_text("1.3. Domanda 3")
    press(page, action(page, 4, "DUPLICATE"))
    expect(row(page, 4)).to_have_count(2)
    press(page, undo)
    expect(row(page, 4)).to_have_count(1)
    press(page, action(page, 5, "MOVE_UP"))
    expect(row(page, 5)).to_contain_text("1.4. ")
    press(page, undo)
    expect(row(page, 5)).to_contain_text("1.5. ")

    # And these stay, with the number by which answers know the question.
    press(page, action(page, 3, "MOVE_TO_STEP"))
    press(page, page.get_by_role("button", name="Passo 2. Passo 2"))
    press(page, action(page, 1, "DELETE"))
    press(page, action(page, 6, "MOVE_UP"))

    after = saved(page, portal, number)
    kept = [f"Domanda {one}" for one in (2, 4, 6, 5, 7, 8, 9)]
    assert labels(after[0]) == kept
    assert labels(after[1]) == [f"Domanda {one}" for one in (*range(10, 19), 3)]
    assert after[1]["value"]["questions"][-1] == before[0]["value"]["questions"][2]
    assert after[2:] == before[2:]


def test_what_comes_from_word_or_a_sheet_becomes_clean_text_and_an_option_a_line(
    portal: Portal, visitor: Visit
) -> None:
    editor, number = opened(portal, visitor)
    page = editor.page
    unfold(page, 3)
    choice = "#steps-0-value-questions-2-value"
    written = page.locator(f"{choice}-label")
    written.fill("")
    paste(page, written, "Che\u00a0cosa\u200b siete,\r\nin una\u00adparola?")
    expect(written).to_have_value("Che cosa siete, in unaparola?")

    option = page.locator(f"{choice}-options-3-value-label")
    option.fill("")
    paste(page, option, FROM_WORD)
    expect(page.get_by_text("Hai incollato 3 opzioni.")).to_be_visible()
    press(page, page.get_by_role("button", name="Annulla l’ultima modifica"))
    expect(option).to_have_value("")
    paste(page, option, FROM_WORD + FROM_A_SHEET)

    question = saved(page, portal, number)[0]["value"]["questions"][2]["value"]
    assert question["label"] == "Che cosa siete, in unaparola?"
    assert [one["value"]["label"] for one in question["options"]] == [
        "Sì, da più di un anno",
        "Sì, da poco",
        "No, ma ci stiamo pensando",
        "Associazione di volontariato",
        "Cooperativa",
        "Ente pubblico",
        "Gruppo informale",
        "Scuola",
    ]


def test_a_question_is_shown_only_after_an_answer_above_it_and_says_when_that_breaks(
    portal: Portal, visitor: Visit
) -> None:
    editor, number = opened(portal, visitor)
    page = editor.page
    unfold(page, 12)
    block = page.locator("#steps-1-value-questions-2-value-label").locator("xpath=ancestor::section[1]")
    press(page, block.get_by_role("button", name="Scegli quando si mostra"))
    panel = block.locator(".builder-condition")
    panel.get_by_role("checkbox", name="Organizzazione o gruppo").check()
    offered = block.get_by_role("combobox", name="Aggiungi una risposta data prima")
    # Only choices that stand above are offered, and not one that stands below or the question itself.
    numbers = [one.partition(" ")[0] for one in offered.locator("option").all_inner_texts()[1:]]
    assert "1.3." in numbers
    assert not {"2.3.", "3.3."} & set(numbers)
    offered.select_option(index=1 + numbers.index("1.3."))
    panel.get_by_role("checkbox", name="Sì, da poco").check()
    assert_accessible(page, ".builder-condition:not([hidden])")
    expect(row(page, 12)).to_contain_text(
        "solo per «Organizzazione o gruppo» · solo se a 1.3 risponde «Sì, da poco»"
    )

    stored = saved(page, portal, number)
    choice = stored[0]["value"]["questions"][2]
    [option] = [one["id"] for one in choice["value"]["options"] if one["value"]["label"] == "Sì, da poco"]
    assert json.loads(stored[1]["value"]["questions"][2]["value"]["only_if"]) == {
        "kinds": ["organisation"],
        "answers": [{"question": choice["id"], "options": [option]}],
    }

    page.get_by_role("tab", name="Modulo").click()
    # A step that is copied depends on its own copy, and what is moved below says that something breaks.
    press(page, action(page, 12, "MOVE_TO_STEP"))
    press(page, page.get_by_role("button", name="Passo 1. Passo 1"))
    first = page.locator("[data-panel-heading-text]", has_text=re.compile(r"^1\. Passo 1 "))
    step = page.locator(f"{FORM} .w-panel__header").filter(has=first)
    press(page, step.locator("[data-streamfield-action=DUPLICATE]"))
    expect(row(page, 12).nth(1)).to_contain_text("solo se a 2.3 risponde «Sì, da poco»")
    press(page, page.get_by_role("button", name="Annulla l’ultima modifica"))
    press(page, action(page, 3, "MOVE_TO_STEP"))
    press(page, page.get_by_role("button", name="Passo 8. Passo 8"))
    expect(row(page, 12)).to_contain_text("condizione da rivedere")
    # What breaks is named at once, whether it is moved or deleted, and nothing else is.
    told = page.locator(".builder-undo [role=status]")
    broken = "Ora la condizione di «Domanda 12: che cosa ha fatto finora"
    expect(told).to_contain_text(broken)
    press(page, page.get_by_role("button", name="Annulla l’ultima modifica"))
    press(page, action(page, 4, "DELETE"))
    expect(told).to_contain_text("Hai eliminato «Domanda 4")
    expect(told).not_to_contain_text("condizione")
    press(page, action(page, 3, "DELETE"))
    expect(told).to_contain_text(broken)
    press(page, page.get_by_role("button", name="Annulla l’ultima modifica"))
    expect(row(page, 12)).to_contain_text("solo se a 1.3 risponde «Sì, da poco»")


def test_an_answer_that_leads_out_is_named_in_the_line_of_its_question(
    portal: Portal, visitor: Visit
) -> None:
    editor, number = opened(portal, visitor)
    page = editor.page
    unfold(page, 3)
    name = "steps-0-value-questions-2-value-options-1-value"
    expect(page.locator(f"#{name}-label")).to_have_value("Sì, da poco")
    # Its controls are drawn when it is opened: a chooser and a text that grows, of each answer.
    expect(page.locator(f"[name='{name}-out-why']")).to_have_attribute("type", "hidden")
    press(page, page.locator(f"#block_group-{name}-out-section [data-panel-toggle]"))
    page.locator(f"[name='{name}-out-leads_out']").check()
    page.locator(f"[name='{name}-out-why']").fill("È per chi comincia.")
    assert_accessible(page, ".leads-out")
    expect(row(page, 3)).to_contain_text("porta fuori chi risponde «Sì, da poco»")

    stored = saved(page, portal, number)[0]["value"]["questions"][2]["value"]["options"]

    assert [option["value"]["out"]["leads_out"] for option in stored] == [False, True, False, False]
    assert stored[1]["value"]["out"]["why"] == "È per chi comincia."
    # What is folded again posts what it held, also in a page that never drew it.
    page.reload()
    page.get_by_role("tab", name="Modulo").click()
    unfold(page, 3)
    expect(page.locator(f"[name='{name}-out-why']")).to_have_value("È per chi comincia.")
    again = saved(page, portal, number, changed=False)[0]["value"]["questions"][2]["value"]
    assert again["options"] == stored


def test_an_answer_that_leads_out_without_a_reason_is_shown_with_its_mistake(
    portal: Portal, visitor: Visit
) -> None:
    """Kills: a panel that is drawn only when somebody opens it, whatever is wrong in it."""
    editor, _number = opened(portal, visitor)
    # A form with mistakes comes back, and automatic saves of it are refused.
    editor.expected = {400}
    page = editor.page
    unfold(page, 3)
    name = "steps-0-value-questions-2-value-options-1-value-out"
    press(page, page.locator(f"#block_group-{name}-section [data-panel-toggle]"))
    page.locator(f"[name='{name}-leads_out']").check()
    staff.publish(page)
    expect(page.get_by_role("heading", name="La pagina non è stata pubblicata")).to_be_visible()
    page.get_by_role("tab", name=re.compile("Modulo")).click()

    wrong = page.locator(f"#{name}-why-errors")
    expect(wrong).to_contain_text("Scrivi perché")
    expect(wrong).to_be_visible()
    expect(page.locator(f"[name='{name}-leads_out']")).to_be_checked()


def test_what_was_just_added_stands_above_the_bar_that_saves(portal: Portal, visitor: Visit) -> None:
    editor, _number = opened(portal, visitor)
    page = editor.page
    plus = page.get_by_role("button", name="Aggiungi una domanda al passo 8", exact=True)
    option = page.get_by_role("option", name="Testo breve", exact=True)
    staff.press_until_offered(lambda: press(page, plus), option)
    option.click()

    label = page.locator("#steps-7-value-questions-9-value-label")
    expect(label).to_be_focused()
    stands_above = """label => {
        const field = label.getBoundingClientRect();
        const bar = document.querySelector(".two-buttons").getBoundingClientRect();
        return field.top > 0 && field.bottom <= bar.top;
    }"""
    page.wait_for_function(stands_above, arg=label.element_handle())


def test_on_a_phone_every_button_of_every_question_is_in_the_window(portal: Portal, visitor: Visit) -> None:
    """Kills: buttons beside a line that has no room for them, of which nobody reaches the last, “Elimina”."""
    number = portal.office("long_draft", title=call_title("Sul telefono"))["page"]
    editor = visitor(PHONE)
    staff.log_in(editor, EDITOR)
    editor.visit(f"/admin/pages/{number}/edit/#tab-modulo")
    page = editor.page
    expect(row(page, 72)).to_be_visible()
    unfold(page, 3)

    buttons = page.locator(f"{FORM} [data-streamfield-action=DELETE]:visible")
    assert buttons.count() > 80
    reached = page.evaluate(
        """(selector) => Math.max(...[...document.querySelectorAll(selector)]
            .map((button) => button.getBoundingClientRect().right))""",
        f"{FORM} [data-streamfield-action]",
    )
    assert reached <= PHONE["width"]
    # The line has the width of the window, and not what its buttons leave.
    assert row(page, 1).bounding_box()["width"] > PHONE["width"] / 2
