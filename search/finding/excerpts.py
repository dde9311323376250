"""The lines of a page in which the words stand, with the words marked."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# In characters: two or three lines on a screen, one long paragraph on a telephone.
LONGEST = 260
# Of the words before the first one that is marked.
_BEFORE = 80
# So many places are compared.
_MOST_PLACES = 200


@dataclass(frozen=True)
class Piece:
    """A piece of a text, as it is to be shown."""

    text: str
    is_marked: bool = False


def marking(forms: Iterable[str]) -> re.Pattern[str] | None:
    """What finds words as they are written in a text; none for no words."""
    words = sorted(map(re.escape, forms), key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(words)})(?![^\W_])", re.IGNORECASE) if words else None


def marked(text: str, pattern: re.Pattern[str] | None) -> list[Piece]:
    """The whole text, with the words marked."""
    text = _composed(text)
    pieces, end = [], 0
    for hit in pattern.finditer(text) if pattern else ():
        pieces += [Piece(text[end : hit.start()]), Piece(hit[0], is_marked=True)]
        end = hit.end()
    return [piece for piece in (*pieces, Piece(text[end:])) if piece.text]


def excerpt(text: str, pattern: re.Pattern[str] | None) -> list[Piece]:
    """The part of a text that holds most of the words, inside one paragraph; empty where none is in it."""
    if pattern is None:
        return []
    text = _composed(text)
    hits = [hit for _number, hit in zip(range(_MOST_PLACES), pattern.finditer(text), strict=False)]
    if not hits:
        return []
    best = max(hits, key=lambda hit: (_different(hits, hit), -hit.start()))
    start, end = _around(text, best.start())
    shown = text[start:end].strip()
    paragraph = _paragraph(text, best.start())
    opened, closed = start > paragraph[0], end < paragraph[1]
    return marked(f"{'… ' if opened else ''}{shown}{' …' if closed else ''}", pattern)


def in_html(pieces: Iterable[Piece]) -> SafeString:
    """The pieces one after the other; nothing of the text is markup but the marks."""
    shown = (format_html("<mark>{}</mark>" if piece.is_marked else "{}", piece.text) for piece in pieces)
    return format_html_join("", "{}", ((one,) for one in shown))


def _composed(text: str) -> str:
    """The text with each accent in its letter, as words are kept: what is pasted may hold them apart."""
    return unicodedata.normalize("NFC", text)


def _different(hits: Sequence[re.Match[str]], first: re.Match[str]) -> int:
    """How many different words stand within an excerpt that begins at a word."""
    return len({hit[0].casefold() for hit in hits if 0 <= hit.start() - first.start() <= LONGEST - _BEFORE})


def _paragraph(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end == -1 else end


def _around(text: str, at: int) -> tuple[int, int]:
    """Where an excerpt around a place begins and ends: whole words of its paragraph."""
    first, last = _paragraph(text, at)
    start = max(first, at - _BEFORE)
    if start > first:
        start = min(at, text.find(" ", start) + 1 or at)
    end = min(last, start + LONGEST)
    if end < last:
        end = max(text.rfind(" ", start, end), at + 1)
    return start, end
