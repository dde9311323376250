"""What a letter is made of. Blocks hold plain text, whoever typed it; how it looks is the layouts' matter.

They are stored as JSON in the outbox. Where a link stands that is made only when the letter leaves, they hold
`LINK_PLACEHOLDER`, or the block `Late` where several blocks are made then; `Made` stands for what is not to
rest there.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

# Stands where the recipient's secret link will be; the link opens once the letter left.
LINK_PLACEHOLDER = "⟦collegamento-personale⟧"
# Nothing else is a link: what people type cannot run anything.
_ADDRESSES = ("https://", "http://", "mailto:", "tel:")


@dataclass(frozen=True)
class Heading:
    """What happened. The subject begins with it, so the text leaves it out."""

    text: str


@dataclass(frozen=True)
class Title:
    """Begins a part of a long letter."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Plain words; their line breaks are kept."""

    text: str


@dataclass(frozen=True)
class Note:
    """A word of caution beside what it is about."""

    text: str


@dataclass(frozen=True)
class Why:
    """Why the letter reached its reader; at the end."""

    text: str


@dataclass(frozen=True)
class Quote:
    """What somebody wrote, word for word."""

    label: str
    text: str


@dataclass(frozen=True)
class Fact:
    """One row: `label` ends with its own colon."""

    label: str
    value: str
    href: str = ""


@dataclass(frozen=True)
class Facts:
    rows: tuple[Fact, ...]


@dataclass(frozen=True)
class Items:
    """A list with a point before each."""

    rows: tuple[str, ...]


@dataclass(frozen=True)
class Button:
    """The one thing to do."""

    label: str
    href: str


@dataclass(frozen=True)
class Link:
    """A lesser way; the address alone, where there is no label."""

    label: str
    href: str


@dataclass(frozen=True)
class Code:
    """To be typed elsewhere."""

    label: str
    text: str


@dataclass(frozen=True)
class Late:
    """In the place of blocks that are made when the letter leaves."""


@dataclass(frozen=True)
class Made:
    """In the place of blocks that are made of something when the letter leaves (`portal.outbox.late_parts`).

    Attributes:
        kind: a registered one.
        target: what they are made of, in the words of its kind. It is stored, so it holds nothing personal.
        words: what is read in their place before.
    """

    kind: str
    target: str
    words: str


Block = Heading | Title | Paragraph | Note | Why | Quote | Facts | Items | Button | Link | Code | Late | Made
_KINDS: dict[str, type[Any]] = {
    kind.__name__.lower(): kind
    for kind in (Heading, Title, Paragraph, Note, Why, Quote, Facts, Items, Button, Link, Code, Late, Made)
}


def kind_of(block: Block) -> str:
    """By what a stored block and the layouts name it."""
    return type(block).__name__.lower()


def is_address(href: str) -> bool:
    return href.startswith(LINK_PLACEHOLDER) or href.lower().startswith(_ADDRESSES)


def from_text(text: str) -> list[Block]:
    """Plain text as blocks: paragraphs between empty lines, and a link where the placeholder stands."""
    found: list[Block] = []
    for index, part in enumerate(text.split(LINK_PLACEHOLDER)):
        if index:
            found.append(Link("", LINK_PLACEHOLDER))
        for paragraph in re.split(r"\n\s*\n", part):
            lines = "\n".join(line.strip() for line in paragraph.strip().splitlines())
            if lines:
                found.append(Paragraph(lines))
    return found


def as_stored(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    return [{"block": kind_of(block), **_fields(block)} for block in blocks]


def _fields(block: Block) -> dict[str, Any]:
    if isinstance(block, Facts):
        return {"rows": [dict(vars(row)) for row in block.rows]}
    return dict(vars(block))


def from_stored(stored: Iterable[dict[str, Any]]) -> list[Block]:
    return [_from_stored(dict(one)) for one in stored]


def filled(blocks: Iterable[Block], made: "str | Sequence[Block]") -> list[Block]:
    """The letter with what was made for it.

    Args:
        made: the address in the place of the placeholder, or the blocks in the place of `Late`.
    """
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Late):
            found += [Link("", made)] if isinstance(made, str) else made
        elif isinstance(made, str):
            found.append(_with_address(block, made))
        else:
            found.append(block)
    return found


def _from_stored(fields: dict[str, Any]) -> Block:
    kind = _KINDS[fields.pop("block")]
    if kind is Facts:
        return Facts(tuple(Fact(**row) for row in fields["rows"]))
    if kind is Items:
        return Items(tuple(fields["rows"]))
    block: Block = kind(**fields)
    return block


def _with_address(block: Block, address: str) -> Block:
    if isinstance(block, Button | Link) and block.href.startswith(LINK_PLACEHOLDER):
        # Or what stands below the personal page.
        return replace(block, href=address + block.href.removeprefix(LINK_PLACEHOLDER))
    if isinstance(block, Facts):
        return Facts(
            tuple(replace(row, href=address) if row.href == LINK_PLACEHOLDER else row for row in block.rows)
        )
    return block
