"""What travels with a request through Django: its answer is kept when Django says so, never on a guess."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from portal.page_cache import declared
from portal.page_cache.moments import next_moment

ENVIRON = "portal.page_cache.ticket"
# Views whose answers follow from what is declared in `public_content.py`, from their address and the time,
# and are the same for everybody.
_views = {"wagtail_serve", "sitemap"}
KINDS = frozenset(
    {
        "application/atom+xml",
        "application/json",
        "application/rss+xml",
        "application/xml",
        "text/calendar",
        "text/html",
    }
)
_is_watched: ContextVar[bool] = ContextVar("is_watched", default=False)


def know_views(*names: str) -> None:
    """Lets answers of these views be kept, under the same condition."""
    _views.update(names)


@dataclass
class Ticket:
    """Given to Django with a request; comes back with the word that its answer may be kept, or without.

    Attributes:
        began: when the request was taken up, in seconds since 1970; what dates decide is looked at from then.
        until: until when the answer holds if nobody changes anything; None: nobody may keep it.
        shows_counts: whether something was read that visitors change.
    """

    began: float
    until: float | None = None
    shows_counts: bool = False

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Notes whether the database is asked for what visitors change."""
        before = _is_watched.set(True)
        try:
            with connection.execute_wrapper(self._look):
                yield
        finally:
            _is_watched.reset(before)

    def _look(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not self.shows_counts and any(name in sql for name in _counted_tables()):
            self.shows_counts = True
        return execute(sql, params, many, context)

    def take(self, request: HttpRequest, response: HttpResponse) -> bool:
        """Notes that an answer, which is the same for everybody, may be kept; whether that is so."""
        match = request.resolver_match
        kind = response.get("Content-Type", "").split(";")[0].strip().lower()
        if match is None or match.view_name not in _views or kind not in KINDS:
            return False
        if "no-cache" in response.get("Cache-Control", "").lower():
            return False
        self.until = next_moment(datetime.fromtimestamp(self.began, UTC)).timestamp()
        return True


_tables: list[str] = []


def _counted_tables() -> list[str]:
    """Quoted, as every database writes them."""
    if not _tables:
        _tables.extend(f'"{model._meta.db_table}"' for model in declared.counted(declared.words()))
    return _tables


def is_watched() -> bool:
    """Whether a ticket notes what the database is asked for.

    What visitors change is then read, not remembered: else the answer is kept as one that does not show it.
    """
    return _is_watched.get()


def ticket_of(request: HttpRequest) -> Ticket | None:
    """None where no memory stands in front of Django."""
    return getattr(request, "environ", {}).get(ENVIRON)
