"""Pages that take something from a first moment to a last one, and are told in the calendar beside the calls.

Each app registers its own in `AppConfig.ready`, so that the calendar need not know them.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

# The published pages of a language, and of a territory where one is given (both by id), with the columns
# `opens_at` and `closes_at`.
Finder = Callable[[int, int | None], QuerySet[Any]]
_finders: dict[str, Finder] = {}


def register(name: str, finder: Finder) -> None:
    _finders[name] = finder


def with_terms(locale_id: int, territory: int | None) -> list[QuerySet[Any]]:
    return [finder(locale_id, territory) for finder in _finders.values()]
