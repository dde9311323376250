"""Which rows the code asks the database to lock.

SQLite locks its whole file, so that a lock of a row that was forgotten shows in no result there, while
PostgreSQL lets two requests through. Here the asking itself is seen, on either.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction


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


def after_waiting(hold: Callable[[], Any], meanwhile: Callable[[], Any], act: Callable[[], Any]) -> Any:
    """What an act gives, or its error, that begins while another transaction holds what it has to lock.

    Args:
        hold: locks, and does what the act can see before it waits.
        meanwhile: what is written before the lock is given up.
    """
    results: list[Any] = []

    def run() -> None:
        try:
            with transaction.atomic():
                results.append(act())
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    waiting = threading.Thread(target=run)
    with transaction.atomic():
        hold()
        waiting.start()
        # On SQLite nobody can be seen to wait: the file is locked as a whole.
        for _look in range(1200 if connection.vendor == "postgresql" else 0):
            if _somebody_waits() or not waiting.is_alive():
                break
            time.sleep(0.05)
        meanwhile()
    waiting.join(60)
    [result] = results
    return result


def _somebody_waits() -> bool:
    waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with connection.cursor() as cursor:
        cursor.execute(waiting)
        return cursor.fetchone() is not None
