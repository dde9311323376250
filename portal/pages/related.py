"""What other apps show on a page that they point at.

A call names its territories, a news item its path; the page named knows neither. Each app registers, in
`AppConfig.ready`, how to find its own pages that name another, so imports go down only.
"""

from collections.abc import Callable
from typing import Any

from wagtail.models import Page

from portal.pages.teasers import TeaserGroup
from portal.pages.visibility import published

# A page shows the newest of each kind and leaves the rest to the indexes.
LATEST = 6

Finder = Callable[[Page], TeaserGroup | None]
_finders: dict[str, Finder] = {}


def register(name: str, finder: Finder) -> None:
    """Adds a group of teasers called `name`. The finder returns None for pages that its own cannot name."""
    _finders[name] = finder


def related_teasers(page: Page) -> dict[str, TeaserGroup]:
    """The published pages that name `page`, by group, newest first.

    Nothing names yet a page that is previewed before its first save.
    """
    if not page.pk:
        return {}
    groups = {name: finder(page) for name, finder in _finders.items()}
    return {name: group for name, group in groups.items() if group is not None}


def naming(page: Page, accessor: str, ordering: str, dates: dict[str, str]) -> TeaserGroup | None:
    """The pages in the language of `page` behind its relation `accessor`; None where it has no such relation.

    Args:
        ordering: one field of theirs, with a hyphen for latest first.
        dates: see `TeaserGroup.dates`.
    """
    manager: Any = getattr(page, accessor, None)
    if manager is None:
        return None
    named_by = manager.filter(locale=page.locale_id)
    return TeaserGroup(published(named_by).order_by(ordering)[:LATEST], dates)
