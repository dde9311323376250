"""The links of public pages to other pages, to documents and to other sites, as they are stored.

Read from the stored JSON: what is gone would be missing from the values that Wagtail makes of it, and every
chooser would cost a query.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from html.parser import HTMLParser
from typing import Any

from django.utils.text import capfirst
from wagtail.blocks import (
    Block,
    ListBlock,
    PageChooserBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    URLBlock,
)
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, get_page_models

from portal.broken_links.models import LONGEST_ADDRESS

_NUMBER = re.compile(r"[0-9]{1,18}")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_FRAGMENT = re.compile(r"(/(?!/)[^\s#]*)?#\S+")


class Leads(StrEnum):
    """What a link leads to: what is of this site as Wagtail calls it in rich text."""

    PAGE = "page"
    DOCUMENT = "document"
    OUTSIDE = "outside"
    # A place in a page of this site, written as a fragment or as a path with one.
    ANCHOR = "anchor"


# How what each kind leads to is written.
_WRITTEN = {Leads.PAGE: _NUMBER, Leads.DOCUMENT: _NUMBER, Leads.OUTSIDE: _ADDRESS, Leads.ANCHOR: _FRAGMENT}


@dataclass(frozen=True)
class Link:
    """A link in a page.

    Attributes:
        place: its path in the editor (`portal.editorial.findings.Remark`).
        where: the same in words.
        target: the number of the page or document, or the address as it is written.
    """

    page: int
    place: str
    where: str
    leads: Leads
    target: str


@dataclass(frozen=True)
class _Spot:
    page: int
    place: str
    where: str

    def below(self, step: Any, label: Any = "") -> "_Spot":
        words = capfirst(str(label or ""))
        return _Spot(
            self.page,
            f"{self.place}.{step}" if step else self.place,
            f"{self.where} › {words}" if words else self.where,
        )

    def to(self, leads: Leads, target: Any) -> Iterator[Link]:
        written = str(target or "").strip()
        if _WRITTEN[leads].fullmatch(written) and len(written) <= LONGEST_ADDRESS:
            yield Link(self.page, self.place, self.where, leads, written)


def links() -> Iterator[Link]:
    """Those of all public pages, one query for each kind of page. An alias repeats its original's."""
    for model in get_page_models():
        fields = [
            field for field in model._meta.get_fields() if isinstance(field, StreamField | RichTextField)
        ]
        addresses = getattr(model, "public_addresses", ())
        if fields or addresses:
            names = ["pk", *(field.name for field in fields), *addresses]
            pages = model.objects.filter(live=True, alias_of=None).order_by("pk")
            for page in pages.only(*names).iterator(chunk_size=200):
                for field in fields:
                    yield from _of_field(page, field)
                for name in addresses:
                    label = capfirst(str(model._meta.get_field(name).verbose_name))
                    yield from _Spot(page.pk, name, label).to(Leads.OUTSIDE, getattr(page, name))


def _of_field(page: Page, field: Any) -> Iterator[Link]:
    spot = _Spot(page.pk, field.name, capfirst(str(field.verbose_name)))
    value = getattr(page, field.name)
    if isinstance(field, StreamField):
        yield from _of_block(field.stream_block, value.raw_data if value else [], spot)
    else:
        yield from _of_text(value, spot)


def _of_block(block: Block, stored: Any, spot: _Spot) -> Iterator[Link]:
    if isinstance(block, StreamBlock):
        for item in _items(stored):
            child = block.child_blocks.get(item.get("type"))
            # A kind of block that there was once.
            if child is not None:
                yield from _of_block(child, item.get("value"), spot.below(item.get("id"), child.label))
    elif isinstance(block, ListBlock):
        for step, inner in _values(stored):
            yield from _of_block(block.child_block, inner, spot.below(step))
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            inner = stored.get(name) if isinstance(stored, Mapping) else None
            yield from _of_block(child, inner, spot.below(name))
    elif isinstance(block, PageChooserBlock):
        yield from spot.to(Leads.PAGE, stored)
    elif isinstance(block, DocumentChooserBlock):
        yield from spot.to(Leads.DOCUMENT, stored)
    elif isinstance(block, URLBlock):
        yield from spot.to(Leads.OUTSIDE, stored)
    elif isinstance(block, RichTextBlock):
        yield from _of_text(stored, spot)


def _items(stored: Any) -> Iterable[Mapping[str, Any]]:
    return [item for item in stored or [] if isinstance(item, Mapping)]


def _values(stored: Any) -> Iterator[tuple[Any, Any]]:
    """The steps and values of a list, which programs write without steps."""
    for item in stored or []:
        has_step = isinstance(item, Mapping) and item.get("type") == "item" and "value" in item
        yield (item.get("id"), item["value"]) if has_step else ("", item)


def _of_text(html: Any, spot: _Spot) -> Iterator[Link]:
    if not isinstance(html, str) or "<a" not in html:
        return
    reader = _Anchors()
    reader.feed(html)
    for kind, target in reader.found:
        yield from spot.to(kind, target)


class _Anchors(HTMLParser):
    """The links in rich text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[Leads, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag != "a":
            return
        if said.get("linktype") in (Leads.PAGE, Leads.DOCUMENT):
            self.found.append((Leads(said["linktype"] or ""), said.get("id") or ""))
        elif "linktype" not in said:
            href = said.get("href") or ""
            self.found.append((Leads.ANCHOR if href.startswith(("#", "/")) else Leads.OUTSIDE, href))
