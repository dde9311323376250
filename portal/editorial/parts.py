"""The parts of a page as an editor wrote them, each with its place in the editor."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.blocks import Block, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page


@dataclass(frozen=True)
class Part:
    """A block with its value; `block` is None for a field of the page itself.

    Attributes:
        place: its path in the editor (`portal.editorial.findings.Remark`).
    """

    place: str
    block: Block | None
    value: Any


def streams(page: Page) -> Iterator[tuple[str, StreamBlock, Any]]:
    """Each stream of a page: the name of its field, its block and its value."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield field.name, field.stream_block, getattr(page, field.name)


def parts(page: Page) -> Iterator[Part]:
    """All blocks of all streams of a page, nested ones included."""
    for name, block, value in streams(page):
        yield from _within(Part(name, block, value))


def rich_texts(page: Page) -> Iterator[tuple[str, str]]:
    """All running text of a page: place and stored HTML."""
    for field in page._meta.get_fields():
        if isinstance(field, RichTextField):
            yield field.name, getattr(page, field.name) or ""
    for part in parts(page):
        if isinstance(part.block, RichTextBlock) and part.value:
            yield part.place, part.value.source


def _within(part: Part) -> Iterator[Part]:
    yield part
    for inner in inside(part):
        yield from _within(inner)


def inside(part: Part) -> list[Part]:
    """The parts right below one; a draft may lack any of them."""
    if not part.value:
        return []
    if isinstance(part.block, StreamBlock):
        children = list(part.value)
        return [Part(_below(part.place, child.id), child.block, child.value) for child in children]
    if isinstance(part.block, ListBlock):
        return [
            Part(_below(part.place, child.id), child.block, child.value) for child in part.value.bound_blocks
        ]
    if isinstance(part.block, StructBlock) and hasattr(part.value, "get"):
        return [
            Part(_below(part.place, name), block, part.value.get(name))
            for name, block in part.block.child_blocks.items()
        ]
    return []


def _below(place: str, step: str | None) -> str:
    # What was never saved has no id: its place is that of what it stands in.
    return f"{place}.{step}" if step else place
