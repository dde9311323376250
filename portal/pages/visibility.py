"""What everybody may read."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from wagtail.models import Page, PageManager, PageQuerySet, PageViewRestriction

from portal.languages import ITALIAN

PageQ = TypeVar("PageQ", bound="QuerySet[Any, Any]")
PageT = TypeVar("PageT", bound=Page)


def published(pages: PageQ, through: str = "") -> PageQ:
    """Only the pages that are live and stand below no restriction.

    The same as `live().public()`, which asks for the restrictions in a query of its own each time.

    Args:
        through: what leads from a row to its page, such as `page__`, where the rows are no pages.
    """
    outer_path = ExpressionWrapper(OuterRef(f"{through}path"), output_field=CharField())
    restrictions = PageViewRestriction.objects.annotate(outer_path=outer_path).filter(
        outer_path__startswith=F("page__path")
    )
    return pages.filter(~Exists(restrictions), **{f"{through}live": True})


def readable(pages: Iterable[PageT | None]) -> list[PageT]:
    """Those of some pages at hand that everybody may read, in their order; one query, or none for no page."""
    given = [page for page in pages if page is not None]
    if not given:
        return []
    public = published(Page.objects.filter(pk__in=[page.pk for page in given]))
    keys = set(public.values_list("pk", flat=True))
    return [page for page in given if page.pk in keys]


class PublishedQuerySet(PageQuerySet):
    def published(self) -> "PublishedQuerySet":
        """Only the pages that everybody may read, for lists.

        In another language than Italian an alias repeats Italian words: it holds the place of a page that
        nobody translated, above one that somebody did, and is none of that language to be listed.
        """
        own: PublishedQuerySet = self.filter(Q(alias_of=None) | Q(locale__language_code=ITALIAN))
        return published(own)


BasePageManager = PageManager.from_queryset(PublishedQuerySet)
