"""No sentence of the portal puts an article before the place of a day: the day brings its own."""

import re

from tests.architecture.rooms import APPS, ROOT

_ARTICLE = r"(?<!\w)(?:il|dal|al|del|nel|sul|(?:dall|all|dell|nell|sull|l)[’'])"
# A number is no day: it stands for a year or a place (`%(year)d`).
_PLACE = r"\s*(?:%\(\w+\)s|\{\{\s*\w+)"
BARE = re.compile(_ARTICLE + _PLACE, re.IGNORECASE)


def test_the_articles_before_places_are_found() -> None:
    for said in ("dal %(day)s", "entro il {{ day }}", "fino al\n  {{ last }}", "l’%(day)s"):
        assert BARE.search(said), said
    for said in ("dal %(year)d", "entro %(day)s", "canal %(day)s", "dalle {{ start }}"):
        assert not BARE.search(said), said


def test_no_article_stands_before_the_place_of_a_day() -> None:
    """Italian elides it before 8 and 11 (`portal.italian.days`), and a sentence does not know the day."""
    code = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    templates = [
        path for path in (ROOT / "templates").rglob("*.*") if path.suffix in (".html", ".txt", ".xml")
    ]
    wrong = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in (*code, *templates)
        for found in BARE.finditer(path.read_text())
    ]

    assert not wrong
