"""English that is left on a screen, found by words that Italian has not."""

import html
import re
from collections.abc import Iterable

# Words that stand on Wagtail's screens and are never Italian; "create", "or" or "file" may be both.
WORDS = frozenset(
    """
    the and of is are you your this that with from for not has have been will cannot by
    add edit delete save search view page pages user users settings help close show hide next previous
    first last draft live updated created choose select upload cancel confirm optional remove copy history
    comment comments locked unlocked language usage reports publish unpublish scheduled toggle expand
    collapse none true false please enter submit changes dashboard images documents explore root slug
    minimap breadcrumb snippets tags
    """.split()  # noqa: SIM905 - read as a text
)
_UNSEEN = re.compile(
    r"<(script|style|svg|template)\b.*?</\1>|<!--.*?-->|<div[^>]* hidden>[^<]*</div>", re.DOTALL
)
_SAID = re.compile(r'\s(?:aria-label|title|placeholder|alt|data-w-tooltip-content-value)="([^"]*)"')
# Drawn at random: their letters may spell anything.
_REFERENCE = re.compile(r"\bCS-\d{4}-\w{4}-\w{4}\b")
_TAG = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^>"'])*>""")


def english_in(page: str, known: frozenset[str] = frozenset()) -> list[str]:
    """The texts of an HTML page, and of its attributes that are read out, which hold an English word.

    Args:
        known: names that the test gave to what it made, and that stand on the page.
    """
    seen = _UNSEEN.sub(" ", page)
    said = [*_SAID.findall(seen), *_TAG.split(seen)]
    return english_among(map(html.unescape, said), known)


def english_among(texts: Iterable[str], known: frozenset[str] = frozenset()) -> list[str]:
    """Those of some texts which hold an English word."""
    return sorted(text for text in {" ".join(text.split()) for text in texts} if _is_english(text, known))


def _is_english(text: str, known: frozenset[str]) -> bool:
    for name in known:
        text = text.replace(name, "")
    text = _REFERENCE.sub("", text)
    return not WORDS.isdisjoint(re.findall(r"[a-zàèéìòù]+", text.lower()))
