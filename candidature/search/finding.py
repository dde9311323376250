"""Finding submissions by words: every word of a query begins one of theirs, or has the same lemma.

The time it takes does not follow how many submissions a word stands in. A rare word leads to them by the
indexes of words; a common one is looked for along the list, newest first, and no further than `MOST_FOUND`:
of the states asked for, and of the others, so that what is old and still to do is not lost behind the new.
What is done with everything that a query finds takes `all_of`, which has no bound.
The indexes hold the words of each page and of each zone apart, and whoever may not read everything asks for
their own alone: how long it takes says nothing of what others hold.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.lookups import IsNull

from candidature.access.scope import Reach
from candidature.pages.kinds import participation_models
from candidature.search.models import SubmissionWord
from candidature.search.words import stored_form
from candidature.statuses import Status
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
    def conditions(self) -> list[Q]:
        """How it stands among the words, each a stretch of an index."""
        begins = self.begins.encode()
        # No byte of UTF-8 is as high as this one.
        alike = Q(word__gte=begins, word__lt=begins + b"\xff")
        # What begins as the word was found above.
        return [alike] if self.lemma.startswith(self.begins) else [alike, Q(word=self.lemma.encode())]

    @property
    def condition(self) -> Q:
        return reduce(or_, self.conditions)


class FoundRow(NamedTuple):
    """What of a submission lists and counts need: ids, its state, and when it was sent."""

    pk: int
    page: int
    zone: int | None
    status: str
    submitted_at: datetime


@dataclass(frozen=True)
class Found:
    """What a query found in the states asked for, and beside them in all others; newest first.

    Attributes:
        is_cut: whether there are more than these, and older.
        is_beside_cut: whether there are more in the other states.
    """

    rows: list[FoundRow]
    is_cut: bool = False
    beside: list[FoundRow] = field(default_factory=list)
    is_beside_cut: bool = False


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


def find(
    submissions: QuerySet[Submission], query: str, reach: Reach, statuses: Collection[str] = tuple(Status)
) -> Found:
    """Those in which every word of the query stands, newest first. A query without any word finds nothing.

    Args:
        submissions: within reach.
        reach: of who asks, with the committees looked up (`reach_now`).
        statuses: the states asked for; what others hold is found beside them.
    """
    words = words_asked(query)
    held_by = _within(reach)
    if not words or not held_by:
        return Found([])
    rows, others = _by_the_rarest(submissions.order_by("-submitted_at", "-pk"), words, held_by)
    for word in others:
        rows = rows.filter(_stands_in(word))
    if set(statuses) == set(Status):
        rows = rows[: MOST_FOUND + 1]
    elif len(others) == len(words):
        rows = _newest_of_both(rows, statuses)
    # Where a word is rare, there are few.
    found = [FoundRow(*row) for row in rows.values_list(*FoundRow._fields)]
    here = [row for row in found if row.status in statuses]
    beside = [row for row in found if row.status not in statuses]
    return Found(here[:MOST_FOUND], len(here) > MOST_FOUND, beside[:MOST_FOUND], len(beside) > MOST_FOUND)


def all_of(submissions: QuerySet[Submission], query: str, reach: Reach) -> QuerySet[Submission]:
    """All that `find` would find if it looked on, in no order: for what is done with every one of them.

    It takes the longer the more the words stand in, within reach: what else holds them is not read.

    Args:
        submissions, reach: see `find`.
    """
    words, held_by = words_asked(query), _within(reach)
    if not words or not held_by:
        return submissions.none()
    for word in words:
        submissions = submissions.filter(pk__in=_holding(word, held_by))
    return submissions.order_by()


def _holding(word: AskedWord, held_by: list[Q]) -> QuerySet[SubmissionWord, Any]:
    """The ids of all submissions in which a word stands."""
    stretches = (SubmissionWord.objects.filter(one) for one in _stretches(word, held_by))
    first, *others = (stretch.order_by().values("submission") for stretch in stretches)
    return first.union(*others, all=True) if others else first


def _stretches(word: AskedWord, held_by: list[Q]) -> list[Q]:
    """Where a word stands, each a stretch of an index."""
    # Joined by "or", SQLite would read all words of the page.
    return [held & condition for condition in word.conditions for held in held_by]


def _newest_of_both(rows: QuerySet[Submission], statuses: Collection[str]) -> QuerySet[Submission]:
    """The newest in these states and the newest in the others, one more of each than are found."""
    parts = [rows.filter(status__in=statuses), rows.exclude(status__in=statuses)]
    # SQLite takes no limit in the parts of a union, but inside them it does.
    ids = [part.values("pk")[: MOST_FOUND + 1] for part in parts]
    here, beside = (Submission.objects.filter(pk__in=some).order_by() for some in ids)
    return here.union(beside, all=True).order_by("-submitted_at", "-pk")


def _within(reach: Reach) -> list[Q]:
    """Which words are read: those of each of the pages and of each of the zones, by the index of either."""
    if reach.everything:
        every, *more = (model._default_manager.order_by().values("pk") for model in participation_models())
        return [Q(page__in=every.union(*more, all=True) if more else every)]
    held = (("page", reach.pages), ("zone", reach.zones))
    return [Q(**{f"{name}__in": ids}) for name, ids in held if ids]


def _stands_in(word: AskedWord) -> IsNull:
    """Whether a submission holds a word, looked up for each row that is read.

    As the value of a subquery: for EXISTS PostgreSQL would begin with where the word stands, or read the
    words of everybody once, and take the longer the more there is out of reach.
    """
    held = SubmissionWord.objects.filter(word.condition, submission=OuterRef("pk")).values("submission")[:1]
    return IsNull(Subquery(held), False)


def _by_the_rarest(
    rows: QuerySet[Submission], words: list[AskedWord], held_by: list[Q]
) -> tuple[QuerySet[Submission], list[AskedWord]]:
    """Narrowed by the rarest of the words, if any is rare, and the words by which they are not yet."""
    complete = {word: hits for word, hits in _hits(words, held_by).items() if len(hits) < _LOOKED_AT}
    if not complete:
        return rows, words
    rare = min(complete, key=lambda word: len(complete[word]))
    # Zero is nobody's: a word without any hit asks the same of the database as one that others have.
    rows = rows.filter(pk__in={0, *complete[rare]})
    return rows, [word for word in words if word != rare]


def _hits(words: list[AskedWord], held_by: list[Q]) -> dict[AskedWord, list[int]]:
    """Where each word stands, in one query: all of it, or `_LOOKED_AT` of it."""
    hits: dict[AskedWord, list[int]] = {word: [] for word in words}
    asked = [(number, stretch) for number, word in enumerate(words) for stretch in _stretches(word, held_by)]
    parts = []
    for number, condition in asked:
        some = SubmissionWord.objects.filter(condition).order_by()
        if len(asked) > 1:
            # SQLite takes no limit in the parts of a union, but inside them it does.
            some = SubmissionWord.objects.filter(pk__in=some.values("pk")[:_LOOKED_AT]).order_by()
        parts.append(some.values_list(Value(number), "submission"))
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0][:_LOOKED_AT]
    for number, pk in rows:
        hits[words[number]].append(pk)
    return hits
