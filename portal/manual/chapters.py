"""The chapters as they lie beside the code, read once in each process; what is found in them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from portal.manual.markdown import Chapter, Heading, render

FOLDER: Path = settings.BASE_DIR / "docs" / "manuale"
# In the order in which the first of them names them.
CHAPTERS = ("README", "redazione", "revisori", "sportello", "responsabili")
FIRST = CHAPTERS[0]
MOST_FOUND = 30
EXCERPT = 160
LONGEST_SEARCH = 100
_CHAPTER_ADDRESS = re.compile(r"(?P<chapter>[A-Za-z]+)\.md(?P<anchor>#.+)?")


@dataclass(frozen=True)
class Found:
    """A part of a chapter that holds all words of a search."""

    chapter: str
    title: str
    address: str
    excerpt: str


@cache
def chapter(name: str) -> Chapter:
    """Raises KeyError when there is no such chapter."""
    if name not in CHAPTERS:
        raise KeyError(name)
    return render((FOLDER / f"{name}.md").read_text(encoding="utf-8"), _leads)


def title_of(name: str) -> str:
    return chapter(name).headings[0].title


def address(name: str, anchor: str = "") -> str:
    """Where a chapter, or a part of one, is read."""
    found = reverse("manuale:index") if name == FIRST else reverse("manuale:chapter", args=[name])
    return f"{found}#{anchor}" if anchor else found


def contents(name: str) -> list[Heading]:
    """The parts of a chapter."""
    return [heading for heading in chapter(name).headings if heading.level == 2]


def search(query: str) -> list[Found]:
    """The parts of all chapters that hold each word of the search, whatever capitals and accents."""
    words = _plain(query[:LONGEST_SEARCH]).split()
    if not words:
        return []
    return [
        found
        for name in CHAPTERS
        for heading in chapter(name).headings
        for found in _found(name, heading, words)
    ][:MOST_FOUND]


def _found(name: str, heading: Heading, words: list[str]) -> Iterator[Found]:
    text = " ".join(heading.words)
    plain = _plain(text)
    if not all(word in plain for word in words):
        return
    # Accents composed to one letter each, both texts are as long as each other but for rare ligatures.
    start = max(0, min(plain.find(word) for word in words) - EXCERPT // 3)
    excerpt = (
        ("…" if start else "") + text[start : start + EXCERPT] + ("…" if start + EXCERPT < len(text) else "")
    )
    yield Found(title_of(name), heading.title, address(name, heading.anchor), excerpt)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _leads(written: str) -> str:
    """Where a link leads inside the admin: to other chapters; documents beside the manual are not there."""
    if written.startswith(("#", "https://")):
        return written
    found = _CHAPTER_ADDRESS.fullmatch(written)
    if found is None or found["chapter"] not in CHAPTERS:
        return ""
    return address(found["chapter"], (found["anchor"] or "").removeprefix("#"))
