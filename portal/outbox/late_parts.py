"""Parts of a letter that are made of something when it leaves, so that no copy of that rests in the outbox.

A letter names each by a registered kind and a target (`portal.letters.blocks.Made`).
"""

import logging
from collections.abc import Callable, Iterable

from portal.letters.blocks import Block, Made

logger = logging.getLogger(__name__)

# Empty where there is nothing to be told of (any more).
Make = Callable[[str], list[Block]]

_kinds: dict[str, Make] = {}


def register(kind: str, make: Make) -> None:
    """Says how parts of a kind are made. `make` gets the target, and writes nothing."""
    _kinds[kind] = make


def made(letter: Iterable[Block]) -> list[Block]:
    """The letter with its parts; one that cannot be made is left out, and the log says so."""
    return [part for block in letter for part in (_made(block) if isinstance(block, Made) else [block])]


def _made(block: Made) -> list[Block]:
    try:
        return _kinds[block.kind](block.target)
    except Exception as error:
        # Without what the error says: it may hold what the part would.
        logger.error("A letter leaves without its part %s: %s", block.kind, type(error).__name__)
        return []
