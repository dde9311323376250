"""«Forse cercavi»: words of the public pages that are nearly those that were typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import Length
from rapidfuzz import process
from rapidfuzz.distance import OSA

from portal.italian.words import folded
from portal.languages import spoken
from search.finding.asking import AskedWord
from search.index.models import Word
from search.index.visible import visible_places

# Shorter words are like any other. In letters.
SHORTEST = 4
# Letters that may be wrong, one more for longer words.
_WRONG = 1
_LONG = 7
# A word that begins with what was typed may be so much longer.
_LONGER = 8
# Words of the site that are compared with one that was typed; there are some ten thousand.
MOST_COMPARED = 40_000
# Of these the most frequent on public pages is offered.
_CANDIDATES = 12


@dataclass(frozen=True)
class Instead:
    """What may be done about words that are not found together.

    Attributes:
        missing: those that stand in no public page.
        words: for each of them that is nearly a word of a public page, that word.
    """

    missing: list[AskedWord]
    words: dict[AskedWord, str]


def instead_of(asked: Sequence[AskedWord]) -> Instead:
    """Three queries, and one for what is private, whatever was asked."""
    places = visible_places().filter(word__language=spoken())
    stems = places.filter(word__stem__in=[word.stem for word in asked])
    found = set(stems.values_list("word__stem", flat=True).distinct())
    missing = [word for word in asked if word.stem not in found]
    near = _near([word for word in missing if len(word.text) >= SHORTEST and word.text.isalpha()])
    candidates = {text for texts in near.values() for text in texts}
    if not candidates:
        return Instead(missing, {})
    counted = places.filter(word__text__in=candidates).values_list("word__text")
    frequency = dict(counted.annotate(pages=Count("page", distinct=True)))
    best = {word: _best(texts, frequency) for word, texts in near.items()}
    return Instead(missing, {word: text for word, text in best.items() if text})


def _best(texts: Mapping[str, int], frequency: Mapping[str, int]) -> str:
    """Of the words that stand in a public page the nearest, and of several the most frequent."""
    public = [(distance, -frequency[text], text) for text, distance in texts.items() if text in frequency]
    return min(public)[2] if public else ""


def _near(words: Sequence[AskedWord]) -> dict[AskedWord, dict[str, int]]:
    """For each word those of the index that it may be meant for, with how far they are."""
    if not words:
        return {}
    lengths = [len(word.text) for word in words]
    known = (
        Word.objects.annotate(length=Length("text"))
        .filter(language=spoken(), length__gte=min(lengths) - _WRONG - 1, length__lte=max(lengths) + _LONGER)
        .order_by("pk")
        .values_list("text", flat=True)[:MOST_COMPARED]
    )
    plain = {text: folded(text) for text in known}
    return {word: _near_one(folded(word.text), plain) for word in words}


def _near_one(typed: str, plain: Mapping[str, str]) -> dict[str, int]:
    wrong = _WRONG + (len(typed) >= _LONG)
    hits = process.extract(typed, plain, scorer=OSA.distance, score_cutoff=wrong, limit=_CANDIDATES)
    near = {text: int(distance) for _match, distance, text in hits}
    # Whoever typed the beginning of a word means a longer one.
    beginning = sorted((text for text, bare in plain.items() if bare.startswith(typed)), key=len)
    for text in beginning[:_CANDIDATES]:
        near.setdefault(text, wrong + 1)
    return near
