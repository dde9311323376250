"""Words of data that a form should not ask for without need, found whatever their ending and accents."""

import re
import unicodedata
from collections.abc import Iterable

# GDPR, articles 9 and 10, and what is asked for by those who steal.
DEFAULT_WORDS = (
    "malattia",
    "malato",
    "patologia",
    "diagnosi",
    "disabilità",
    "disabile",
    "invalidità",
    "handicap",
    "stato di salute",
    "condizioni di salute",
    "cartella clinica",
    "medicinale",
    "terapia",
    "gravidanza",
    "vaccinazione",
    "allergia",
    "intolleranza",
    "psicologico",
    "psichiatrico",
    "tossicodipendenza",
    "religione",
    "religioso",
    "sindacato",
    "sindacale",
    "partito politico",
    "opinione politica",
    "orientamento sessuale",
    "vita sessuale",
    "origine etnica",
    "etnia",
    "razza",
    "genetico",
    "biometrico",
    "condanna",
    "casellario",
    "carichi pendenti",
    "reddito",
    "isee",
    "carta di credito",
    "numero della carta",
    "numero di carta",
    "cvv",
    "password",
)
_ENDING = re.compile("[aeiou]{1,2}$")
# Shorter than this, a stem would begin too many other words: the word then has to be there as it is.
_SHORTEST_STEM = 4


class SensitiveWords:
    """A list of words and phrases. What stands at the end of a word does not count: `religione` finds
    “religioni” and “religiosa” is found by `religioso`.
    """

    def __init__(self, words: Iterable[str]) -> None:
        patterns = {word: _pattern(word) for word in words if _plain(word)}
        self._patterns = {word: re.compile(pattern) for word, pattern in patterns.items()}

    def found_in(self, text: str) -> list[str]:
        """Those of the list that a text holds, as the list writes them."""
        plain = _plain(text)
        return [word for word, pattern in self._patterns.items() if pattern.search(plain)]


def _pattern(phrase: str) -> str:
    return r"\b" + r"\W+".join(_stem(word) for word in _plain(phrase).split())


def _stem(word: str) -> str:
    stem = _ENDING.sub("", word)
    return rf"{stem}\w*" if len(stem) >= _SHORTEST_STEM else rf"{word}\b"


def _plain(text: str) -> str:
    """Small letters without accents; every other sign a blank."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = (letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(kept).split())
