"""What other apps show on a page that they point at.

A call names its territories, a news item its path; the page named knows neither. Each app registers, in
`AppConfig.ready`, how to find its own pages that name another, so imports go down only.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Case, F, Q, QuerySet, Value, When
from wagtail.models import Page

from portal.pages.teasers import TeaserGroup
from portal.pages.translations import same_as
from portal.pages.visibility import published

# A page shows the first of each kind and leaves the rest to the indexes.
LATEST = 6

Finder = Callable[[Page], TeaserGroup | None]
Order = Callable[[QuerySet[Any]], QuerySet[Any]]
_finders: dict[str, Finder] = {}


def register(name: str, finder: Finder) -> None:
    """Adds a group of teasers called `name`. The finder returns None for pages that its own cannot name."""
    _finders[name] = finder


def related_teasers(page: Page) -> dict[str, TeaserGroup]:
    """The published pages that name `page`, by group, each in the order of its finder.

    Nothing names yet a page that is previewed before its first save.
    """
    if not page.pk:
        return {}
    groups = {name: finder(page) for name, finder in _finders.items()}
    return {name: group for name, group in groups.items() if group is not None}


def latest_first(moment: str) -> Order:
    """By a field that every page has."""
    return lambda pages: pages.order_by(f"-{moment}", "pk")


def nearest_first(pages: QuerySet[Any], moment: str, is_over: Q) -> QuerySet[Any]:
    """What is not over, the nearest first, then what is over, the latest first.

    What has no moment stands behind the others of its part, on every database.
    """
    ahead = Case(When(is_over, then=None), default=F(moment))
    return pages.order_by(
        Case(When(is_over, then=Value(1)), default=Value(0)),
        ahead.asc(nulls_last=True),
        F(moment).desc(nulls_last=True),
        "pk",
    )


def naming(page: Page, accessor: str, order: Order, dates: dict[str, str]) -> TeaserGroup | None:
    """The pages in the language of `page` behind its relation `accessor`; None where it has no such relation.

    Those too that name what it translates.

    Args:
        order: puts them in the order of which the first are shown.
        dates: see `TeaserGroup.dates`.
    """
    try:
        relation: Any = page._meta.get_field(accessor)
    except FieldDoesNotExist:
        return None
    naming_it = {f"{relation.remote_field.name}__in": same_as(page.pk)}
    named_by = relation.related_model._default_manager.filter(locale=page.locale_id, **naming_it)
    return TeaserGroup(order(published(named_by))[:LATEST], dates)
