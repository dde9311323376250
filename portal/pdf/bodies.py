"""The body of a page as plain data for a document, block by block (`templates/portal/pdf/body.typ`).

Every kind of block has a way of being printed here: `manage.py check` fails for one that has none, so that
nothing that stands on a page is left out of its document.
"""

import base64
import io
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image
from wagtail.images.models import SourceImageIOError

from portal.blocks.body import images_in, with_levels
from portal.blocks.contacts import dialled
from portal.blocks.text import has_text
from portal.media.renditions import BODY_FILTERS, prefetch_renditions
from portal.pages.links import resolve_links
from portal.pdf.press import NotMadeError
from portal.pdf.rich_text import Node, nodes_of, run, whole
from portal.pdf.typesetting import plain

logger = logging.getLogger(__name__)

# Enough for a printed page, and light: 150 dots an inch over the width of the text.
LARGEST = (1000, 1400)
PICTURE_FILTER = f"max-{LARGEST[0]}x{LARGEST[1]}|format-jpeg|jpegquality-75"
# The sizes for print are made where a document is, at the most for so long; the next time goes on from there.
SECONDS_FOR_PICTURES = 20
# Stands between the texts whose links are resolved together; no text holds one.
_BETWEEN = "\0"

Printing = Callable[[Any, int, str], Iterator[Node]]


def body_data(value: Iterable[Any], *, top: int, address: str) -> list[Node]:
    """What a document shows of a body; links are still as they are stored, see `resolved`.

    Args:
        top: the level of the heading that the body stands under.
        address: the whole address of the page.

    Raises:
        KeyError: a block has no way of being printed.
    """
    return [
        node
        for child, level in with_levels(value or [], top)
        for node in PRINTED[child.block_type](child.value, level, address)
    ]


def prefetch_pictures(bodies: Iterable[Iterable[Any]]) -> None:
    """Reads the sizes for print of all pictures of some bodies at once."""
    prefetch_renditions([image for body in bodies for image in images_in(body or [])], [PICTURE_FILTER])


def resolved(data: Any, address: str) -> Any:
    """The same data with its rich texts read, and all their links resolved together as the page does."""
    found = list(_of_kind(data, "rich"))
    texts = resolve_links(_BETWEEN.join(node["html"].replace(_BETWEEN, "") for node in found))
    read = iter([nodes_of(html, address) for html in texts.split(_BETWEEN)])
    return _replaced(data, lambda node: next(read) if node["kind"] == "rich" else [node])


def with_pictures(data: Any, images: dict[int, Any]) -> Any:
    """The same data with the pixels of its pictures; instead of one whose file is gone stands what it showed.

    Args:
        images: those of the bodies, by key.

    Raises:
        NotMadeError: it takes too long.
    """
    until = time.monotonic() + SECONDS_FOR_PICTURES
    return _replaced(data, lambda node: _drawn(node, images, until) if node["kind"] == "picture" else [node])


def _drawn(node: Node, images: dict[int, Any], until: float) -> list[Node]:
    if time.monotonic() >= until:
        logger.error("A document was not made: its pictures took more than %d seconds.", SECONDS_FOR_PICTURES)
        raise NotMadeError(PICTURE_FILTER)
    try:
        pixels = _pixels(images[node["picture"]])
        with Image.open(io.BytesIO(pixels)) as picture:
            width, height = picture.size
    except (SourceImageIOError, OSError, KeyError):
        logger.warning("The picture %s is not in the document: its file cannot be read.", node["picture"])
        missing = _("Qui c’era un’immagine che non si può mostrare: %(what)s") % {"what": node["alt"]}
        words = [missing] if node["alt"] else []
        return [_paragraph(text) for text in [*words, node["caption"]] if text]
    # The only form in which a text can hold a picture; the JPEG within stays as it is.
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,'
        f'{base64.b64encode(pixels).decode()}"/></svg>'
    )
    return [{**node, "picture": svg, "width": width, "height": height}]


def _pixels(image: Any) -> bytes:
    """A picture as JPEG; one of which none is to be had, such as sixteen bits of grey, as its page shows it.

    Raises:
        SourceImageIOError, OSError: it cannot be read.
    """
    try:
        with image.get_rendition(PICTURE_FILTER).file.open("rb") as file:
            return bytes(file.read())
    except (SourceImageIOError, OSError):
        with image.get_rendition(BODY_FILTERS[-1]).file.open("rb") as file, Image.open(file) as picture:
            picture.thumbnail(LARGEST)
            written = io.BytesIO()
            picture.convert("RGB").save(written, "JPEG", quality=75)
            return written.getvalue()


def _of_kind(data: Any, kind: str) -> Iterator[Node]:
    if isinstance(data, dict):
        if data.get("kind") == kind:
            yield data
        for value in data.values():
            yield from _of_kind(value, kind)
    elif isinstance(data, list):
        for value in data:
            yield from _of_kind(value, kind)


def _replaced(data: Any, change: Callable[[Node], list[Node]]) -> Any:
    """The same data in the same order, with some nodes put in the place of others."""
    if isinstance(data, dict):
        return {name: _replaced(value, change) for name, value in data.items()}
    if isinstance(data, list):
        found: list[Any] = []
        for value in data:
            if isinstance(value, dict) and "kind" in value:
                found += [_replaced(node, change) if node is value else node for node in change(value)]
            else:
                found.append(_replaced(value, change))
        return found
    return data


def _paragraph(text: str, *, bold: bool = False, link: str = "") -> Node:
    """Plain words, whose lines stay as they were typed."""
    runs: list[Node] = []
    for number, line in enumerate(text.splitlines()):
        if number:
            runs.append(run("\n"))
        runs.append(run(line, bold=bold, link=link))
    return {"kind": "paragraph", "runs": runs}


def _paragraphs(*texts: str | None) -> list[Node]:
    return [_paragraph(text) for text in texts if text and text.strip()]


def can_be_seen(text: str | None) -> bool:
    """Whether a text says anything in a document, where marks of direction are left out."""
    return bool(text and plain(text).strip())


def _title(text: str | None, level: int) -> Iterator[Node]:
    if text and can_be_seen(text):
        yield {"kind": "heading", "level": level, "text": text.strip()}


def _heading(value: Any, level: int, _address: str) -> Iterator[Node]:
    yield from _title(value.get("text"), level)


def _text(value: Any, _level: int, _address: str) -> Iterator[Node]:
    if has_text(value):
        yield {"kind": "rich", "html": value.source}


def _image(value: Any, _level: int, _address: str) -> Iterator[Node]:
    image = value.get("image")
    if not image:
        return
    caption = " ".join(part for part in (value.get("caption") or image.caption, image.credit) if part)
    alt = (image.contextual_alt_text or "").strip()
    # The digest of the file tells one document from another.
    yield {
        "kind": "picture",
        "picture": image.pk,
        "digest": image.file_hash,
        "alt": alt,
        "caption": caption,
    }


def _documents(value: Any, level: int, address: str) -> Iterator[Node]:
    documents = [document for document in value.get("documents") or [] if document]
    if not documents:
        return
    yield from _title(value.get("title"), level)
    entries = []
    for document in documents:
        runs = [run(document.title, link=whole(document.url, address))]
        if document.notes:
            runs.append(run(f" ({document.notes})"))
        entries.append([{"kind": "paragraph", "runs": runs}])
    yield {"kind": "list", "ordered": False, "items": entries}


def _quote(value: Any, _level: int, _address: str) -> Iterator[Node]:
    if value.get("text"):
        by_whom = ", ".join(part for part in (value.get("author"), value.get("role")) if part)
        yield {"kind": "quote", "body": _paragraphs(value["text"]), "by": by_whom}


def _call_to_action(value: Any, _level: int, address: str) -> Iterator[Node]:
    body: list[Node] = []
    if value.get("title"):
        body.append(_paragraph(value["title"], bold=True))
    body += _paragraphs(value.get("text"))
    if value.get("button") and value.href:
        body.append(_paragraph(value["button"], link=whole(value.href, address)))
    if body:
        yield {"kind": "box", "body": body}


def _accordion(value: Any, level: int, _address: str) -> Iterator[Node]:
    items = value.complete_items
    if items:
        yield from _title(value.get("title"), level)
    for item in items:
        yield {
            "kind": "answer",
            "question": item["title"].strip(),
            "body": [{"kind": "rich", "html": item["text"].source}],
        }


def _contacts(value: Any, _level: int, _address: str) -> Iterator[Node]:
    if not value.is_complete:
        return
    if value.get("office"):
        yield _paragraph(value["office"], bold=True)
    rows = [
        (_("Indirizzo"), value.get("address"), ""),
        (_("Telefono"), value.get("phone"), f"tel:{dialled(value.get('phone') or '')}"),
        (_("Email"), value.get("email"), f"mailto:{value.get('email')}"),
        ("PEC", value.get("pec"), f"mailto:{value.get('pec')}"),
        (_("Sito"), value.get("website"), value.get("website")),
        (_("Orari"), value.get("hours"), ""),
    ]
    yield _facts((label, text, whole(link or "", "")) for label, text, link in rows if text)


def _facts(rows: Iterable[tuple[str, str, str]]) -> Node:
    """Labels, each with its words and where they lead."""
    return {
        "kind": "facts",
        "rows": [{"label": label, "body": [_paragraph(text, link=link)]} for label, text, link in rows],
    }


def _table(value: Any, _level: int, _address: str) -> Iterator[Node]:
    if not value.has_cells:
        return
    table = value["table"]
    kinds = [column["block"].name for column in table.columns]
    yield {
        "kind": "table",
        "caption": table.caption or "",
        "head": [column["heading"] or "" for column in table.columns],
        "numbers": [kind == "number" for kind in kinds],
        "row_headers": bool(value.get("row_headers")),
        "rows": [
            [CELLS[kind](cell) for kind, cell in zip(kinds, row["values"], strict=True)]
            for row in table.row_data
        ],
    }


def _plain_cell(value: Any) -> list[Node]:
    return [] if value is None else _paragraphs(str(value))


def _rich_cell(value: Any) -> list[Node]:
    return list(_text(value, 0, ""))


def _figures(value: Any, level: int, _address: str) -> Iterator[Node]:
    items = value.complete_items
    if not items:
        return
    yield from _title(value.get("title"), level)
    yield _facts((item["label"], item["value"], "") for item in items)
    if value.get("source"):
        yield _paragraph(f"{_('Fonte:')} {value['source']}")


# How each block of `portal.blocks.BodyBlock` is printed, and each kind of cell of its table.
PRINTED: dict[str, Printing] = {
    "heading": _heading,
    "text": _text,
    "image": _image,
    "documents": _documents,
    "quote": _quote,
    "call_to_action": _call_to_action,
    "accordion": _accordion,
    "contacts": _contacts,
    "table": _table,
    "figures": _figures,
}
CELLS: dict[str, Callable[[Any], list[Node]]] = {
    "text": _plain_cell,
    "number": _plain_cell,
    "rich_text": _rich_cell,
}
