"""Templates are read as the code is: no line is longer than the screen, and one template draws cards."""

import re

from tests.architecture.rooms import ROOT

LONGEST = 120
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def test_no_line_is_too_long() -> None:
    """The formatter leaves alone what it cannot break."""
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LONGEST
    ]

    assert long == []


def test_cards_are_drawn_by_one_list() -> None:
    """Whatever lists cards includes `card_list.html`, which alone includes the card."""
    drawing = [
        str(path.relative_to(ROOT / "templates"))
        for path in TEMPLATES
        if re.search(r'include "includes/card\.html"|class="card-list"', path.read_text(encoding="utf-8"))
    ]

    assert drawing == ["includes/card_list.html"]
