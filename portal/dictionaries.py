"""What is known of the words of each language that the portal speaks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.english import lemmas as english
from portal.english import words as english_words
from portal.italian import lemmas as italian
from portal.italian import words as italian_words
from portal.languages import ITALIAN


@dataclass(frozen=True)
class Dictionary:
    """The words of a language.

    Attributes:
        lemma: the form under which a word in lower case is listed.
        function_words: those that stand in every text, without accents.
    """

    lemma: Callable[[str], str]
    function_words: frozenset[str]


DICTIONARIES: Mapping[str, Dictionary] = {
    ITALIAN: Dictionary(italian.lemma, italian_words.FUNCTION_WORDS),
    "en": Dictionary(english.lemma, english_words.FUNCTION_WORDS),
}
