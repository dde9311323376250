"""How texts become words, for what is written and for what is asked: in each language by its own rules."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from portal.english import lemmas as english
from portal.english import words as english_words
from portal.italian import lemmas as italian
from portal.italian import words as italian_words
from portal.italian.words import folded
from portal.languages import ITALIAN
from search.index.models import LONGEST_WORD

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Language:
    """How the words of a language are looked for.

    Attributes:
        left_out: words that stand in every text, without accents.
    """

    lemma: Callable[[str], str]
    left_out: frozenset[str]


LANGUAGES: Mapping[str, Language] = {
    ITALIAN: Language(italian.lemma, italian_words.FUNCTION_WORDS),
    "en": Language(english.lemma, english_words.FUNCTION_WORDS),
}


def words_in(text: str, language: str) -> Iterator[str]:
    """The words of a text in lower case, with their accents; those that stand in every text are left out."""
    left_out = LANGUAGES[language].left_out
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        if len(word) > 1 and folded(word) not in left_out:
            yield word[:LONGEST_WORD]


def stem_of(word: str, language: str) -> str:
    """Under what a word is looked for: its lemma without accents, so that «citta» finds «città»."""
    return folded(LANGUAGES[language].lemma(word))[:LONGEST_WORD]
