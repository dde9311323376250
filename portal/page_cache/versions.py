"""What of the site is out at this moment: two words of the database, read before Django is asked.

The connection is one of this module's own, because Django's belong to requests. On SQLite nothing is asked
while nobody wrote (decision 133); on PostgreSQL the look is a round trip.
"""

import logging
import mmap
import os
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg
from django.db import connections

from portal.edition.models import CONTENT, COUNTS, Edition

logger = logging.getLogger(__name__)

_QUERY = (
    f'SELECT id, token FROM "{Edition._meta.db_table}" '  # noqa: S608 - no input
    f"WHERE id IN ({CONTENT}, {COUNTS}) ORDER BY id"
)
# A database that does not answer must not keep a page longer than this from asking it itself.
SECONDS_TO_ANSWER = 5


@dataclass(frozen=True)
class Version:
    """The words of what editors change, and of what visitors change."""

    content: str
    counts: str


class Source(Protocol):
    """A connection to one kind of database."""

    def mark(self) -> bytes | None:
        """Another after whatever was written; None when only asking tells."""
        ...

    def read(self) -> list[tuple[Any, Any]]: ...

    def close(self) -> None: ...


# Of the index of the write-ahead log: counter of transactions, frames, checksums. SQLite compares
# the same bytes to know whether what it remembers still holds (sqlite.org/walformat.html, section 2.1).
_HEADER = 48
# By device and inode. Never closed: to close any descriptor of a file ends the locks that this process has on
# it, and those are SQLite's.
_mapped: dict[tuple[int, int], mmap.mmap] = {}


def _mapping(path: str) -> mmap.mmap | None:
    """The file as SQLite has it in memory; None where there is no write-ahead log."""
    try:
        file = Path(path).stat()
        known = _mapped.get((file.st_dev, file.st_ino))
        if known is None and file.st_size >= _HEADER:
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            known = mmap.mmap(descriptor, _HEADER, prot=mmap.PROT_READ)
            _mapped[(file.st_dev, file.st_ino)] = known
    except (OSError, ValueError):
        return None
    return known


class SQLiteSource:
    def __init__(self, settings: dict[str, Any]) -> None:
        self._connection = sqlite3.connect(
            settings["NAME"], timeout=SECONDS_TO_ANSWER, isolation_level=None, check_same_thread=False
        )
        self._connection.execute("PRAGMA query_only = ON")
        # Not there before somebody read, and as long as this connection is open never taken away or cut.
        self._connection.execute(_QUERY).fetchall()
        self._index = _mapping(f"{settings['NAME']}-shm")

    def mark(self) -> bytes | None:
        return None if self._index is None else self._index[:_HEADER]

    def read(self) -> list[tuple[Any, Any]]:
        return self._connection.execute(_QUERY).fetchall()

    def close(self) -> None:
        self._index = None
        self._connection.close()


class PostgreSQLSource:
    """Speaks to libpq itself: psycopg's cursors cost more than the database."""

    def __init__(self, settings: dict[str, Any]) -> None:
        options = {name: value for name, value in settings["OPTIONS"].items() if name != "pool"}
        options.setdefault("connect_timeout", SECONDS_TO_ANSWER)
        self._connection = psycopg.connect(
            host=settings["HOST"] or None,
            port=settings["PORT"] or None,
            user=settings["USER"] or None,
            password=settings["PASSWORD"] or None,
            dbname=settings["NAME"],
            autocommit=True,
            **options,
        )

    def mark(self) -> None:
        return None

    def read(self) -> list[tuple[Any, Any]]:
        result = self._connection.pgconn.exec_(_QUERY.encode())
        if result.status != psycopg.pq.ExecStatus.TUPLES_OK:
            raise psycopg.OperationalError("The version of the content cannot be read.")
        return [
            (result.get_value(row, 0), (result.get_value(row, 1) or b"").decode())
            for row in range(result.ntuples)
        ]

    def close(self) -> None:
        self._connection.close()


_SOURCES: dict[str, Callable[[dict[str, Any]], Source]] = {
    "sqlite": SQLiteSource,
    "postgresql": PostgreSQLSource,
}
_GONE = (sqlite3.Error, psycopg.Error, OSError)


@dataclass(frozen=True)
class _Known:
    """What was read, and the mark that was there before; it holds as long as the mark does."""

    process: int
    source: Source
    mark: bytes
    version: Version


class Versions:
    """Reads the version, with one connection for each process; threads that must ask take turns."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = 0
        self._source: Source | None = None
        self._known: _Known | None = None

    def read(self) -> Version | None:
        """The version as committed now; None when nobody can tell, and then nothing is from memory."""
        known = self._known
        if known is not None and known.process == os.getpid() and known.source.mark() == known.mark:
            return known.version
        with self._lock:
            try:
                source = self._connected()
                # Before it is asked: what is written meanwhile has it asked again.
                mark = source.mark()
                rows = source.read()
            except _GONE as error:
                logger.warning("The version of the content cannot be read: %s", type(error).__name__)
                self._forget()
                return None
            if len(rows) != 2:
                return None
            version = Version(content=rows[0][1], counts=rows[1][1])
            if mark is not None:
                self._known = _Known(self._process, source, mark, version)
        return version

    def close(self) -> None:
        with self._lock:
            self._forget()

    def _connected(self) -> Source:
        # What was opened before the processes parted belongs to another.
        if self._source is None or self._process != os.getpid():
            default = connections["default"]
            self._source = _SOURCES[default.vendor](default.settings_dict)
            self._process = os.getpid()
        return self._source

    def _forget(self) -> None:
        if self._source is not None and self._process == os.getpid():
            self._source.close()
        self._source = self._known = None
