"""Templates are read as the code is: no line is longer than the screen, and one template draws cards."""

import re

from tests.architecture.rooms import ROOT

LONGEST = 120
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Letters and what goes with them.
TEXTS = sorted((ROOT / "templates").rglob("*.txt"))


def test_no_line_is_too_long() -> None:
    """The formatter leaves alone what it cannot break."""
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in [*TEMPLATES, *TEXTS]
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


def test_a_form_never_takes_along_which_mistake_was_looked_at() -> None:
    """Without an address of its own a form is posted to that of the page, with the fragment of a link from
    the error summary, and the page after the press opens there: at the field instead of at its summary."""
    taking_along = [
        f"{path.relative_to(ROOT)}: {form}"
        for path in TEMPLATES
        if re.search(r"error_summary|data-error-summary", text := path.read_text(encoding="utf-8"))
        for form in re.findall(r'<form\b[^>]*method="post"[^>]*>', text)
        if " action=" not in " ".join(form.split())
    ]

    assert taking_along == []
