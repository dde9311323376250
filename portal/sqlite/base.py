"""Django's backend for SQLite: who begins to write stands in line, and waits for the disk after it.

The line is `portal.sqlite.line`, the waiting `portal.sqlite.flushing`.
"""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db.backends.sqlite3 import base

from portal.sqlite import flushing, line

logger = logging.getLogger(__name__)

LOCKING = ("IMMEDIATE", "EXCLUSIVE")
# As Django and the portal's own statements begin.
WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that takes a place in the line before a transaction that locks, and leaves it at the end.

    A savepoint is inside the transaction, so it asks nobody; DEFERRED locks nothing at its beginning. What
    was committed is flushed to the disk by whoever committed it, outside of the line and before anybody is
    told that it is done.
    """

    transaction_mode: str | None
    _line: line.Line | None = None
    _place: line.Place | None = None
    _log: flushing.Log | None = None
    _flushes_after_commit = False

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._leave()
        self._flushes_after_commit = False
        connection = super().get_new_connection(conn_params)
        self._line = line.of(connection)
        self._log = flushing.log_of(connection) if self._line else None
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        cursor = self.connection.cursor(factory=Cursor)
        cursor.database = self
        return cursor

    @contextmanager
    def in_line(self) -> Iterator[None]:
        """Around one statement that is a transaction by itself."""
        self._enter()
        try:
            yield
        finally:
            self._leave()

    def _start_transaction_under_autocommit(self) -> None:
        if self.transaction_mode in LOCKING:
            self._enter()
        try:
            self._flush_after_commit()
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_and_flush_within()
            raise

    def _set_autocommit(self, autocommit: bool) -> None:
        # Python's library commits what is open, without asking `commit`.
        with self._flushed() if autocommit else nullcontext():
            super()._set_autocommit(autocommit)  # type: ignore[misc]

    def commit(self) -> None:
        with self._flushed():
            super().commit()

    @contextmanager
    def _flushed(self) -> Iterator[None]:
        """Around what commits; raises `OperationalError` if the disk does not take it."""
        flushes = self._flushes_after_commit
        try:
            yield
        finally:
            self._leave_if_ended()
        if flushes and self._log is not None:
            with self.wrap_database_errors:
                self._log.flush()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self._leave_if_ended()

    def close(self) -> None:
        try:
            super().close()
        finally:
            if self.connection is None or self.closed_in_transaction:
                self._leave()

    def _enter(self) -> None:
        if self._line is None or self._place is not None:
            return
        try:
            self._place = self._line.enter(self.settings_dict["OPTIONS"].get("timeout", 5.0))
        except TimeoutError:
            with self.wrap_database_errors:
                raise _locked() from None
        except OSError as error:
            logger.warning("A writer does not stand in line: %s", error)

    def _leave_if_ended(self) -> None:
        # A commit that is refused leaves the transaction open, to be rolled back.
        with self.wrap_database_errors:
            if self.connection is None or not self.connection.in_transaction:
                self._leave_and_flush_within()

    def _flush_after_commit(self) -> None:
        if self._log is not None and self._place is not None and not self.connection.in_transaction:
            with self.wrap_database_errors:
                self._log.flush_after_commit(self.connection)
            self._flushes_after_commit = True

    def _leave_and_flush_within(self) -> None:
        """Leaves the line; what is written without it is flushed by SQLite itself, as ever."""
        self._leave()
        if not self._flushes_after_commit or self._log is None or self.connection is None:
            return
        # Within a transaction SQLite refuses it.
        if not self.connection.in_transaction:
            self._flushes_after_commit = False
            with self.wrap_database_errors:
                self._log.flush_within_commit(self.connection)

    def _leave(self) -> None:
        if self._line is not None and self._place is not None:
            place, self._place = self._place, None
            self._line.leave(place)


class Cursor(base.SQLiteCursorWrapper):
    """Takes a place for a statement that writes outside of a transaction."""

    database: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:
        if self.connection.in_transaction or not query.startswith(WRITING):
            return super().execute(query, params)
        with self.database.in_line():
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        if self.connection.in_transaction or not query.startswith(WRITING):
            return super().executemany(query, param_list)
        with self.database.in_line():
            return super().executemany(query, param_list)


def _locked() -> sqlite3.OperationalError:
    """What SQLite itself says to whoever waited in vain."""
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    error.sqlite_errorname = "SQLITE_BUSY"
    return error
