"""A letter's one source: a text template whose tags (`portal.templatetags.letter_tags`) make blocks.

What stands between the tags is paragraphs. Nothing that people typed is ever read as markup: a tag leaves a
mark in the text that only this rendering knows, and the block beside it.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.template import Context
from django.template.loader import select_template

from portal.letters.blocks import Block, Facts, Items, from_text

COLLECTOR = "letter_blocks"
_MARK = "\x1e"


class Collector:
    """The blocks of one rendering, each found again by the mark that its tag left in the text."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._nonce = secrets.token_hex(8)

    def add(self, block: Block) -> str:
        """The mark to leave in the text."""
        self._blocks.append(block)
        return f"{_MARK}{self._nonce}{len(self._blocks) - 1}{_MARK}"

    def in_order(self, text: str) -> list[Block]:
        """The blocks that a rendered text stands for; rows and points that follow each other are one."""
        before, *marked = text.split(f"{_MARK}{self._nonce}")
        found: list[Block] = []
        _add(found, from_text(before))
        for piece in marked:
            number, _mark, after = piece.partition(_MARK)
            _add(found, [self._blocks[int(number)], *from_text(after)])
        return found


def _add(found: list[Block], blocks: Iterable[Block]) -> None:
    """Adds blocks; rows and points are joined to those that they follow."""
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Facts) and isinstance(last, Facts):
            found[-1] = Facts(last.rows + block.rows)
        elif isinstance(block, Items) and isinstance(last, Items):
            found[-1] = Items(last.rows + block.rows)
        else:
            found.append(block)


def rendered(templates: str | Sequence[str], context: Mapping[str, Any]) -> list[Block]:
    """The blocks of a letter, or of a part of one, from the first of these templates that there is."""
    names = [templates] if isinstance(templates, str) else templates
    collector = Collector()
    template: Any = select_template(names)
    # Blocks are plain text: whatever is typed is escaped by the layout, and by it alone.
    text = template.template.render(Context({**context, COLLECTOR: collector}, autoescape=False))
    return collector.in_order(text)
