"""What staff do in the Wagtail admin."""

import contextlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.browser.people import STAFF_PASSWORD, Call
from tests.browser.visitor import Visitor

# Wagtail looks for changes two seconds after the page editor is there: run before, says so of a page.
WATCHED = 'document.addEventListener("w-unsaved:watch-edits", () => { window.isWatched = true; })'
# Of a button of the page editor, before its menu must be there.
PRESSES = 5
# Where a press was lost, another comes after so long; where the menu is only late, another would close it.
MILLISECONDS_TO_OFFER = 12_000
# Whether everything in the page editor is saved, what was changed while a save was on its way included.
NOTHING_TO_SAVE = """() => {
    const form = document.querySelector("form[data-controller~=w-unsaved]");
    const watcher = window.wagtail.app.getControllerForElementAndIdentifier(form, "w-unsaved");
    const indicator = document.getElementById("w-autosave-indicator");
    return indicator.dataset.wAutosaveStateValue === "saved" && watcher.formData === watcher.initialFormData;
}"""


def log_in(visitor: Visitor, email: str) -> None:
    """Arrives as who has logged in before: the browser has the cookie of a session of its own.

    The form of the login takes two seconds of the processor; whose journey begins with it types into it
    (`log_in_by_form`).
    """
    session = visitor.portal.office("session", email=email)
    visitor.context.add_cookies(
        [
            {
                "name": "sessionid",
                "value": session,
                "url": visitor.address,
                "httpOnly": True,
                "sameSite": "Lax",
            }
        ]
    )


def log_in_by_form(visitor: Visitor, email: str) -> None:
    visitor.visit("/admin/")
    page = visitor.page
    page.get_by_label("Email").fill(email)
    page.locator("input[type=password]").fill(STAFF_PASSWORD)
    page.locator("button[type=submit]").click()
    # The address of the login form ends in the same words, behind a question mark.
    page.wait_for_url(lambda address: urlsplit(address).path == "/admin/")


def publish_call(visitor: Visitor, call: Call) -> str:
    """Writes a call with a form of one step in the page editor and publishes it; returns its path."""
    page = visitor.page
    new_call(visitor)
    page.get_by_role("textbox", name="Titolo*", exact=True).fill(call.title)
    page.get_by_role("textbox", name="Sommario").fill(call.abstract)
    now = timezone.localtime()
    fill_moment(page.get_by_role("textbox", name="Si apre il"), f"{now - timedelta(days=1):%d/%m/%Y %H:%M}")
    fill_moment(
        page.get_by_role("textbox", name="Si chiude il"), f"{now + timedelta(days=20):%d/%m/%Y} 12:00"
    )

    page.get_by_role("tab", name="Modulo").click()
    _write_questions(page, call)

    # The office and the notice are those of the site, unless the editor says otherwise.
    publish(page)
    expect(page.get_by_text(f"Pagina '{call.title}'")).to_be_visible()
    return page.locator(".messages a:not([href^='/admin/'])").first.get_attribute("href") or ""


def new_call(visitor: Visitor) -> None:
    """Opens the page editor for a call that does not exist yet."""
    page = visitor.page
    visitor.visit("/admin/pages/")
    # Both homes have the name of the portal.
    home = page.get_by_role("row").filter(has_text="Italiano")
    home.get_by_role("link", name="Esplora pagine figlio di").click()
    page.get_by_role("link", name="Esplora pagine figlio di 'Partecipa'").click()
    page.locator("a[href$='/add_subpage/']").first.click()
    page.get_by_role("link", name="Avviso", exact=True).click()


def publish(page: Page) -> None:
    """Presses the button of the page editor, once what was typed is saved."""
    # Wagtail saves by itself, half a second after the last change. Publishing in that very moment would make
    # two saves of one page, of which Wagtail refuses one.
    everything_is_saved(page)
    page.get_by_role("button", name="Pubblica", exact=True).click()


def everything_is_saved(page: Page) -> None:
    """Waits until the page editor has saved what was done in it."""
    page.wait_for_timeout(1000)
    page.wait_for_function(NOTHING_TO_SAVE)


def fill_moment(field: Locator, moment: str) -> None:
    """Types a moment into a field of the page editor that has a calendar."""
    field.fill(moment)
    # The calendar would cover what stands below. It opens a tenth of a second after the field is entered,
    # even when that has been left by then; so it is waited for, and then closed.
    calendar = field.page.locator(".xdsoft_datetimepicker:visible")
    expect(calendar).to_have_count(1)
    field.press("Tab")
    expect(calendar).to_have_count(0)


def _write_questions(page: Page, call: Call) -> None:
    # A new call begins with a step.
    page.locator("#steps-0-value-title").fill(call.step)
    questions = "steps-0-value-questions"
    _add_block(page, questions, "Testo breve")
    page.locator(f"#{questions}-0-value-label").fill(call.text_question)
    _add_block(page, questions, "Una scelta")
    choice = f"{questions}-1-value"
    page.locator(f"#{choice}-label").fill(call.choice_question)
    page.locator(f"#{choice}-options-0-value-label").fill(call.plain_option)
    page.locator(f"#{choice}-options-1-value-label").fill(call.opening_option)
    nested = f"{choice}-options-1-value-questions"
    _add_block(page, nested, "Testo breve")
    page.locator(f"#{nested}-0-value-label").fill(call.nested_question)
    _add_block(page, questions, "File")
    page.locator(f"#{questions}-2-value-label").fill(call.file_question)


def _add_block(page: Page, stream: str, kind: str) -> None:
    """Presses the last plus of a StreamField and chooses from its menu."""
    count = page.locator(f"input[name='{stream}-count']")
    before = int(count.input_value())
    pluses = page.locator(f"input[name='{stream}-count'] + div > div > button.c-sf-add-button")
    # Two presses, of which the editor was late with the first, open two menus that offer the same.
    option = page.get_by_role("option", name=kind, exact=True).last
    press_until_offered(pluses.last.click, option)
    option.click()
    expect(count).to_have_value(str(before + 1))


def press_until_offered(press: Callable[[], None], option: Locator) -> None:
    """Presses a plus of a StreamField until its menu offers this."""
    for _press in range(PRESSES):
        press()
        # The editor still draws what was added last, and loses a press: who works there presses again.
        with contextlib.suppress(PlaywrightTimeoutError):
            option.wait_for(timeout=MILLISECONDS_TO_OFFER)
            break


def assign_committee(visitor: Visitor, call: Call, reviewer: str) -> None:
    """Makes a committee of one reviewer for one call."""
    page = visitor.page
    visitor.visit("/admin/commissioni/new/")
    page.get_by_role("textbox", name="Nome").fill(f"Commissione per {call.title}")
    page.get_by_label("Cerca una persona").fill(reviewer)
    page.get_by_label(reviewer).check()
    page.get_by_label("Cerca un avviso o un evento").fill(call.title)
    page.get_by_label(call.title).check()
    page.locator("main button[type=submit]").first.click()
    expect(page.get_by_text(f"Commissione «Commissione per {call.title}» creata.")).to_be_visible()


def open_submission(visitor: Visitor, reference: str) -> None:
    """From the queue to the detail page."""
    visitor.visit(f"/admin/candidature/?q={reference}")
    visitor.page.get_by_role("link", name=reference).click()
    visitor.heading(reference)


def download(visitor: Visitor, link: str, to: Path) -> bytes:
    """Follows a link to a file and returns what arrived."""
    with visitor.page.expect_download() as started:
        visitor.page.get_by_role("link", name=link, exact=True).click()
    started.value.save_as(to)
    return to.read_bytes()


def decide(
    visitor: Visitor,
    action: str,
    *,
    reason: str = "",
    due_on: str = "",
    tick: str = "",
    done: str = "Fatto: lo stato è",
) -> None:
    """Makes one transition through its page of confirmation.

    Args:
        tick: the label of a checkbox, such as a question that is asked again.
    """
    page = visitor.page
    page.get_by_role("link", name=action, exact=True).click()
    if due_on:
        page.get_by_label("Da completare entro il giorno").fill(due_on)
    if tick:
        page.get_by_label(tick).check()
    if reason:
        page.get_by_label("Motivazione").fill(reason)
    page.get_by_role("button", name=f"Conferma: {action}").click()
    expect(page.get_by_text(done)).to_be_visible()
