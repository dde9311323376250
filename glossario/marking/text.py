"""Marks the first occurrence of each term in the running text of a page, in one pass over its HTML.

Only what stands inside `rich-text` is running text, and there nothing inside a link, a title or a control.
"""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from glossario.marking.vocabulary import Names, Term, Vocabulary
from glossario.words import Language

# A comment, a tag, or the text between two; templates and the whitelist of rich text write no other `<`.
_PIECE = re.compile(r"<!--.*?-->|<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>|[^<]+|<", re.DOTALL)
_RUNNING = re.compile(r"\bclass\s*=\s*[\"'][^\"']*\brich-text\b")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_NOT_IN = frozenset(
    {
        *("a", "abbr", "audio", "button", "code", "dfn", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "label"),
        *("legend", "pre", "script", "select", "style", "summary", "svg", "textarea", "th", "time", "video"),
    }
)
# A character reference is no word.
_WORD = re.compile(r"&#?\w+;|[^\W_]+")
# Between two words of one name: blanks, an apostrophe, a hyphen. Anything else ends it.
_BETWEEN = re.compile(r"[\s'’\-]*")
_BETWEEN_TOO = frozenset({"&#x27;", "&#39;", "&nbsp;", "&rsquo;"})
_MARKER = "rich-text"


class _Word:
    """A word of a text: where it stands, and its stem, empty for one between the words of a name."""

    __slots__ = ("begins", "ends", "stem")

    def __init__(self, begins: int, ends: int, stem: str) -> None:
        self.begins, self.ends, self.stem = begins, ends, stem


def has_running_text(html: str) -> bool:
    return _MARKER in html


def marked(html: str, vocabulary: Vocabulary, *, but: int | None = None) -> SafeString:
    """The same HTML, in which the first occurrence of each term leads to it.

    Args:
        html: safe, whole: each element that begins in it ends in it.
        but: the number of a term that is left alone, on its own page.
    """
    seen: set[int] = set() if but is None else {but}
    pieces: list[str] = []
    # The elements around the present place, from the first that holds running text on.
    stack: list[str] = []
    forbidden = 0
    for piece in _PIECE.finditer(html):
        closes, tag, attributes = piece.group(1), piece.group(2), piece.group(3)
        if tag is None:
            text = piece.group()
            if stack and not forbidden and not text.startswith("<"):
                text = _marked_text(text, vocabulary, seen)
            pieces.append(text)
            continue
        pieces.append(piece.group())
        name = tag.lower()
        if closes:
            if stack:
                forbidden -= stack.pop() in _NOT_IN
        elif name not in _VOID and not attributes.endswith("/") and (stack or _RUNNING.search(attributes)):
            stack.append(name)
            forbidden += name in _NOT_IN
    return mark_safe("".join(pieces))  # noqa: S308 - safe before, and marks are escaped


def _marked_text(text: str, vocabulary: Vocabulary, seen: set[int]) -> str:
    names, language = vocabulary.names, vocabulary.language
    stem = language.stem
    words = [
        _Word(one.start(), one.end(), "" if one.group().startswith("&") else stem(one.group()))
        for one in _WORD.finditer(text)
    ]
    pieces, written, number = [], 0, 0
    while number < len(words):
        match = _longest(text, words, number, names, language)
        if match is None:
            number += 1
            continue
        term, last = match
        # A name is passed over whole, also where its term was marked before.
        if term.pk not in seen:
            seen.add(term.pk)
            begins, ends = words[number].begins, words[last].ends
            pieces += [text[written:begins], _mark(text[begins:ends], term)]
            written = ends
        number = last + 1
    return "".join([*pieces, text[written:]]) if pieces else text


def _longest(
    text: str, words: list[_Word], first: int, names: Names, language: Language
) -> tuple[Term, int] | None:
    """The longest name that begins with a word: its term, and the number of its last word."""
    found: tuple[Term, int] | None = None
    here, number = names.then.get(words[first].stem), first
    while here is not None:
        if here.term is not None:
            found = here.term, number
        if not here.then:
            break
        following = _next(text, words, number, language)
        if following is None:
            break
        here, number = here.then.get(words[following].stem), following
    return found


def _next(text: str, words: list[_Word], after: int, language: Language) -> int | None:
    """The number of the next word that may belong to the same name, with small words between at most."""
    for number in range(after + 1, len(words)):
        word = words[number]
        if not _BETWEEN.fullmatch(text, words[number - 1].ends, word.begins):
            return None
        if word.stem:
            return number
        small = text[word.begins : word.ends].casefold()
        if small in language.joining or (small.startswith("&") and small not in _BETWEEN_TOO):
            return None
    return None


def _mark(words: str, term: Term) -> str:
    """A link with the short meaning, which a script shows beside it (`frontend/src/js/glossary.js`).

    As an attribute: in the text it would stand in the middle of a sentence wherever no script hides it.
    """
    return format_html(
        '<a class="glossary-term" href="{}" data-title="{}" data-meaning="{}" data-more="{}">{}</a>',
        term.url,
        term.title,
        term.meaning,
        _("Leggi la voce"),
        mark_safe(words),  # noqa: S308 - as it stood in the HTML
    )
