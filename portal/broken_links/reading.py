"""The links of public pages, and of what stands on each of them, to pages, documents and other sites.

Read as they are stored, from the JSON: what is gone would be missing from the values that Wagtail makes of
it, and every chooser would cost a query.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from html.parser import HTMLParser
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations
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
from wagtail.models import get_page_models

from portal.broken_links.models import LONGEST_ADDRESS
from portal.pages.models import PortalSettings

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
            ".".join(str(one) for one in (self.place, step) if one),
            " › ".join(one for one in (self.where, words) if one),
        )

    def to(self, leads: Leads, target: Any) -> Iterator[Link]:
        written = str(target or "").strip()
        if _WRITTEN[leads].fullmatch(written) and len(written) <= LONGEST_ADDRESS:
            yield Link(self.page, self.place, self.where, leads, written)


# With this begins the place of a link that stands in the settings, and on every page.
IN_SETTINGS = "settings"


def links() -> Iterator[Link]:
    """Those of all public pages and of the settings. An alias repeats its original's.

    One query for each kind of page, and for each kind of rows that pages have, such as the phases of a path.
    A model names in `public_addresses` its fields that are shown as a link, also through a foreign key.
    """
    for model in get_page_models():
        pages = model.objects.filter(live=True, alias_of=None)
        yield from _of_rows(pages, lambda page: _Spot(page.pk, "", ""))
        for relation in get_all_child_relations(model):
            # Those that a kind inherits are read with the kind that has them.
            if relation.model is model:
                yield from _of_children(relation, pages)
    for row in PortalSettings.objects.select_related("site"):
        spot = _Spot(row.site.root_page_id, IN_SETTINGS, capfirst(str(row._meta.verbose_name)))
        yield from _of_row(row, spot)


def _of_children(relation: Any, pages: Any) -> Iterator[Link]:
    """Those of the rows that these pages have."""
    parent, label = relation.field, relation.related_model._meta.verbose_name_plural
    rows = relation.related_model.objects.filter(**{f"{parent.name}__in": pages})
    name = relation.get_accessor_name()

    def spot(row: Any) -> _Spot:
        return _Spot(getattr(row, parent.attname), "", "").below(name, label).below(row.pk)

    yield from _of_rows(rows, spot, parent.name)


def _of_rows(rows: Any, spot_of: Callable[[Any], "_Spot"], *beside: str) -> Iterator[Link]:
    """Those of rows of one model, of which nothing else is read but the columns named `beside`."""
    fields, addresses = _texts(rows.model), _addresses(rows.model)
    if fields or addresses:
        names = ("pk", *(field.name for field in fields), *addresses, *beside)
        through = {name.rpartition("__")[0] for name in addresses if "__" in name}
        wanted = rows.select_related(*through) if through else rows
        for row in wanted.only(*names).order_by("pk").iterator(chunk_size=200):
            yield from _of_row(row, spot_of(row))


def _of_row(row: Model, spot: "_Spot") -> Iterator[Link]:
    for field in _texts(type(row)):
        yield from _of_field(row, field, spot)
    for name in _addresses(type(row)):
        first, *further = name.split("__")
        address = reduce(_attribute, further, getattr(row, first))
        label = getattr(row._meta.get_field(first), "verbose_name", "")
        yield from spot.below(first, label).to(Leads.OUTSIDE, address)


def _texts(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.get_fields() if isinstance(field, StreamField | RichTextField)]


def _addresses(model: type[Model]) -> tuple[str, ...]:
    named: tuple[str, ...] = getattr(model, "public_addresses", ())
    return named


def _attribute(row: Model | None, name: str) -> Any:
    return getattr(row, name) if row is not None else None


def _of_field(row: Model, field: Any, spot: "_Spot") -> Iterator[Link]:
    spot = spot.below(field.name, field.verbose_name)
    value = getattr(row, field.name)
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
