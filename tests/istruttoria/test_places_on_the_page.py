"""Where a press leads back to: a place that the page of a submission has."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LED_TO = re.compile(r"detail_url\s*\}\}?#([a-z-]+)")


def test_every_place_that_is_led_to_is_on_the_page() -> None:
    page = (ROOT / "templates/istruttoria/detail.html").read_text()
    # Wagtail's panels put a word behind the name they are given.
    there = {f"{name}-section" for name in re.findall(r'{% panel id="([a-z-]+)"', page)}
    led_to = {
        (place, path.name)
        for folder in ("istruttoria", "templates/istruttoria")
        for path in (ROOT / folder).rglob("*.*")
        if path.suffix in (".py", ".html")
        for place in LED_TO.findall(path.read_text())
    }

    assert ("note-section", "notes.py") in led_to
    assert {(place, name) for place, name in led_to if place not in there} == set()
