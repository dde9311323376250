"""What axe finds, told so that one can go and repair it."""

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


def violations(page: Page, region: str | None = None) -> list[str]:
    """One line for each element that breaks a rule of WCAG 2.2 AA or a best practice.

    Args:
        region: CSS selector of the only part to look at. In Wagtail's admin the frame around our pages is not
            ours to repair.
    """
    context = {"include": [[region]]} if region else None
    found = Axe().run(page, context=context, options=_OPTIONS).response["violations"]
    return [_line(violation, node) for violation in found for node in violation["nodes"]]


def assert_accessible(page: Page, region: str | None = None) -> None:
    found = violations(page, region)
    assert not found, f"axe on {page.url} at {page.viewport_size}:\n" + "\n".join(found)


def overflow(page: Page) -> int:
    """By how many CSS pixels the page is wider than the window; 0 when nothing scrolls sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def _line(violation: dict[str, Any], node: dict[str, Any]) -> str:
    reason = " ".join(str(node.get("failureSummary", "")).split())[:300]
    return f"  {violation['id']}: {' '.join(map(str, node['target']))} – {reason}"
