"""When what SQLite commits reaches the disk: after the next writer was let in, before anybody is told.

With `synchronous=FULL` SQLite waits for the disk while it holds its one lock, so writers wait for it one
after the other. Here a transaction commits with `NORMAL`, which writes to the log and waits for nothing, and
whoever committed flushes the log afterwards. Who flushes at the same time shares one wait of the disk.

What was promised is as safe as with `FULL`: nobody is answered, and nothing that waits for the commit begins,
before the flush came back. A power cut before that can only take what nobody was told of: the log is read in
order, so it never keeps a transaction without those before it, and each flush is one of all that came before.
SQLite itself flushes the log before it is emptied into the database, with `NORMAL` too
(https://www.sqlite.org/pragma.html#pragma_synchronous).
"""

import os
import sqlite3
from pathlib import Path

# As `PRAGMA synchronous` counts.
FULL = 2


class Log:
    """The write-ahead log of one database.

    Args:
        database: path of the database's own file.
    """

    def __init__(self, database: str) -> None:
        self.path = Path(f"{database}-wal")

    def flush_after_commit(self, connection: sqlite3.Connection) -> None:
        """What the next transaction commits waits for `flush`."""
        connection.execute("PRAGMA synchronous=NORMAL")

    def flush_within_commit(self, connection: sqlite3.Connection) -> None:
        """What is committed from now on waits for the disk by itself."""
        connection.execute("PRAGMA synchronous=FULL")

    def flush(self) -> None:
        """Waits until the disk holds all that was committed so far.

        SQLite locks its other two files, never this one: to close it ends none of its locks.

        Raises:
            sqlite3.OperationalError: the disk does not take it, in the words of SQLite.
        """
        try:
            log = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fdatasync(log)
            finally:
                os.close(log)
        except OSError as error:
            raise _not_flushed() from error


def log_of(connection: sqlite3.Connection) -> Log | None:
    """The log of a database whose commits wait for the disk; None where there is none or they do not."""
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
    _number, _name, path = connection.execute("PRAGMA database_list").fetchone()
    return Log(path) if path and mode == "wal" and synchronous == FULL else None


def _not_flushed() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
    error.sqlite_errorname = "SQLITE_IOERR_FSYNC"
    return error
