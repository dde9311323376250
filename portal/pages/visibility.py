"""What everybody may read."""

from typing import TypeVar

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from wagtail.models import PageManager, PageQuerySet, PageViewRestriction

PageQ = TypeVar("PageQ", bound=QuerySet)


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


class PublishedQuerySet(PageQuerySet):
    def published(self) -> "PublishedQuerySet":
        """Only the pages that everybody may read."""
        return published(self)


BasePageManager = PageManager.from_queryset(PublishedQuerySet)
