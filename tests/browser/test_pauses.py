"""How long the browser is held while an editor opens and writes a form of 72 questions.

Counted is the processor's time of each task of the page's main thread, which other programs on the machine
lengthen less than the clock. They lengthen it all the same, where they share caches or the core itself: so a
page that is all Wagtail's is opened right before, and the bound is one of a machine on which that takes
`QUIET`.
"""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser import staff
from tests.browser.conftest import Visit
from tests.browser.people import EDITOR, call_title
from tests.browser.portal_under_test import Portal

MOST_MILLISECONDS = 100
# Milliseconds of a page that runs the scripts of Wagtail's libraries and none of ours, where the figures of
# docs/measurements.md are from.
QUIET = 58
WAGTAILS_OWN = "/admin/account/"
# Each is done so often, and the least counts: what else the machine does only ever adds. Where it does much
# meanwhile, all is tried again: what takes too long by itself does so every time.
TRIES, MOST_TRIES = 3, 20
LINES = "#steps-root [data-panel-heading-text]"
CATEGORIES = ["toplevel", "devtools.timeline", "__metadata"]


def test_72_questions_open_like_two_and_are_written_without_a_pause(
    portal: Portal, browser: Browser, visitor: Visit
) -> None:
    editor = visitor()
    staff.log_in(editor, EDITOR)
    page = editor.page
    short = portal.office("draft", title=call_title("Corto"))["page"]
    long = portal.office("long_draft", title=call_title("Lungo"))["page"]

    def opening(number: int, questions: int) -> Callable[[], None]:
        def act() -> None:
            page.goto("about:blank")
            editor.visit(f"/admin/pages/{number}/edit/#tab-modulo")
            expect(page.locator(LINES)).to_have_count(questions)
            # Two seconds after the page Wagtail begins to look for changes.
            page.wait_for_timeout(3000)

        return act

    def typing() -> None:
        page.locator("#steps-0-value-title").press_sequentially("Una frase che si scrive", delay=40)
        page.wait_for_timeout(1000)

    def unfolding() -> None:
        # A choice with four options, the first of which opens a question.
        page.locator("#steps-root [data-panel-toggle]").nth(3).click()
        expect(page.locator("#steps-0-value-questions-2-value-label")).to_be_visible()

    def yardstick() -> None:
        page.goto("about:blank")
        editor.visit(WAGTAILS_OWN)
        page.wait_for_timeout(1000)

    # The first visit fills the cache.
    opening(short, 3)()
    yardstick()
    least = {"two questions": 1e9, "72 questions": 1e9, "typing": 1e9, "unfolding": 1e9}
    for time in range(1, MOST_TRIES + 1):
        slowness = max(1.0, longest(browser, page, yardstick) / QUIET)
        tried = {
            "two questions": longest(browser, page, opening(short, 3)),
            "72 questions": longest(browser, page, opening(long, 80)),
            "typing": longest(browser, page, typing),
            "unfolding": longest(browser, page, unfolding),
        }
        least = {what: min(least[what], took / slowness) for what, took in tried.items()}
        if time >= TRIES and max(least.values()) < MOST_MILLISECONDS:
            break

    counted = ", ".join(f"{what} {took:.0f} ms" for what, took in least.items())
    print(counted)  # noqa: T201 - the figures of docs/measurements.md, with -s
    assert max(least.values()) < MOST_MILLISECONDS, counted


def longest(browser: Browser, page: Page, act: Callable[[], None]) -> float:
    """The milliseconds of the processor that the longest task of the page took meanwhile."""
    browser.start_tracing(page=page, categories=CATEGORIES)
    act()
    events: list[dict[str, Any]] = json.loads(browser.stop_tracing())["traceEvents"]
    main = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    tasks = [
        event["tdur"]
        for event in events
        if event["name"] == "ThreadControllerImpl::RunTask"
        and (event["pid"], event["tid"]) in main
        and "tdur" in event
    ]
    return float(max(tasks)) / 1000
