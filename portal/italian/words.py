"""Words as they are compared: without case and accents, and those that tell no text apart."""

import unicodedata

_LETTERS_THAT_FOLD_TO_NOTHING_ELSE = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "æ": "ae", "œ": "oe", "ı": "i"}
)
# They stand in every text and tell none apart. Without accents, as words are stored.
FUNCTION_WORDS = frozenset(
    [
        "a",
        "ad",
        "ai",
        "al",
        "all",
        "alla",
        "alle",
        "allo",
        "agli",
        "anche",
        "che",
        "chi",
        "ci",
        "come",
        "con",
        "col",
        "coi",
        "da",
        "dai",
        "dal",
        "dall",
        "dallo",
        "dalla",
        "dalle",
        "dagli",
        "del",
        "dell",
        "della",
        "delle",
        "dei",
        "degli",
        "dello",
        "di",
        "e",
        "ed",
        "fra",
        "gli",
        "ha",
        "hanno",
        "i",
        "il",
        "in",
        "io",
        "l",
        "la",
        "le",
        "lo",
        "ma",
        "mi",
        "ne",
        "nei",
        "negli",
        "nel",
        "nell",
        "nella",
        "nelle",
        "nello",
        "non",
        "o",
        "per",
        "piu",
        "se",
        "si",
        "sia",
        "sono",
        "su",
        "sui",
        "sul",
        "sull",
        "sullo",
        "sulla",
        "sulle",
        "sugli",
        "tra",
        "un",
        "una",
        "uno",
    ]
)


def folded(text: str) -> str:
    """The text without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return bare.casefold().translate(_LETTERS_THAT_FOLD_TO_NOTHING_ELSE)
