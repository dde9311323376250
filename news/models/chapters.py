"""The chapters of a guideline: as editors write them, and as the page and its document show them."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks import BodyBlock
from portal.blocks.body import anchor, images_in
from portal.media.renditions import BODY_FILTERS, prefetch_renditions
from portal.pages.links import resolve_links


class ChapterBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=160, label=_("Titolo del capitolo"))
    body = BodyBlock(label=_("Contenuto"))

    class Meta:
        icon = "doc-full-inverse"
        label = _("Capitolo")
        template = "news/blocks/chapter.html"


class ChaptersBlock(blocks.StreamBlock):
    """Chapters one after the other; pictures and links of all of them are fetched together."""

    chapter = ChapterBlock()

    class Meta:
        required = False

    def render_basic(self, value: blocks.StreamValue, context: dict[str, Any] | None = None) -> SafeString:
        chapters = numbered(value)
        pictures = [image for chapter in chapters for image in images_in(chapter.body)]
        prefetch_renditions(pictures, BODY_FILTERS)
        context = {**(context or {}), "links_resolved_later": True, "outline_level": 2}
        html = "\n".join(
            chapter.block.render(
                {**context, "chapter_anchor": anchor(chapter.block), "chapter_number": chapter.number}
            )
            for chapter in chapters
        )
        return resolve_links(mark_safe(html))  # noqa: S308 - joined from rendered templates


def titled(chapters: Any) -> list[Any]:
    """The chapters that have a title: one without cannot be found from the index."""
    return [chapter for chapter in chapters or [] if (chapter.value.get("title") or "").strip()]


def numbered(chapters: Any) -> "list[Chapter]":
    """The chapters that readers see, each with its number."""
    return [Chapter(block, number) for number, block in enumerate(titled(chapters), start=1)]


# Letters of the title, and of the key, that the address of a chapter holds.
LONGEST_SLUG = 60
LETTERS_OF_A_KEY = 8
# The part of the address of a chapter that stands below that of its page.
CHAPTERS = "capitolo"


@dataclass(frozen=True)
class Chapter:
    """A chapter with a title, as the page and its document show it.

    Attributes:
        block: the block of the page.
        number: from 1, as readers count.
    """

    block: Any
    number: int

    @property
    def title(self) -> str:
        return str(self.block.value["title"]).strip()

    @property
    def heading(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def body(self) -> Any:
        return self.block.value.get("body") or []

    @property
    def bound_body(self) -> Any:
        """What a template includes."""
        return self.block.value.bound_blocks["body"]

    @property
    def key(self) -> str:
        """Tells it from the others, whatever its title becomes; empty for one that a program wrote."""
        return str(self.block.id or "").replace("-", "")[:LETTERS_OF_A_KEY]

    @property
    def slug(self) -> str:
        """The last part of its address: its title, and the key that finds it when the title is another."""
        words = slugify(self.title)[:LONGEST_SLUG].strip("-") or "testo"
        return f"{words}-{self.key}" if self.key else words

    @property
    def anchors(self) -> list[str]:
        """The fragments that lead to it and to its blocks on the page of the whole."""
        return [name for name in (anchor(self.block), *map(anchor, self.body)) if name]

    def address_of(self, name: str) -> str:
        """Where one of its `anchors` is, seen from the page of a chapter of the same guideline."""
        return f"../{self.slug}/" if name == anchor(self.block) else f"../{self.slug}/#{name}"

    def is_called(self, slug: str) -> bool:
        """Whether an address means this chapter, whatever its title was when somebody noted it."""
        return slug == self.slug or (bool(self.key) and slug.endswith(f"-{self.key}"))
