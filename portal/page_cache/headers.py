"""The headers of answers: what the page cache adds, and lists of them that are sent again and again.

Needs nothing of Django: the web server reads it too.
"""

from typing import Any

Headers = list[tuple[str, str]]
# How an answer came about: from memory, drawn and kept, not for memory.
HEADER = "X-Page-Cache"
HIT, MISS, PASS = "hit", "miss", "pass"


class KeptHeaders(list[tuple[str, str]]):
    """Headers that nobody changes any more.

    Attributes:
        seen: what the web server made of them the first time; its own affair.
    """

    seen: Any = None
