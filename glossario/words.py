"""How names and texts become words that can be compared."""

import re
from collections.abc import Iterator
from functools import lru_cache

from portal.italian.lemmas import lemma
from portal.italian.words import FUNCTION_WORDS, folded

WORD = re.compile(r"[^\W_]+")
# As many as the dictionary keeps.
REMEMBERED = 20_000


@lru_cache(maxsize=REMEMBERED)
def stem(word: str) -> str:
    """Under what a word is compared: its lemma without accents; empty for one that tells no text apart."""
    lower = word.casefold()
    bare = folded(lower)
    return "" if bare in FUNCTION_WORDS else folded(lemma(lower))


def stems_in(text: str) -> Iterator[str]:
    """Those of the words of a text that tell it apart."""
    return (found for word in WORD.findall(text) if (found := stem(word)))
