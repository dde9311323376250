"""What axe finds, told so that one can go and repair it."""

from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}

_AT_REST = """() => Promise.all(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
    .map((one) => one.finished.catch(() => null)))"""


# What axe says of a target that something stands over, such as a bar that stays while the page is scrolled.
_OBSCURED = "partially obscured"
_TO_THE_MIDDLE = """(selector) => {
    const covered = document.querySelector(selector);
    covered.scrollIntoView({ block: "center", behavior: "instant" });
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));
}"""


@dataclass(frozen=True)
class Violation:
    """An element that breaks a rule.

    Attributes:
        rule: as axe names it.
        selector: of the element, as axe finds it.
        reason: what is wrong with it.
    """

    rule: str
    selector: str
    reason: str

    def __str__(self) -> str:
        return f"  {self.rule}: {self.selector} – {self.reason}"


def violations(page: Page, region: str | None = None) -> list[str]:
    """One line for each element that breaks a rule of WCAG 2.2 AA or a best practice.

    Args:
        region: CSS selector of the only part to look at. In Wagtail's admin the frame around our pages is not
            ours to repair.
    """
    return [str(violation) for violation in broken(page, {"include": [[region]]} if region else None)]


def uncovered_violations(page: Page, region: str | None = None) -> list[str]:
    """The same where bars stay at the edges of the window while the page is scrolled.

    A target that such a bar partly covers is looked at once more in the middle of the window, by itself: it
    is left out only if it is whole there. The page is then where it was.
    """
    found = broken(page, {"include": [[region]]} if region else None)
    return [str(violation) for violation in found if not _is_whole_in_the_middle(page, violation)]


def broken(page: Page, context: dict[str, Any] | None, options: dict[str, Any] = _OPTIONS) -> list[Violation]:
    # What is half faded in has a contrast that nobody reads.
    page.evaluate(_AT_REST)
    found = Axe().run(page, context=context, options=options).response["violations"]
    return [_violation(rule, node) for rule in found for node in rule["nodes"]]


def _is_whole_in_the_middle(page: Page, violation: Violation) -> bool:
    if violation.rule != "target-size" or _OBSCURED not in violation.reason:
        return False
    before = page.evaluate("[scrollX, scrollY]")
    page.evaluate(_TO_THE_MIDDLE, violation.selector)
    only = {"runOnly": {"type": "rule", "values": [violation.rule]}, "resultTypes": ["violations"]}
    still = broken(page, {"include": [[violation.selector]]}, only)
    page.evaluate("([left, top]) => scrollTo({ left, top, behavior: 'instant' })", before)
    return not still


def assert_accessible(page: Page, region: str | None = None) -> None:
    found = violations(page, region)
    assert not found, f"axe on {page.url} at {page.viewport_size}:\n" + "\n".join(found)


def overflow(page: Page) -> int:
    """By how many CSS pixels the page is wider than the window; 0 when nothing scrolls sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def _violation(rule: dict[str, Any], node: dict[str, Any]) -> Violation:
    reason = " ".join(str(node.get("failureSummary", "")).split())[:300]
    return Violation(rule["id"], " ".join(map(str, node["target"])), reason)


# Pixels of a phone before anybody scrolls, without the bars of its browser.
FIRST_SCREEN = 500


def first_field(page: Page) -> float:
    """How far below the top of the page the first control of its form begins, in pixels."""
    box = page.locator("main form :is(input, textarea, select):visible").first.bounding_box()
    assert box
    return float(box["y"])
