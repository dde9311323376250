"""What somebody asks: the words of a query, as the index holds them."""

import unicodedata
from dataclasses import dataclass

from portal.languages import spoken
from search.index.words import stem_of, words_in

# In characters.
LONGEST_QUERY = 200
# Each costs a look into the index.
MOST_WORDS = 8


@dataclass(frozen=True)
class AskedWord:
    """A word as it was typed, in lower case, and under what it is looked for."""

    text: str
    stem: str


def clean_query(text: str) -> str:
    """A query as it is shown: one line without control characters, at most `LONGEST_QUERY` long."""
    text = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in text)
    return " ".join(text.split())[:LONGEST_QUERY].strip()


def words_asked(query: str) -> list[AskedWord]:
    """The words to look for in the language that is spoken now, each once.

    None where only signs and words of every text were typed.
    """
    words: dict[str, AskedWord] = {}
    language = spoken()
    for text in words_in(query, language):
        stem = stem_of(text, language)
        words.setdefault(stem, AskedWord(text, stem))
    return list(words.values())[:MOST_WORDS]
