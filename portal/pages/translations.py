"""Pages that translate each other are one thing to whatever names one of them.

What names a page, such as a call its zone, names the Italian one (`portal.editorial.forms`). Whoever asks
what names a page asks for all that translate it, so that it is found from each of them, and counted once.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from wagtail.models import Page

from portal.languages import ITALIAN, spoken
from portal.pages.visibility import published, readable

PageT = TypeVar("PageT", bound=Page)


def same_as(pk: int) -> QuerySet[Any]:
    """The numbers of a page and of whatever translates it or is translated by it; to be used in a query."""
    key = Page.objects.filter(pk=pk).order_by().values("translation_key")
    rows: QuerySet[Any] = Page.objects.filter(translation_key__in=key).order_by().values("pk")
    return rows


def in_spoken_language(pages: Sequence[PageT]) -> list[PageT]:
    """Some pages at hand, each as it is published in the language that is spoken, otherwise as it is.

    As they are where that is Italian, which costs no query; otherwise one, if they are of one kind.
    """
    if spoken() == ITALIAN or not pages:
        return list(pages)
    found: dict[Any, PageT] = {}
    for model in {type(page) for page in pages}:
        keys = [page.translation_key for page in pages if type(page) is model]
        told = published(model._default_manager.filter(translation_key__in=keys, alias_of=None))
        found |= {page.translation_key: page for page in told.filter(locale__language_code=spoken())}
    return [found.get(page.translation_key, page) for page in pages]


def published_in_spoken_language(pages: QuerySet[PageT] | Iterable[PageT]) -> list[PageT]:
    """The pages of a query that everybody may read, each as `in_spoken_language` has it; one query in all.

    Args:
        pages: in the language in which something names them. In a preview it may be what stands in memory in
            place of a query, and then one more is asked in another language.
    """
    if not isinstance(pages, QuerySet):
        return in_spoken_language(readable(pages))
    return [told for _number, told in _numbered(pages)]


def spoken_by_number(numbers: Collection[int]) -> dict[int, Page]:
    """Those of some pages that everybody may read, by their numbers, each as `in_spoken_language` has it.

    One query, or none for no page.
    """
    return dict(_numbered(Page.objects.filter(pk__in=numbers))) if numbers else {}


def _numbered(pages: QuerySet[PageT]) -> list[tuple[int, PageT]]:
    """Number of each page of a query that everybody may read, and the page as `in_spoken_language` has it."""
    if spoken() == ITALIAN:
        return [(page.pk, page) for page in published(pages)]
    named = Q(pk__in=pages.order_by().values("pk"))
    beside = Q(alias_of=None, locale__language_code=spoken())
    keys = pages.order_by().values("translation_key")
    rows: Any = pages.model._default_manager.filter(named | beside, translation_key__in=keys).order_by("path")
    rows = rows.annotate(
        is_named=ExpressionWrapper(named, BooleanField()), is_spoken=ExpressionWrapper(beside, BooleanField())
    )
    found = list(published(rows))
    told = {page.translation_key: page for page in found if page.is_spoken}
    return [(page.pk, told.get(page.translation_key, page)) for page in found if page.is_named]
