"""What Lighthouse says is read as it says it, and what is missing is told."""

import json
from pathlib import Path

import pytest

from tests.load import lighthouse
from tests.load.lighthouse import NotMeasuredError, Report


def said(**marks: float | None) -> str:
    """A report as Lighthouse writes it, with what is read of it."""
    all_marks = {"performance": 1, "accessibility": 1, "best-practices": 1, "seo": 1} | marks
    figures = {"largest-contentful-paint": 1340.2, "total-blocking-time": 12.6, "total-byte-weight": 98_304}
    return json.dumps(
        {
            "categories": {name: {"score": mark} for name, mark in all_marks.items()},
            "audits": {name: {"numericValue": figure} for name, figure in figures.items()},
        }
    )


def test_marks_and_figures_are_read() -> None:
    report = lighthouse.read("/novita/", said(performance=0.985))

    marks = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
    assert report == Report("/novita/", marks, 1.3402, 12.6, 96)


def test_a_line_stands_under_its_heads() -> None:
    line = lighthouse.line(lighthouse.read("/novita/", said()))

    assert line.split() == ["100", "100", "100", "100", "1.3", "13", "96", "/novita/"]
    assert "  ".join(lighthouse.HEADS).index("page") == line.index("/novita/")


def test_what_is_too_low_is_told_and_a_search_is_excused_from_search_engines_alone() -> None:
    low = lighthouse.read("/a/", said(performance=0.94, seo=0.63))

    assert lighthouse.too_low({"newspage": low}) == ["/a/: performance 94", "/a/: seo 63"]
    assert lighthouse.too_low({lighthouse.SEARCH: low}) == ["/a/: performance 94"]
    assert lighthouse.too_low({"newspage": lighthouse.read("/a/", said(performance=0.95))}) == []


@pytest.mark.parametrize(
    "text",
    [json.dumps({"runtimeError": {"message": "The page did not load."}}), said(performance=None)],
)
def test_a_page_that_was_not_looked_at_has_no_report(text: str) -> None:
    with pytest.raises(NotMeasuredError, match="/a/"):
        lighthouse.read("/a/", text)


def test_without_lighthouse_the_command_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("LIGHTHOUSE", str(tmp_path / "nowhere"))
    monkeypatch.setattr("sys.argv", ["lighthouse"])

    assert lighthouse.main() == 2
    assert "npm install --no-save lighthouse@12.8.2" in capsys.readouterr().err
