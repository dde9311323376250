"""How texts become words, for what is written and for what is asked: in each language by its own rules."""

import re
import unicodedata
from collections.abc import Iterator

from portal.dictionaries import DICTIONARIES
from portal.italian.words import folded
from search.index.models import LONGEST_WORD

_WORD = re.compile(r"[^\W_]+")


def words_in(text: str, language: str) -> Iterator[str]:
    """The words of a text in lower case, with their accents; those that stand in every text are left out."""
    left_out = DICTIONARIES[language].function_words
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        if len(word) > 1 and folded(word) not in left_out:
            yield word[:LONGEST_WORD]


def stem_of(word: str, language: str) -> str:
    """Under what a word is looked for: its lemma without accents, so that «citta» finds «città»."""
    return folded(DICTIONARIES[language].lemma(word))[:LONGEST_WORD]
