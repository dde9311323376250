"""Which rows the code asks the database to lock.

SQLite locks its whole file, so that a lock of a row that was forgotten shows in no result there, while
PostgreSQL lets two requests through. Here the asking itself is seen, on either.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection


@contextmanager
def locks_asked() -> Iterator[list[str]]:
    """The tables whose rows are locked in this block, in the order in which they are.

    A lock asked outside of a transaction, or of what the query does not select, is an error as on PostgreSQL.
    """
    asked: list[str] = []
    clause = connection.ops.for_update_sql

    def noted(*, of: Any = (), **options: Any) -> str:
        asked.extend(name.strip('"') for name in of)
        return clause(of=of, **options) if connection.vendor == "postgresql" else ""

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(connection.features, "has_select_for_update", True)
        patched.setattr(connection.features, "has_select_for_update_of", True)
        patched.setattr(connection.ops, "for_update_sql", noted)
        yield asked
