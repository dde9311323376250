"""The style sheet of the review is written by hand: what opens closes, so that no rule swallows others."""

from pathlib import Path

STYLES = Path(__file__).resolve().parents[2] / "istruttoria/static/istruttoria/review.css"


def test_every_rule_of_the_style_sheet_closes_before_the_next() -> None:
    depth, swallowed = 0, []
    for number, line in enumerate(STYLES.read_text(encoding="utf-8").splitlines(), start=1):
        if depth and line.endswith("{") and not line.startswith(" "):
            swallowed.append(number)
        depth += line.count("{") - line.count("}")

    assert swallowed == []
    assert depth == 0
