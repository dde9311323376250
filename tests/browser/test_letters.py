"""Every letter as a mail program draws it: nothing runs out of it, and nobody has to guess at pale words.

With `LETTERS_IN=folder` each one is left there as a text, an HTML document and four pictures.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from portal.letter_kinds import Example, letter_kinds
from tests.browser.accessibility import overflow, violations

pytestmark = pytest.mark.django_db

FOLDER = os.environ.get("LETTERS_IN", "")
NARROW, WIDE = 320, 600
# A letter is shown inside a page, which has its own.
OF_PAGES = ("landmark-one-main:", "region:")
Scheme = Literal["light", "dark"]


def examples() -> Iterator[tuple[str, Example]]:
    """Each letter with a name that a file may have."""
    for kind in letter_kinds():
        name = kind.template.removesuffix(".txt").replace("/letters/", "-")
        for number, example in enumerate(kind.examples(), 1):
            yield f"{name}-{number}", example


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_letter_fits_a_phone_and_is_read_on_a_light_and_a_dark_screen(
    browser: Browser, scheme: Scheme
) -> None:
    context = browser.new_context(color_scheme=scheme, locale="it-IT")
    # A mail program shows no picture until it is asked to.
    context.route("**/*", lambda route: route.abort())
    page = context.new_page()
    looked_into: set[tuple[type, ...]] = set()
    for name, example in examples():
        page.set_content(example.html)
        _keep_text(name, example)
        for width in (NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": 600})
            assert overflow(page) == 0, f"{name} at {width} px"
            _keep_picture(page, f"{name}-{width}-{scheme}")
        # Letters of the same parts look the same.
        parts = tuple(sorted({type(block) for block in example.blocks}, key=str))
        if parts not in looked_into:
            looked_into.add(parts)
            assert [line for line in violations(page) if not line.strip().startswith(OF_PAGES)] == [], name
    context.close()
    assert looked_into


def _keep_text(name: str, example: Example) -> None:
    if FOLDER:
        folder = Path(FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.txt").write_text(f"{example.subject}\n\n{example.text}", encoding="utf-8")
        (folder / f"{name}.html").write_text(example.html, encoding="utf-8")


def _keep_picture(page: Page, name: str) -> None:
    if FOLDER:
        page.screenshot(path=Path(FOLDER) / f"{name}.png", full_page=True)
