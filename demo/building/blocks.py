"""A short way of writing a page's body: each function gives one block as StreamField stores it."""

import json
from collections.abc import Sequence
from html import escape
from typing import Any

from wagtail.models import Page

from demo.building.images import IMAGES, image

Block = dict[str, Any]


def stream(*blocks: Block) -> str:
    """Blocks as the value of a StreamField. Pictures, named so far, are looked up now."""
    return json.dumps([_with_picture(block) if block["type"] == "image" else block for block in blocks])


def _with_picture(block: Block) -> Block:
    return {**block, "value": {**block["value"], "image": _chosen(block["value"]["image"])}}


def _chosen(name: str) -> Block:
    return {"image": image(name).pk, "decorative": False, "alt_text": IMAGES[name][1]}


def link(page: Page, words: str) -> str:
    """A link to a page inside a text; it survives a new address."""
    return f'<a linktype="page" id="{page.pk}">{escape(words)}</a>'


def html(*paragraphs: str) -> str:
    """Paragraphs of rich text. A paragraph that is already a list stays one."""
    return "".join(text if text.startswith(("<ul>", "<ol>")) else f"<p>{text}</p>" for text in paragraphs)


def bullets(*items: str) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def steps(*items: str) -> str:
    """A numbered list."""
    return "<ol>" + "".join(f"<li>{item}</li>" for item in items) + "</ol>"


def heading(text: str, level: int = 2) -> Block:
    return {"type": "heading", "value": {"text": text, "level": str(level)}}


def text(*paragraphs: str) -> Block:
    return {"type": "text", "value": html(*paragraphs)}


def quote(words: str, author: str = "", role: str = "") -> Block:
    return {"type": "quote", "value": {"text": words, "author": author, "role": role}}


def picture(name: str, caption: str = "") -> Block:
    """An illustration by its name; `stream` finds it."""
    return {"type": "image", "value": {"image": name, "caption": caption}}


def figures(title: str, *items: tuple[str, str], source: str = "") -> Block:
    return {
        "type": "figures",
        "value": {
            "title": title,
            "items": [{"value": value, "label": label} for value, label in items],
            "source": source,
        },
    }


def accordion(title: str, *items: tuple[str, str]) -> Block:
    """Questions with their answers; an answer of one paragraph needs no markup."""
    return {
        "type": "accordion",
        "value": {
            "title": title,
            "items": [
                {"title": question, "text": answer if answer.startswith("<") else html(answer)}
                for question, answer in items
            ],
        },
    }


def call_to_action(title: str, words: str, button: str, page: Page) -> Block:
    return {
        "type": "call_to_action",
        "value": {"title": title, "text": words, "button": button, "page": page.pk, "url": ""},
    }


def contacts(office: str, **ways: str) -> Block:
    return {"type": "contacts", "value": {"office": office, **ways}}


def table(caption: str, columns: Sequence[str], *rows: Sequence[str]) -> Block:
    return {
        "type": "table",
        "value": {
            "table": {
                "columns": [{"type": "text", "heading": column} for column in columns],
                "rows": [{"values": list(row)} for row in rows],
                "caption": caption,
            },
            "row_headers": True,
        },
    }
