"""The body of a page: every family of blocks, rendered with few queries and a sound outline."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import get_text_for_indexing

from portal.blocks.accordion import AccordionBlock
from portal.blocks.actions import CallToActionBlock
from portal.blocks.contacts import ContactsBlock
from portal.blocks.documents import DocumentListBlock
from portal.blocks.figures import FiguresBlock
from portal.blocks.images import CaptionedImageBlock
from portal.blocks.tables import TableBlock
from portal.blocks.text import HeadingBlock, QuoteBlock, TextBlock
from portal.media.renditions import BODY_FILTERS, prefetch_renditions
from portal.pages.links import resolve_links

LOWEST_HEADING = 6
# Running text carries the class that keeps lines short enough to read.
BLOCK_CLASSES = {"text": "text rich-text"}


class BodyBlock(blocks.StreamBlock):
    """The blocks an editor may stack.

    Rendering costs a fixed number of queries: pictures get their renditions in one, and the links of all
    texts are resolved in one per kind. The context may hold `outline_level`, the level of the heading that
    the body stands under (1 when it is the page's title).
    """

    heading = HeadingBlock()
    text = TextBlock()
    image = CaptionedImageBlock()
    documents = DocumentListBlock()
    quote = QuoteBlock()
    call_to_action = CallToActionBlock()
    accordion = AccordionBlock()
    contacts = ContactsBlock()
    table = TableBlock()
    figures = FiguresBlock()

    class Meta:
        label = _("Contenuto")
        required = False

    def render_basic(self, value: blocks.StreamValue, context: dict[str, Any] | None = None) -> SafeString:
        context = dict(context or {})
        top = context.get("outline_level", 1)
        nested = context.get("links_resolved_later", False)
        context["links_resolved_later"] = True
        children = list(value or [])
        if not nested:
            prefetch_renditions(images_in(children), BODY_FILTERS)

        rendered = []
        for child, heading_level in with_levels(children, top):
            html = child.render({**context, "heading_level": heading_level})
            if html.strip():
                kind = BLOCK_CLASSES.get(child.block_type, child.block_type)
                rendered.append((kind, _id_attribute(child), html))
        html = format_html_join("\n", '<div class="block-{} content-block"{}>{}</div>', rendered)
        return html if nested else resolve_links(html)


def with_levels(children: Iterable[Any], top: int) -> Iterator[tuple[Any, int]]:
    """Each block with the level of the heading that it is or may begin with, so that no level is skipped.

    Args:
        top: the level of the heading that the body stands under.
    """
    level = top
    for child in children:
        if child.block_type == "heading":
            # A subsection without its section becomes a section.
            level = min(top + int(child.value.get("level") or 2) - 1, level + 1)
        heading_level = level if child.block_type == "heading" else level + 1
        yield child, min(heading_level, LOWEST_HEADING)


def anchor(child: Any) -> str:
    """The fragment that leads to a block. It is the block's own key, so a link survives a new title."""
    return format_html("b-{}", child.id) if child.id else ""


def _id_attribute(child: Any) -> str:
    """None for a block without a key, as a body that a program wrote has them: an empty `id` is an error."""
    return format_html(' id="{}"', anchor(child)) if child.id else ""


def images_in(children: Iterable[Any]) -> Iterator[Any]:
    """The pictures chosen in a body."""
    for child in children:
        if child.block_type == "image" and child.value.get("image"):
            yield child.value["image"]


def sections(value: blocks.StreamValue) -> list[tuple[str, str]]:
    """The entries of "Indice della pagina": (fragment, title) of each section that has a title."""
    return [
        (anchor(child), child.value["text"].strip())
        for child in value or []
        if child.block_type == "heading"
        and (child.value.get("level") or "2") == "2"
        and (child.value.get("text") or "").strip()
    ]


def questions_in(value: blocks.StreamValue) -> list[tuple[str, str]]:
    """The questions of a body with their answers, as plain text."""
    return [
        (item["title"].strip(), get_text_for_indexing(item["text"].source).strip())
        for child in value or []
        if child.block_type == "accordion"
        for item in child.value.complete_items
    ]
