"""Every screen of an editor, as the browser shows it: axe finds nothing of ours, and nothing is in English.

The crawl follows links and opens each kind of screen once: each view, and the form of a new page or row for
each type. What opens on a screen without an address, such as a side panel or a chooser, is opened in the
editor of a call.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, expect

from tests.browser import staff
from tests.browser.accessibility import overflow, uncovered_violations
from tests.browser.conftest import DESKTOP, NARROW, PHONE, TABLET, Visit
from tests.browser.people import EDITOR, call_title
from tests.browser.portal_under_test import Portal
from tests.browser.visitor import Visitor
from tests.portal.english import english_among

# A view that shows another screen for each of these.
BY_TYPE = {"app_label", "model_name", "content_type_app_label", "content_type_model_name"}
# Whose screen is the same for all types.
ALIKE = {"wagtailadmin_pages:type_use", "wagtailadmin_pages:choose_parent"}
# Leave the account, ask for rows that were ticked, or are the site's own pages, which other tests look at.
ELSEWHERE = re.compile(r"logout|/bulk/|/preview|view_draft|/revisions/\d+/view/")
MOST_SCREENS = 150
FEWEST_SCREENS = 40

# What is Wagtail's own, of version 7.4: the rule, where, and what it is about.
UPSTREAM = [
    ("aria-input-field-name", r"placeholder-|notranslate", "the rich text editor is not tied to its label"),
    ("label", r"table-cell", "cells of a table have no label"),
    ("label", r"ui-autocomplete-input", "the field that tags are typed into has no label"),
    ("label", r"#fileupload", "the field that files are dropped on has no label"),
    ("page-has-heading-one", r"^html ", "forms of snippets have no main heading"),
    ("scrollable-region-focusable", r"w-minimap__list", "the outline at the side is reached by its links"),
    ("color-contrast", r"^\.error ", "its red message has a contrast of 4.46"),
    ("empty-table-header", r"^\.listing ", "the last column of the page chooser has no heading"),
    ("aria-allowed-role", r"^h2\[role=", "the heading that says how many were found is an alert"),
    ("target-size", r"^#w-minimap-toggle ", "the button of the outline at the side is 20 px wide"),
]
# The world of the demonstration, or a migration of Wagtail's, names these.
NAMED = frozenset(
    {
        "Welcome to your new Wagtail site!",
        "search.searchpage",
        "dichiarazioni false",
        # The English pages of the demonstration.
        "Community activators wanted: apply by Friday, 14 May",
        "Partners for a listening point in Valdichiana Aretina (sample)",
        "Search this site",
        "The house I would like: an open workshop (sample)",
        "The programme",
        "/en/partecipa/partners-for-a-listening-point",
        "/en/partecipa/workshop-the-house-i-would-like",
    }
)

# Texts and names that a person sees, or hears from a screen reader.
SAID = """() => {
    const said = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const { parentElement: around, data } = texts.currentNode;
        const isSaid = around.checkVisibility() && !around.closest("script, style, template, svg");
        if (data.trim() && isSaid) said.push(data);
    }
    for (const name of ["aria-label", "title", "placeholder", "alt", "data-w-tooltip-content-value"]) {
        for (const one of document.querySelectorAll(`[${name}]`)) {
            if (one.checkVisibility()) said.push(one.getAttribute(name));
        }
    }
    return said;
}"""
# Those of menus that are not opened stand in templates.
LINKS = """() => [document, ...[...document.querySelectorAll("template")].map(({ content }) => content)]
    .flatMap((part) => [...part.querySelectorAll("a[href]")])
    .map((link) => new URL(link.getAttribute("href"), location.href).href)"""
# On a phone, besides the editor.
ON_A_PHONE = (
    "/admin/",
    "/admin/pages/",
    "/admin/nuovo/",
    "/admin/gruppi-pronti/",
    "/admin/elenchi/",
    "/admin/images/",
)


@dataclass
class Inspection:
    """Collects what is wrong with each screen, under a name that people understand."""

    page: Page
    wrong: list[str] = field(default_factory=list)
    upstream: set[str] = field(default_factory=set)

    def look(self, screen: str, region: str | None = None) -> None:
        for line in uncovered_violations(self.page, region):
            rule, _colon, rest = line.strip().partition(": ")
            known = next(
                (why for name, where, why in UPSTREAM if name == rule and re.search(where, rest)), ""
            )
            if known:
                self.upstream.add(known)
            else:
                self.wrong.append(f"{screen}:{line}")
        english = english_among(self.page.evaluate(SAID), NAMED)
        self.wrong += [f"{screen} says in English: {text!r}" for text in english]

    def look_at_each_width(self, screen: str) -> None:
        """Wide and narrow; the page must be whole on a tablet too, and is left wide."""
        for size in (NARROW, TABLET, DESKTOP):
            self.page.set_viewport_size(size)
            at = f"{screen} at {size['width']}"
            if wider := overflow(self.page):
                self.wrong.append(f"{at} is {wider} px wider than the window")
            if size is not TABLET:
                self.look(at)

    def conclude(self) -> None:
        assert not self.wrong, "\n".join(self.wrong)


def kind_of(path: str) -> tuple[str, ...] | None:
    """What is opened once: a view, with the type of page or row that its address names."""
    try:
        found = resolve(path)
    except Resolver404:
        return None
    types = (
        () if found.view_name in ALIKE else [found.kwargs[name] for name in BY_TYPE if name in found.kwargs]
    )
    return (found.view_name, *sorted(types))


def screens(editor: Visitor) -> Iterator[str]:
    """Opens each kind of screen once, from the first page on; gives its address while it is open."""
    seen = {kind_of("/admin/")}
    waiting = ["/admin/"]
    while waiting and len(seen) < MOST_SCREENS:
        address = waiting.pop(0)
        answer = editor.visit(address)
        if not answer.headers.get("content-type", "").startswith("text/html") or answer.status >= 400:
            continue
        yield address
        for link in editor.page.evaluate(LINKS):
            parts = urlsplit(link)
            if not link.startswith(f"{editor.address}/admin/") or ELSEWHERE.search(parts.path):
                continue
            kind = kind_of(parts.path)
            if kind and kind not in seen:
                seen.add(kind)
                waiting.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def test_every_screen_of_an_editor_is_accessible_and_in_italian(visitor: Visit) -> None:
    editor = visitor(DESKTOP)
    staff.log_in(editor, EDITOR)
    inspection = Inspection(editor.page)

    opened = 0
    for address in screens(editor):
        inspection.look(address)
        opened += 1

    assert opened >= FEWEST_SCREENS, opened
    inspection.conclude()


def test_the_screens_most_used_are_accessible_on_a_phone(visitor: Visit) -> None:
    editor = visitor(PHONE)
    staff.log_in(editor, EDITOR)
    inspection = Inspection(editor.page)

    for address in ON_A_PHONE:
        editor.visit(address)
        inspection.look(address)
        if wider := overflow(editor.page):
            inspection.wrong.append(f"{address} is {wider} px wider than the window")

    inspection.conclude()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_what_opens_in_the_editor_of_a_call_is_accessible_and_in_italian(
    size: dict[str, int], portal: Portal, visitor: Visit
) -> None:
    number = portal.office("draft", title=call_title("Bozza"))["page"]
    editor = visitor(size)
    staff.log_in(editor, EDITOR)
    page = editor.page
    inspection = Inspection(page)
    editor.visit(f"/admin/pages/{number}/edit/#tab-modulo")
    unfold(page, "Con chi?")
    inspection.look("a question unfolded")
    page.locator("#steps-root .c-sf-add-button").last.click()
    expect(page.get_by_role("option", name="Passo", exact=True)).to_be_visible()
    inspection.look("the menu of types", "[data-tippy-root]")
    page.keyboard.press("Escape")
    page.locator("#steps-root [data-add-set]").last.click()
    expect(page.locator("dialog[open]")).to_be_visible()
    inspection.look("the ready sets", "dialog[open]")
    page.keyboard.press("Escape")
    page.locator("#steps-root [data-streamfield-action=MOVE_TO_STEP]").first.click()
    inspection.look("where to move a question", "dialog[open]")
    page.keyboard.press("Escape")
    for tab in page.get_by_role("tab").all():
        tab.click()
        inspection.look(f"the tab {tab.inner_text()}")
    for chooser in choosers(page):
        inspection.look(f"the chooser {chooser}", ".modal-dialog")
    # On a phone a panel covers what stands beside it.
    for side in ("status", "preview", "checks", "comments"):
        page.locator(f"[data-side-panel-toggle={side}]").click()
        inspection.look(f"the side panel {side}")
    if size is PHONE:
        assert not overflow(page)
    inspection.conclude()


def choosers(page: Page) -> Iterator[str]:
    """Opens each kind of chooser that the page offers; gives its address while it is open."""
    for tab in page.get_by_role("tab").all():
        tab.click()
        buttons = page.locator("[data-chooser-action-choose]:visible")
        for index in range(buttons.count()):
            buttons.nth(index).click()
            expect(page.locator(".modal-dialog .listing, .modal-dialog form").first).to_be_visible()
            yield f"{tab.inner_text()} {index + 1}"
            page.keyboard.press("Escape")
            expect(page.locator(".modal-dialog")).to_have_count(0)


def unfold(page: Page, question: str) -> None:
    line = page.locator("[data-panel-heading-text]", has_text=question)
    page.locator(".w-panel__header").filter(has=line).locator("[data-panel-toggle]").click()
