"""Whom a novelty concerns: who follows its page, or something that the page belongs to."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q
from wagtail.models import Page

from candidature.pages.kinds import participation_models
from news.models import NewsPage, NewsRelatedPage, NewsTopic
from territori.models import PathPage

# What can be followed: the name of its table, as subscriptions say it, and its number.
Key = tuple[str, int]
_PAGE, _TOPIC = "page", "topic"


def keys_of(pages: Collection[Page]) -> dict[int, frozenset[Key]]:
    """Of each page: itself, the one above it, its territories, its path, what it tells of, and its topics."""
    ids = [page.pk for page in pages]
    found: dict[int, set[Key]] = defaultdict(set)
    above = {page.pk: page.path[: -page.steplen] for page in pages}
    numbers = dict(Page.objects.filter(path__in=set(above.values())).values_list("path", "pk"))
    for pk, path in above.items():
        found[pk] |= {(_PAGE, pk)} | ({(_PAGE, numbers[path])} if path in numbers else set())
    for pk, of in _related(ids):
        found[pk].add((_PAGE, of))
    for pk, topic in NewsTopic.objects.filter(content_object__in=ids).values_list("content_object", "tag"):
        found[pk].add((_TOPIC, topic))
    return {pk: frozenset(keys) for pk, keys in found.items()}


def _related(ids: Collection[int]) -> Iterable[tuple[int, int]]:
    models: list[Any] = [NewsPage, PathPage, *participation_models()]
    for model in models:
        through = model.territories.through.objects
        name = f"{model._meta.model_name}_id"
        yield from through.filter(Q(**{f"{name}__in": ids})).values_list(name, "territorypage_id")
    for model in participation_models():
        yield from model._default_manager.filter(pk__in=ids, path_page__isnull=False).values_list(
            "pk", "path_page"
        )
    yield from NewsRelatedPage.objects.filter(news__in=ids).values_list("news", "target")
