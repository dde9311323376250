"""One portal and one browser for the whole suite; a fresh visitor for each person of each test."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize, expect, sync_playwright

from tests.browser import portal_under_test
from tests.browser.portal_under_test import Portal
from tests.browser.visitor import Visitor

# The former is the latter without its windows, which nobody sees and which cost more than the pages in them.
HEADLESS, WHOLE = "/usr/bin/chromium-headless-shell", "/usr/bin/chromium"
CHROMIUM = os.environ.get("CHROMIUM") or (HEADLESS if Path(HEADLESS).exists() else WHOLE)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
TABLET: ViewportSize = {"width": 820, "height": 1180}
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 700}
# For what a quiet machine shows within some seconds: other work may leave the browser a fraction of a core.
MILLISECONDS_TO_WAIT = 90_000

Visit = Callable[..., Visitor]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Weighs and measures the demonstration first: what other files publish makes its front page taller."""
    items.sort(key=lambda item: item.path.name != "test_every_page.py")


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with portal_under_test.running(tmp_path_factory.mktemp("portal")) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.fail(
            f"There is no browser at {CHROMIUM}: install Debian’s chromium-headless-shell, "
            "or name one in CHROMIUM.",
            pytrace=False,
        )
    expect.set_options(timeout=MILLISECONDS_TO_WAIT)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def visitor(portal: Portal, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Makes visitors: `visitor(PHONE, scripts=False)`. Nothing may have gone wrong for any of them."""
    visitors: list[Visitor] = []

    def make(size: ViewportSize = DESKTOP, *, scripts: bool = True, **options: Any) -> Visitor:
        context = browser.new_context(
            viewport=size,
            java_script_enabled=scripts,
            locale="it-IT",
            timezone_id="Europe/Rome",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(MILLISECONDS_TO_WAIT)
        visitors.append(Visitor(context, portal))
        return visitors[-1]

    yield make
    for one in visitors:
        one.context.close()
    for one in visitors:
        one.check()
