"""The English lemma of a word: «communities» and «community» are one.

The dictionary takes some 20 MB and most of a second: it is read by the first who needs it in a process, which
is whoever publishes an English page, searches among them, or draws one while there are English terms.
"""

from functools import lru_cache
from typing import Any

# Words in memory with their lemma.
REMEMBERED = 10_000


@lru_cache(maxsize=1)
def _lemmatizer() -> Any:
    import simplemma

    return simplemma.Lemmatizer()


def _listed(word: str) -> str:
    found: str = _lemmatizer().lemmatize(word, lang="en")
    return found.casefold()


@lru_cache(maxsize=REMEMBERED)
def lemma(word: str) -> str:
    """The form under which a dictionary lists a word, in lower case; the word itself where it knows none.

    «Meeting» is a form of «meet», and a noun of its own: it stays what it is, because the dictionary lists
    its plural under it.

    Args:
        word: one word in lower case.
    """
    if word.endswith("ing") and _listed(f"{word}s") == word:
        return word
    return _listed(word)
