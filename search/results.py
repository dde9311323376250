"""Finding pages by words, on SQLite and on PostgreSQL."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils.text import capfirst
from wagtail.models import Page, PageViewRestriction, get_page_models

from portal.pages.base import BasePage

MAX_QUERY_LENGTH = 200
# Nobody reads further; it bounds what a search costs whatever the words.
MAX_MATCHES = 300


@dataclass(frozen=True)
class Match:
    pk: int
    kind: str
    title: str


@dataclass(frozen=True)
class Result:
    """A page that was found, as the list shows it."""

    title: str
    url: str
    kind: str
    abstract: str


@dataclass(frozen=True)
class Found:
    """The pages that hold the words, best first. `is_cut` when there were more than `MAX_MATCHES`."""

    all_matches: Sequence[Match]
    is_cut: bool

    @cached_property
    def kinds(self) -> dict[str, tuple[str, int]]:
        """Model name → (plural label, number of matches), the most frequent first."""
        counts = Counter(match.kind for match in self.all_matches)
        labels = {model._meta.model_name: str(model._meta.verbose_name_plural) for model in get_page_models()}
        return {kind: (capfirst(labels.get(kind, kind)), count) for kind, count in counts.most_common()}

    def matches(self, kind: str = "") -> list[Match]:
        return [match for match in self.all_matches if not kind or match.kind == kind]


def clean_query(text: str) -> str:
    """The words to look for: one line without control characters or quotes, at most `MAX_QUERY_LENGTH` long.

    A lone quote is an unfinished phrase for SQLite, and PostgreSQL refuses a NUL.
    """
    text = "".join(
        " " if unicodedata.category(char)[0] == "C" or char in "\"'«»“”" else char for char in text
    )
    text = " ".join(text.split())[:MAX_QUERY_LENGTH].strip()
    return text if any(char.isalnum() for char in text) else ""


def find(query: str) -> Found:
    """The published pages that hold all the words of `query`, which must be clean and not empty."""
    # SQLite computes relevance anew for each row, which is quadratic; there, titles decide.
    by_relevance = connection.vendor != "sqlite"
    found = Page.objects.live().search(query, order_by_relevance=by_relevance)[: MAX_MATCHES + 1]
    # The search engine takes no subquery, so restrictions are applied to what it found.
    restricted = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
    content_types = ContentType.objects.get_for_models(*get_page_models()).values()
    kinds = {content_type.pk: content_type.model for content_type in content_types}
    matches = [
        Match(page.pk, kinds.get(page.content_type_id, ""), page.title)
        for page in found
        if not page.path.startswith(restricted)
    ]
    if not by_relevance:
        words = query.casefold().split()
        matches.sort(key=lambda match: -sum(word in match.title.casefold() for word in words))
    return Found(matches[:MAX_MATCHES], is_cut=len(matches) > MAX_MATCHES)


def results_of(matches: Sequence[Match]) -> list[Result]:
    """What the list shows of some matches: two queries, whatever their types."""
    pages = Page.objects.in_bulk([match.pk for match in matches])
    abstracts = _abstracts(matches)
    labels = {model._meta.model_name: capfirst(str(model._meta.verbose_name)) for model in get_page_models()}
    return [
        Result(page.title, page.url or "", labels.get(match.kind, ""), abstracts.get(match.pk, ""))
        for match in matches
        if (page := pages.get(match.pk))
    ]


def _abstracts(matches: Sequence[Match]) -> dict[int, str]:
    """The summaries, which each type of page keeps in a table of its own, in one query."""
    wanted = {match.kind for match in matches}
    ids = [match.pk for match in matches]
    parts = [
        model.objects.filter(pk__in=ids).order_by().values_list("pk", "abstract")
        for model in get_page_models()
        if issubclass(model, BasePage) and model._meta.model_name in wanted
    ]
    return dict(parts[0].union(*parts[1:], all=True)) if parts else {}
