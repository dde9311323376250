"""How names and texts become words that can be compared: in each language by its own rules."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from portal.dictionaries import DICTIONARIES, Dictionary
from portal.italian.words import folded
from portal.languages import ITALIAN, spoken

WORD = re.compile(r"[^\W_]+")
# As many as the dictionary keeps.
REMEMBERED = 20_000


@dataclass(frozen=True)
class Language:
    """How the words of a language are compared.

    Attributes:
        stem: under what a word is compared: its lemma without accents; empty for a small one that tells no
            text apart.
        joining: those of the latter that join two things, which are then none.
    """

    stem: Callable[[str], str]
    joining: frozenset[str]

    def stems_in(self, text: str) -> Iterator[str]:
        """Those of the words of a text that tell it apart."""
        return (found for word in WORD.findall(text) if (found := self.stem(word)))


def _stem_by(dictionary: Dictionary) -> Callable[[str], str]:
    """With a memory of its own: «case» are houses in Italian alone."""

    @lru_cache(maxsize=REMEMBERED)
    def stem(word: str) -> str:
        lower = word.casefold()
        bare = folded(lower)
        return "" if bare in dictionary.function_words else folded(dictionary.lemma(lower))

    return stem


_ENGLISH = DICTIONARIES["en"]
# Of the small words of English a name has only these between two of its others.
_INSIDE_ENGLISH_NAMES = frozenset(
    {"a", "an", "at", "by", "for", "from", "in", "of", "on", "s", "the", "to", "with"}
)
LANGUAGES: Mapping[str, Language] = {
    ITALIAN: Language(
        _stem_by(DICTIONARIES[ITALIAN]), frozenset({"e", "ed", "o", "ma", "che", "non", "come"})
    ),
    "en": Language(_stem_by(_ENGLISH), _ENGLISH.function_words - _INSIDE_ENGLISH_NAMES),
}


def language_spoken() -> Language:
    """That of what is being written at this moment."""
    return LANGUAGES[spoken()]
