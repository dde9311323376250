"""Finding submissions by words: every word of a query begins one of theirs, or has the same lemma.

The time it takes does not follow how many submissions a word stands in. A rare word leads to them by the
index of words; a common one is looked for along the list, newest first, and no further than `MOST_FOUND`.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from candidature.search.models import SubmissionWord
from candidature.search.words import stored_form
from candidature.submissions.models import Submission
from portal.italian.lemmas import lemma
from portal.italian.words import FUNCTION_WORDS

# Each word costs a look into the index.
MOST_WORDS = 6
# More than anybody leafs through; who wants others adds a word or a filter.
MOST_FOUND = 1_000
# So many words of the index are read to know whether one is rare; of a submission several may begin alike.
_LOOKED_AT = 2 * MOST_FOUND
_APOSTROPHES = re.compile(r"['’‘`´]")


@dataclass(frozen=True)
class AskedWord:
    """A word of a query as words are stored: how it begins, and its lemma."""

    begins: str
    lemma: str

    @property
    def condition(self) -> Q:
        begins = self.begins.encode()
        # No byte of UTF-8 is as high as this one.
        alike = Q(word__gte=begins, word__lt=begins + b"\xff")
        # What begins as the word was found above.
        return alike if self.lemma.startswith(self.begins) else alike | Q(word=self.lemma.encode())


class FoundRow(NamedTuple):
    """What of a submission lists and counts need: ids, and its state."""

    pk: int
    page: int
    zone: int | None
    status: str


@dataclass(frozen=True)
class Found:
    """What a query found, newest first.

    Attributes:
        is_cut: whether there are more than these, and older.
    """

    rows: list[FoundRow]
    is_cut: bool = False


def words_asked(query: str) -> list[AskedWord]:
    """The words of a query, each as it would be stored; at most `MOST_WORDS`.

    Function words count only where there are no others. «L’associazione» has the lemma of what follows the
    apostrophe, because answers are stored without what was elided before it.
    """
    words: dict[str, AskedWord] = {}
    for token in query.split():
        if begins := stored_form(token):
            last = [piece for piece in _APOSTROPHES.split(token.casefold()) if stored_form(piece)][-1]
            words.setdefault(begins, AskedWord(begins, stored_form(lemma(last))))
    telling = {begins: word for begins, word in words.items() if begins not in FUNCTION_WORDS}
    return list((telling or words).values())[:MOST_WORDS]


def find(submissions: QuerySet[Submission], query: str) -> Found:
    """Those in which every word of the query stands, newest first. A query without any word finds nothing."""
    words = words_asked(query)
    if not words:
        return Found([])
    rows = submissions.order_by("-submitted_at", "-pk")
    complete = {word: hits for word, hits in _hits(words).items() if len(hits) < _LOOKED_AT}
    if complete:
        rare = min(complete, key=lambda word: len(complete[word]))
        # Zero is nobody's: a word without any hit asks the same of the database as one that others have.
        rows = rows.filter(pk__in={0, *complete[rare]})
        words.remove(rare)
    for word in words:
        rows = rows.filter(Exists(SubmissionWord.objects.filter(word.condition, submission=OuterRef("pk"))))
    found = [FoundRow(*row) for row in rows.values_list(*FoundRow._fields)[: MOST_FOUND + 1]]
    return Found(found[:MOST_FOUND], is_cut=len(found) > MOST_FOUND)


def _hits(words: list[AskedWord]) -> dict[AskedWord, list[int]]:
    """Where each word stands, in one query: all of it, or `_LOOKED_AT` of it."""
    hits: dict[AskedWord, list[int]] = {word: [] for word in words}
    parts = []
    for number, word in enumerate(words):
        some = SubmissionWord.objects.filter(word.condition).order_by()
        if len(words) > 1:
            # SQLite takes no limit in the parts of a union, but inside them it does.
            some = SubmissionWord.objects.filter(pk__in=some.values("pk")[:_LOOKED_AT]).order_by()
        parts.append(some.values_list(Value(number), "submission"))
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0][:_LOOKED_AT]
    for number, pk in rows:
        hits[words[number]].append(pk)
    return hits
