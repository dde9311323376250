"""The pages that hold every word asked, best first."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Q, Sum, Value, When

from portal.languages import spoken
from search.finding.asking import AskedWord
from search.index.models import Word
from search.index.visible import visible_places

# Nobody reads further; it bounds what a search costs whatever the words.
MOST_FOUND = 1_000


@dataclass(frozen=True)
class Match:
    """A page that was found, with what results are narrowed by."""

    pk: int
    kind: str
    day: date | None
    zones: list[int]
    topics: list[int]


@dataclass(frozen=True)
class Found:
    """The pages that hold all words.

    Attributes:
        forms: how each word asked is written on the site, in lower case, by its stem.
        is_cut: whether there were more than `MOST_FOUND`.
    """

    matches: Sequence[Match] = ()
    forms: dict[str, list[str]] = field(default_factory=dict)
    is_cut: bool = False


def find(asked: Sequence[AskedWord]) -> Found:
    """Two queries, and one for what is private, whatever is asked and found."""
    forms: dict[str, list[str]] = defaultdict(list)
    numbers: dict[str, list[int]] = defaultdict(list)
    as_typed = []
    typed = {word.text for word in asked}
    # Those of a language stand in its pages alone.
    known = Word.objects.filter(language=spoken(), stem__in=[word.stem for word in asked])
    for pk, text, stem in known.values_list("pk", "text", "stem"):
        forms[stem].append(text)
        numbers[stem].append(pk)
        if text in typed:
            as_typed.append(pk)
    if not asked or len(forms) < len(asked):
        return Found(forms=dict(forms))
    rows = _rows(list(numbers.values()), as_typed)
    return Found([Match(*row) for row in rows[:MOST_FOUND]], dict(forms), is_cut=len(rows) > MOST_FOUND)


def _rows(numbers: list[list[int]], as_typed: list[int]) -> list[tuple[Any, ...]]:
    # A word written as it was typed counts a quarter more than another form of it.
    weight = Case(When(word__in=as_typed, then=F("weight") * 5), default=F("weight") * 4)
    weights = {
        f"weight_{position}": Sum(
            Case(When(word__in=forms, then=weight), default=Value(0), output_field=IntegerField())
        )
        for position, forms in enumerate(numbers)
    }
    every = Q(**{f"{name}__gt": 0 for name in weights})
    total = sum((F(name) for name in weights), Value(0))
    return list(
        visible_places()
        .filter(word__in=[pk for forms in numbers for pk in forms])
        .values("page")
        .annotate(**weights)
        .filter(every)
        .order_by(total.desc(), F("page__day").desc(nulls_last=True), "page")
        .values_list("page", "page__kind", "page__day", "page__zones", "page__topics")[: MOST_FOUND + 1]
    )
