"""What AgID's validator of municipal sites looks for in our pages (decision 116)."""

import json
import re
from pathlib import Path

from bs4 import BeautifulSoup
from django.conf import settings

from tests.demonstration import visits

CALL = "/partecipa/partner-punto-di-ascolto/"
EVENT = "/partecipa/laboratorio-la-casa-che-vorrei/"
FRAME = {
    "main-navigation": "ul",
    "news": "a",
    "custom-submenu": "a",
    "custom-category-link": "a",
    "faq": "a",
    "report-inefficiency": "a",
    "privacy-policy-link": "a",
    "legal-notes": "a",
    "accessibility-link": "a",
    "metatag": "script",
}
SHEET = {
    "service-title": "h1",
    "service-description": "p",
    "service-status": "span",
    "service-needed": "div",
    "service-calendar-text": "div",
    "service-generic-access": "button",
    "service-area": "div",
    "breadcrumb": "nav",
}
# By page, the elements that must be there and what they must be.
ELEMENTS = {
    "/": FRAME,
    CALL: {**FRAME, **SHEET, "service-addressed": "div"},
    EVENT: {**FRAME, **SHEET},
    # What nobody translated is read in Italian: an English page leads there.
    "/en/": FRAME,
    "/novita/": {**FRAME, "news-category-link": "a", "feedback": "section"},
}
# Of the library's classes, each page must use one of these (criterion C.SI.1.2).
CLASSES = {"row", "col", "card", "container", "lead", "link-list", "section", "navbar", "text-primary"}


# What an element says in its attribute of classes.
SAID = re.compile(r'<[a-z][^<>]*\sclass="([^"]*)"')


def read(path: str) -> BeautifulSoup:
    return BeautifulSoup(visits()[path].text, "html.parser")


def test_pages_call_their_parts_as_the_validator_does(demonstration: None) -> None:
    wrong = []
    for path, elements in ELEMENTS.items():
        page = read(path)
        for name, tag in elements.items():
            found = page.select(f"[data-element={name}]")
            if {one.name for one in found} != {tag}:
                wrong.append(f"{path}: {name} is {[one.name for one in found]}")
            # Of a script it looks for what is in it; all else is to be read.
            wrong += [f"{path}: {name} is empty" for one in found if len(one.get_text(strip=True)) < 3]
    assert not wrong, "\n".join(wrong)


def test_categories_of_news_are_called_as_the_model_calls_them(demonstration: None) -> None:
    links = read("/novita/").select("[data-element=news-category-link]")
    assert {one.get_text(strip=True) for one in links} == {"Notizie", "Comunicati", "Avvisi"}


def test_every_page_uses_the_library(demonstration: None) -> None:
    used = {path: set(" ".join(SAID.findall(visit.text)).split()) for path, visit in visits().items()}
    assert [path for path, classes in used.items() if not classes & CLASSES] == []


def test_the_stylesheet_says_which_version_of_the_library_it_is_made_of() -> None:
    base = Path(settings.BASE_DIR)
    lock = json.loads((base / "frontend/package-lock.json").read_text())
    version = lock["packages"]["node_modules/bootstrap-italia"]["version"]

    css = (base / "portal/static/portal/css/portal.css").read_text()

    assert f'--bootstrap-italia-version:"{version}"' in css
    assert css.index("--bootstrap-italia-version") < css.index("}")
    assert css.index(":root{") < css.index("--bootstrap-italia-version")
