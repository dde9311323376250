"""Whom a novelty concerns: who follows its page, or something that the page belongs to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
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
    """Of each page: itself, the one above it, its territories, its path, what it tells of, and its topics.

    Whoever follows a page in another language is concerned by what concerns the page that it translates.
    """
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
    return _with_translations(found)


def _with_translations(found: Mapping[int, set[Key]]) -> dict[int, frozenset[Key]]:
    same = in_every_language({number for keys in found.values() for kind, number in keys if kind == _PAGE})
    return {
        pk: frozenset(keys.union(*(same[number] for kind, number in keys if kind == _PAGE)))
        for pk, keys in found.items()
    }


def in_every_language(pages: Collection[int]) -> dict[int, frozenset[Key]]:
    """Each of these pages in all its languages, by its number; one query."""
    named = Page.objects.filter(pk__in=pages).order_by().values("translation_key")
    rows = Page.objects.filter(translation_key__in=named).values_list("translation_key", "pk")
    of_key: dict[Any, set[Key]] = defaultdict(set)
    key_of: dict[int, Any] = {}
    for key, pk in rows:
        of_key[key].add((_PAGE, pk))
        key_of[pk] = key
    return {pk: frozenset(of_key[key_of[pk]] if pk in key_of else ()) for pk in pages}


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
