"""A chapter of the manual as HTML: what is written as markup is shown as it is typed.

The headings get the anchors by which chapters name each other's parts, the links lead inside the admin.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

_NOT_IN_AN_ANCHOR = re.compile(r"[^\w\- ]")

# Where a link of the manual leads inside the admin; empty for nowhere.
Leads = Callable[[str], str]


@dataclass
class Heading:
    """A heading with its anchor, and the words below it."""

    level: int
    title: str
    anchor: str
    words: list[str] = field(default_factory=list)


@dataclass
class Chapter:
    """A chapter as HTML, and its headings in order."""

    html: str
    headings: list[Heading]


def anchor(title: str) -> str:
    """The anchor that GitHub gives a heading without marks, by which chapters name each other's."""
    return _NOT_IN_AN_ANCHOR.sub("", title.lower()).replace(" ", "-")


def render(text: str, leads: Leads) -> Chapter:
    """A chapter; `leads` turns the addresses of its links."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.add_render_rule("table_open", _table_open)
    markdown.add_render_rule("table_close", _table_close)
    tokens = markdown.parse(text)
    headings = list(_headings(tokens))
    _name_rows(tokens)
    for token in tokens:
        if token.children:
            token.children = list(_leading(token.children, leads))
    return Chapter(markdown.renderer.render(tokens, markdown.options, {}), headings)


def _headings(tokens: Sequence[Token]) -> Iterator[Heading]:
    """Those of a chapter, each with the words of what stands below it; their tags get the anchors."""
    heading = None
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type != "inline":
            continue
        words = _words(token)
        if before is not None and before.type == "heading_open":
            if heading is not None:
                yield heading
            heading = Heading(int(before.tag[1:]), words, anchor(words))
            before.attrSet("id", heading.anchor)
        if heading is not None:
            heading.words.append(words)
    if heading is not None:
        yield heading


def _words(inline: Token) -> str:
    return "".join(part.content or " " * (part.type == "softbreak") for part in inline.children or ())


def _name_rows(tokens: Sequence[Token]) -> None:
    """Makes the first cell of each row its name, and says of every name what it is the name of."""
    begins = False
    for token in tokens:
        if token.type == "tr_open":
            begins = True
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.type in ("td_open", "td_close") and begins:
            token.tag = "th"
            if token.type == "td_open":
                token.attrSet("scope", "row")
            else:
                begins = False


def _leading(parts: Sequence[Token], leads: Leads) -> Iterator[Token]:
    """A line whose links lead inside the admin; what leads nowhere is no link."""
    is_link = False
    for part in parts:
        if part.type == "link_open":
            address = leads(unquote(str(part.attrGet("href"))))
            is_link = bool(address)
            part.attrSet("href", address)
        if is_link or part.type not in ("link_open", "link_close"):
            yield part


def _table_open(_renderer: Any, *_of: Any) -> str:
    # It scrolls by itself, so it is reached by keyboard.
    return f'<div class="manual-table" tabindex="0" role="group" aria-label="{_("Tabella")}"><table>'


def _table_close(_renderer: Any, *_of: Any) -> str:
    return "</table></div>"
