"""Every public page of the demonstration, as machines read it: titles, identifiers, moments."""

import re
from collections import defaultdict
from html import unescape
from html.parser import HTMLParser

from django.test import Client

from portal.templatetags.text_tags import LONGEST_TITLE
from tests.demonstration import paths_of_the_sitemap

# A day, or a moment with its zone and at most thousandths of a second (HTML standard, `time`).
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d))?")
# Attributes that name something by its `id`.
NAMING = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
# Lists as filters and page numbers narrow them; each is a page of its own to a search engine.
NARROWED = [
    "/novita/?categoria=comunicato",
    "/novita/?categoria=avviso",
    "/novita/?argomento=partecipazione",
    "/novita/?categoria=comunicato&argomento=partecipazione",
    "/novita/?p=2",
    "/partecipa/?stato=aperti",
    "/partecipa/?stato=conclusi",
]


class Reader(HTMLParser):
    """Notes identifiers, references to them and moments of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: list[str] = []
        self.moments: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name == "id":
                self.ids.append(value or "")
            elif name in NAMING:
                self.references += (value or "").split() or [""]
            elif name == "datetime":
                self.moments.append(value or "")

    def problems(self) -> list[str]:
        twice = {one for one in self.ids if self.ids.count(one) > 1}
        return [
            *(f"an empty or spaced id {one!r}" for one in self.ids if not one or one.split() != [one]),
            *(f"the id {one!r} twice" for one in sorted(twice)),
            *(f"nothing has the id {one!r}" for one in self.references if one not in self.ids),
            *(f"no moment: {one!r}" for one in self.moments if not MOMENT.fullmatch(one)),
        ]


def title_of(html: str) -> str:
    found = re.search(r"<title>([^<]*)</title>", html)
    assert found
    return unescape(found[1])


def test_every_page_of_the_demonstration_reads_well_to_machines(demonstration: None) -> None:
    pages = {path: Client().get(path) for path in [*paths_of_the_sitemap(), *NARROWED]}
    assert len(pages) > 50
    assert {path: answer.status_code for path, answer in pages.items() if answer.status_code != 200} == {}

    texts = {path: answer.content.decode() for path, answer in pages.items()}
    wrong = [f"{path}: {problem}" for path, text in texts.items() for problem in Reader(text).problems()]
    assert not wrong, "\n".join(wrong)

    titles = defaultdict(list)
    for path, text in texts.items():
        titles[title_of(text)].append(path)
    assert [title for title in titles if len(title) > LONGEST_TITLE] == []
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}
