"""Remembers, in each process, what was read for the present edition."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from portal.edition.models import ONLY, Edition

Kept = TypeVar("Kept")

_TOKEN_ATTRIBUTE = "_portal_edition"  # noqa: S105 - the name of an attribute
_QUERY = f'SELECT token FROM "{Edition._meta.db_table}" WHERE id = {ONLY}'  # noqa: S608 - no input
# Of one edition. When there are more, all are forgotten: what is asked often is soon there again.
MOST_ENTRIES = 2_000

_MISSING = object()
# The edition with what is known of it; replaced as one, so that threads never see half of another.
_memory: tuple[str, dict[object, Any]] = ("", {})


def remembered(request: HttpRequest | None, key: object, make: Callable[[], Kept]) -> Kept:
    """What `make` gave for this key in the present edition; asks the database for the edition only.

    The value is shared between requests: nobody changes it. Inside a transaction `make` is called each time,
    because what is read there may never come to be.

    Args:
        request: whose edition it is; without one the edition is read anew.
    """
    token = edition_of(request)
    if token is None:
        return make()
    kept = _of(token)
    value: Kept = kept.get(key, _MISSING)
    if value is _MISSING:
        value = make()
        if len(kept) >= MOST_ENTRIES:
            kept.clear()
        kept[key] = value
    return value


def edition_of(request: HttpRequest | None) -> str | None:
    """The edition that this request shows; read once, before anything of it.

    None inside a transaction, for a preview (what it shows is nobody else's), and where there is no memory.
    """
    if not settings.EDITION_MEMORY or may_be_taken_back():
        return None
    if request is None:
        return present_edition()
    if getattr(request, "is_preview", False):
        return None
    if not hasattr(request, _TOKEN_ATTRIBUTE):
        setattr(request, _TOKEN_ATTRIBUTE, present_edition())
    token: str | None = getattr(request, _TOKEN_ATTRIBUTE)
    return token


def may_be_taken_back() -> bool:
    """Whether what is read now may never come to be: inside a transaction."""
    return connection.in_atomic_block


def present_edition() -> str | None:
    """The edition as it is now, also for whoever holds a lock; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY)
        row = cursor.fetchone()
    return row[0] if row else None


def _of(token: str) -> dict[object, Any]:
    global _memory
    kept = _memory
    if kept[0] != token:
        kept = _memory = (token, {})
    return kept[1]
