"""Rich text as plain data for a document: paragraphs and lists of runs, each bold, italic or a link."""

import re
from html.parser import HTMLParser
from typing import Any

from django.utils.encoding import iri_to_uri

Node = dict[str, Any]

# What of the editor's features (`portal.blocks.text.TEXT_FEATURES`) a document shows.
FEATURES = frozenset({"bold", "italic", "ol", "ul", "link", "document-link"})
# Where a link of a document may lead.
SCHEMES = ("https://", "http://", "mailto:", "tel:")
_BLANKS = re.compile(r"[ \t\r\n]+")
_BOLD, _ITALIC = ("b", "strong"), ("i", "em")
_LISTS = ("ul", "ol")
# Lists within lists beyond this are set as deep as this: a document has no room for more.
DEEPEST = 8


def nodes_of(html: str, address: str) -> list[Node]:
    """The paragraphs and lists of a rich text whose links are resolved (`portal.pages.links`).

    Args:
        address: the whole address of the page, against which links without a host are read.

    Returns:
        `{"kind": "paragraph", "runs": […]}` and `{"kind": "list", "ordered": bool, "items": [[node, …], …]}`;
        a run is `{"text": str, "bold": bool, "italic": bool, "link": str}`, its text `"\\n"` for a break.
    """
    reader = _Reader(address)
    reader.feed(html)
    reader.close()
    reader.end_paragraph()
    return reader.nodes


def run(text: str, *, bold: bool = False, italic: bool = False, link: str = "") -> Node:
    return {"text": text, "bold": bold, "italic": italic, "link": link}


def whole(href: str, address: str) -> str:
    """A link as it holds outside the site; empty for what a document must not lead to.

    Args:
        address: the whole address of the page that it stands on.
    """
    href = href.strip()
    if href.startswith("#"):
        href = address + href
    elif href.startswith("/") and not href.startswith("//"):
        scheme, _separator, rest = address.partition("://")
        href = f"{scheme}://{rest.partition('/')[0]}{href}"
    return iri_to_uri(href) if href.lower().startswith(SCHEMES) else ""


class _Reader(HTMLParser):
    """What stands outside a paragraph becomes one: whatever is in the text is in the document."""

    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.nodes: list[Node] = []
        # Where the next paragraph goes: the page, or the entry of a list within it.
        self._places: list[list[Node]] = [self.nodes]
        self._lists: list[Node] = []
        self._runs: list[Node] = []
        self._bold = self._italic = 0
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._runs.append(run("\n"))
        elif tag in _BOLD:
            self._bold += 1
        elif tag in _ITALIC:
            self._italic += 1
        elif tag == "a":
            self._links.append(whole(dict(attrs).get("href") or "", self.address))
        elif tag in _LISTS:
            self.end_paragraph()
            if len(self._lists) < DEEPEST:
                made: Node = {"kind": "list", "ordered": tag == "ol", "items": []}
                self._places[-1].append(made)
            else:
                made = self._lists[-1]
            self._lists.append(made)
        elif tag == "li" and self._lists:
            self.end_paragraph()
            entry: list[Node] = []
            self._lists[-1]["items"].append(entry)
            self._places.append(entry)
        else:
            self.end_paragraph()

    def handle_endtag(self, tag: str) -> None:
        if tag in _BOLD:
            self._bold = max(0, self._bold - 1)
        elif tag in _ITALIC:
            self._italic = max(0, self._italic - 1)
        elif tag == "a":
            if self._links:
                self._links.pop()
        elif tag in _LISTS:
            self.end_paragraph()
            if self._lists:
                self._lists.pop()
        elif tag == "li":
            self.end_paragraph()
            if len(self._places) > 1:
                self._places.pop()
        elif tag != "br":
            self.end_paragraph()

    def handle_data(self, data: str) -> None:
        text = _BLANKS.sub(" ", data)
        if text:
            link = self._links[-1] if self._links else ""
            self._runs.append(run(text, bold=bool(self._bold), italic=bool(self._italic), link=link))

    def end_paragraph(self) -> None:
        runs, self._runs = self._runs, []
        if any(one["text"].strip() for one in runs):
            self._places[-1].append({"kind": "paragraph", "runs": runs})
