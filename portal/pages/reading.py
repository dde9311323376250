"""How long a text takes to read."""

import math
from typing import Any

# Words a minute of an adult reading Italian on a screen, rounded down.
WORDS_PER_MINUTE = 200


def reading_minutes(*texts: Any) -> int:
    """Whole minutes, rounded up, to read strings and StreamField values; zero when all are empty."""
    words = sum(len(piece.split()) for text in texts for piece in _pieces(text))
    return math.ceil(words / WORDS_PER_MINUTE)


def _pieces(text: Any) -> list[str]:
    if not text:
        return []
    if isinstance(text, str):
        return [text]
    return [str(piece) for piece in text.stream_block.get_searchable_content(text)]
