"""Django's backend for SQLite; whoever begins to write stands in line (`portal.sqlite.line`)."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.sqlite3 import base

from portal.sqlite import line

logger = logging.getLogger(__name__)

LOCKING = ("IMMEDIATE", "EXCLUSIVE")
# As Django and the portal's own statements begin.
WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that takes a place in the line before a transaction that locks, and leaves it at the end.

    A savepoint is inside the transaction, so it asks nobody; DEFERRED locks nothing at its beginning.
    """

    transaction_mode: str | None
    _line: line.Line | None = None
    _place: line.Place | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._leave()
        connection = super().get_new_connection(conn_params)
        self._line = line.of(connection)
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
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave()
            raise

    def _set_autocommit(self, autocommit: bool) -> None:
        try:
            super()._set_autocommit(autocommit)  # type: ignore[misc]
        finally:
            # Python's library commits what is open, without asking `commit`.
            if autocommit:
                self._leave_if_ended()

    def commit(self) -> None:
        try:
            super().commit()
        finally:
            self._leave_if_ended()

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
                self._leave()

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
