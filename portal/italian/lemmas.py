"""The Italian lemma of a word: «laboratori» and «laboratorio» are one, «comuni» and «comunità» two.

The dictionary takes some 50 MB and half a second: it is read by the first who needs it in a process, which is
the worker, whoever publishes a page, and whoever searches.
"""

from functools import lru_cache
from typing import Any

# Words in memory with their lemma.
REMEMBERED = 20_000
# How infinitives end, by which the dictionary takes some nouns for a form of a verb.
_INFINITIVE = ("are", "ere", "ire", "rre", "rsi")
_PLURALS = {"o": "i", "e": "i", "a": "e"}
_REGULAR_PARTICIPLE = ("ato", "uto", "ito")
# Where the dictionary errs on words that this portal lives of.
_OWN = {
    "vaccino": "vaccino",
    "vaccini": "vaccino",
    "lavori": "lavoro",
    "principi": "principio",
    "comunicati": "comunicato",
    "comunicato": "comunicato",
    "anziana": "anziano",
    "anziane": "anziano",
    "infermiera": "infermiere",
    "infermiere": "infermiere",
    "aretina": "aretino",
    "aretine": "aretino",
    "facilitatori": "facilitatore",
    "facilitatrice": "facilitatore",
    "facilitatrici": "facilitatore",
    "operatrici": "operatore",
    "porta": "porta",
    "porte": "porta",
    "multidisciplinari": "multidisciplinare",
}


@lru_cache(maxsize=1)
def _lemmatizer() -> Any:
    import simplemma

    return simplemma.Lemmatizer()


def _listed(word: str) -> str:
    found: str = _lemmatizer().lemmatize(word, lang="it")
    return found.casefold()


@lru_cache(maxsize=REMEMBERED)
def lemma(word: str) -> str:
    """The form under which a dictionary lists a word, in lower case; the word itself where it knows none.

    «Percorso» is a form of «percorrere», and a noun of its own: it stays what it is, because the dictionary
    lists its plural under it. «Lavorato» stays a form of «lavorare», plural or not.

    Args:
        word: one word in lower case, with its accents.
    """
    if own := _OWN.get(word):
        return own
    found = _listed(word)
    may_be_a_noun = word[-1:] in _PLURALS and not word.endswith(_REGULAR_PARTICIPLE)
    if found != word and found.endswith(_INFINITIVE) and may_be_a_noun:
        plural = word[:-1] + _PLURALS[word[-1]]
        if _listed(plural) == word:
            return word
    if found != word and found.endswith(_REGULAR_PARTICIPLE):
        # «Lavorati» is listed under «lavorato», which is a form itself.
        verb = _listed(found)
        return verb if verb.endswith(_INFINITIVE) else found
    return found
