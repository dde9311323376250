"""Every public address of the demonstration: it answers, axe finds nothing, names tell, and it fits."""

import re
import urllib.request
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request, ViewportSize, expect

from tests.browser.accessibility import overflow, violations
from tests.browser.conftest import DESKTOP, NARROW, PHONE, Visit
from tests.browser.names import misleading_names
from tests.browser.portal_under_test import Portal
from tests.browser.visitor import Visitor
from tests.demonstration import BESIDE_THE_SITEMAP
from tests.page_kinds import heaviest_by_kind

# First visit, over the wire, fonts and pictures included.
MOST_BYTES = 120_000
# A slow phone's line (bytes a second, milliseconds): on it Chromium fetches more pictures ahead of need.
# With so many points to a pixel as the phones have that speed is measured on elsewhere: pictures follow them.
POINTS = 1.75
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
MOST_LAYOUT_SHIFT = 0.1
# In milliseconds.
SILENCE = 500
_SIZES = {"desktop": DESKTOP, "phone": PHONE}


@pytest.fixture(scope="module")
def paths(portal: Portal) -> list[str]:
    with urllib.request.urlopen(portal.url("/sitemap.xml"), timeout=90) as answer:  # noqa: S310 - http, ours
        text = answer.read().decode()
    found = [urlsplit(address).path for address in re.findall(r"<loc>([^<]+)</loc>", text)]
    assert len(found) > 30, "The sitemap does not list the demonstration."
    return [*found, *BESIDE_THE_SITEMAP]


@pytest.fixture(scope="module")
def one_of_each(portal: Portal) -> list[str]:
    """A page of each kind, those with the most pictures first, and one in another language."""
    found = heaviest_by_kind(portal.address)
    assert len(found) > 20, "The demonstration lacks kinds of pages."
    portal.server.inside("finish_pictures")
    return list(dict.fromkeys([*found.values(), "/en/"]))


@pytest.mark.parametrize("size", [DESKTOP, NARROW], ids=["1280", "320"])
def test_every_page_of_the_sitemap_is_accessible_and_fits(
    size: ViewportSize, visitor: Visit, paths: list[str]
) -> None:
    guest = visitor(size)
    page = guest.page
    wrong: list[str] = []
    for path in paths:
        answer = guest.visit(path)
        if answer.status != 200:
            wrong.append(f"{path} answers {answer.status}")
            continue
        wrong += [f"{path}{line}" for line in violations(page)]
        wrong += [f"{path}: {line}" for line in misleading_names(page)]
        if (headings := page.get_by_role("heading", level=1).count()) != 1:
            wrong.append(f"{path} has {headings} main headings")
        if wider := overflow(page):
            wrong.append(f"{path} is {wider} px wider than the window")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("on", ["desktop", "phone", "slow phone"])
def test_a_first_visit_is_light_and_does_not_jump(on: str, visitor: Visit, one_of_each: list[str]) -> None:
    """Weighs one page of each kind, as somebody meets it with an empty cache: only a new context has one."""
    wrong: list[str] = []
    for path in one_of_each:
        guest = _on_a_slow_phone(visitor) if on == "slow phone" else visitor(_SIZES[on])
        guest.page.add_init_script(_WATCH_SHIFTS)
        wrong += _too_heavy(guest, path)
        shift = guest.page.evaluate("window.layoutShift")
        if shift > MOST_LAYOUT_SHIFT:
            wrong.append(f"{path} jumps by {shift:.3f}")
        guest.context.close()
    assert not wrong, "\n".join(wrong)


def _on_a_slow_phone(visitor: Visit) -> Visitor:
    guest = visitor(PHONE, device_scale_factor=POINTS)
    guest.page.context.new_cdp_session(guest.page).send("Network.emulateNetworkConditions", SLOW)
    return guest


def test_the_front_page_is_four_screens_on_a_phone(portal: Portal, visitor: Visit) -> None:
    """With all that it can show, such as what changed lately, and without the pictures of its cards."""
    guest = visitor(PHONE)
    guest.visit("/")
    height = guest.page.evaluate("document.documentElement.scrollHeight")
    assert height <= 4 * PHONE["height"]
    for name in ("Trova la tua zona", "Ultime modifiche", "Territori"):
        expect(guest.page.get_by_role("heading", level=2, name=name, exact=True)).to_be_visible()
    assert guest.page.locator(".card-list img:visible").count() == 0


def _too_heavy(guest: Visitor, path: str) -> list[str]:
    """What is wrong with the weight of a page, and whether it asks for letters that Italian does not need."""
    _visit_to_the_last_request(guest, path)
    weights = guest.weights()
    wrong = [f"{path} asks for {name}" for name in weights if "-others" in name]
    if sum(weights.values()) > MOST_BYTES:
        wrong.append(f"{path} weighs {sum(weights.values())} bytes: {weights}")
    return wrong


def _visit_to_the_last_request(guest: Visitor, path: str) -> None:
    """Opens a page and waits until nothing was under way for half a second.

    That is Playwright's "networkidle", which on a busy machine is at times never told.
    """
    under_way: set[Request] = set()
    guest.page.on("request", lambda request: under_way.add(request))
    guest.page.on("requestfinished", lambda request: under_way.discard(request))
    guest.page.on("requestfailed", lambda request: under_way.discard(request))
    guest.visit(path)
    silent = 0
    while silent < SILENCE:
        guest.page.wait_for_timeout(SILENCE / 5)
        silent = 0 if under_way else silent + SILENCE // 5


_WATCH_SHIFTS = """
window.layoutShift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.layoutShift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
