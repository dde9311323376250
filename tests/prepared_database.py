"""The database of a test process: migrated once, copied by every process until what it is made from changes.

The original is named after the fingerprint of the migrations, the models and what is installed after
migrating (`ops.preparation.database_fingerprint`), of the Python and of the database. Under SQLite it is a
file below `VAR_DIR/cache`; under PostgreSQL a database of the server's, copied as a template.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase
from psycopg import sql

from ops import preparation

# As the settings name it, before a test process has one of its own.
DATABASE = settings.DATABASES["default"]["NAME"]
# Nobody copies while another makes, and nobody drops what another copies. 0x7E57 is "test".
_LOCK = f"SELECT pg_advisory_lock({0x7E57}, hashtext(%s))"
# Originals of other fingerprints kept under SQLite: those of the branches one goes to and fro between.
KEPT = 3


def fingerprint() -> str:
    """Changes with whatever decides what is in a freshly migrated database."""
    files = preparation.database_fingerprint({"DATABASE_URL": connection.vendor})
    # What the settings add, such as an app, shows in no file of the apps.
    added = repr((sys.version_info[:2], settings.INSTALLED_APPS, settings.LANGUAGE_CODE))
    return hashlib.sha256((files + added).encode()).hexdigest()[:20]


@contextmanager
def slot(folder: Path) -> Iterator[int]:
    """The lowest number that no other process holds, until the end of the context or of the process."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    while True:
        handle = os.open(folder / f"{number}.lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            number += 1
            continue
        try:
            yield number
        finally:
            os.close(handle)
        return


def made_once(original: Path, make: Callable[[Path], None]) -> None:
    """Makes the file unless it is there; of processes that ask at once, one makes it and the others wait.

    Args:
        make: writes the file it is given, which becomes the original only when it is whole.
    """
    original.parent.mkdir(parents=True, exist_ok=True)
    with (original.parent / "making.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not original.exists():
            unfinished = original.with_suffix(".unfinished")
            _remove(unfinished)
            make(unfinished)
            unfinished.replace(original)
            others = sorted(original.parent.glob(f"*{original.suffix}"), key=lambda one: one.stat().st_mtime)
            for old in others[: -KEPT - 1]:
                _remove(old)


def _original_file() -> Path:
    return Path(settings.VAR_DIR / "cache" / "databases" / f"{fingerprint()}.sqlite3")


@contextmanager
def sqlite_copy(folder: Path) -> Iterator[str]:
    """A file of this process's own, with what migrating leaves; its path."""
    original = _original_file()
    with slot(folder / "slots") as number:
        copy = folder / f"test_{number}.sqlite3"
        made_once(original, _migrate_file)
        _remove(copy)
        shutil.copyfile(original, copy)
        # What is used stays, what no branch has asked for goes first.
        os.utime(original)
        yield str(copy)
        _remove(copy)


@contextmanager
def postgresql_copy(folder: Path) -> Iterator[str]:
    """A database of this process's own on the server, with what migrating leaves; its name."""
    original = f"test_{DATABASE}_original_{fingerprint()}"
    with slot(folder / "slots") as number, _server() as server:
        copy = f"test_{DATABASE}_{number}"
        server.execute(_LOCK, [f"test_{DATABASE}"])
        _make_on_server(server, f"test_{DATABASE}_original_", original)
        _drop(server, copy)
        _copy_on_server(server, original, copy)
        server.execute("SELECT pg_advisory_unlock_all()")
        yield copy
        _drop(server, copy)


@contextmanager
def database_of_this_process() -> Iterator[None]:
    """Points the connection at a copy of the original, and gives the name back in the end.

    Meanwhile a test whose transactions commit ends by putting back what was there when the process began.
    """
    folder = settings.VAR_DIR / "test"
    before = settings.DATABASES["default"]["NAME"]
    on_sqlite = connection.vendor == "sqlite"
    copied, beginning = (
        (sqlite_copy, sqlite_beginning) if on_sqlite else (postgresql_copy, postgresql_beginning)
    )
    with copied(folder) as name, pytest.MonkeyPatch.context() as patched:
        connect_to(name)
        with beginning() as put_back:
            # In place of Django's, which empties all tables and writes anew, row by row, what was in them.
            patched.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: put_back())
            yield
        connect_to(before)


class FilledFile:
    """A database of SQLite with more in it than what migrating leaves, to be copied."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "database.sqlite3"

    def make(self, fill: Callable[[], None]) -> None:
        shutil.copyfile(_original_file(), self.path)
        connect_to(self.path)
        fill()
        _into_one_file()

    @contextmanager
    def copied(self) -> Iterator[None]:
        before = settings.DATABASES["default"]["NAME"]
        copy = Path(f"{before}.filled")
        shutil.copyfile(self.path, copy)
        connect_to(str(copy))
        yield
        connect_to(before)
        _remove(copy)


class FilledOnServer:
    """The same on a server of PostgreSQL."""

    def __init__(self, folder: Path) -> None:
        # Like originals: the next run, of whatever checkout, removes what this one leaves.
        self.prefix = f"test_{DATABASE}_filled_"
        self.name = self.prefix + folder.name[:12]

    def make(self, fill: Callable[[], None]) -> None:
        before = settings.DATABASES["default"]["NAME"]
        original = f"test_{DATABASE}_original_{fingerprint()}"
        with _server() as server:
            for [earlier] in server.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.prefix]
            ).fetchall():
                _drop(server, earlier)
            server.execute(_LOCK, [f"test_{DATABASE}"])
            _copy_on_server(server, original, self.name)
        connect_to(self.name)
        fill()
        connect_to(before)

    @contextmanager
    def copied(self) -> Iterator[None]:
        before = settings.DATABASES["default"]["NAME"]
        copy = f"{before}_filled"
        with _server() as server:
            _drop(server, copy)
            _copy_on_server(server, self.name, copy)
            connect_to(copy)
            yield
            connect_to(before)
            _drop(server, copy)


def filled(folder: Path) -> FilledFile | FilledOnServer:
    """A database for a folder, which is of one run: whoever makes another in its place removes it."""
    return FilledFile(folder) if connection.vendor == "sqlite" else FilledOnServer(folder)


@contextmanager
def sqlite_beginning() -> Iterator[Callable[[], None]]:
    """Keeps the whole database in memory; what puts it back."""
    with closing(sqlite3.connect(":memory:")) as kept:
        connection.ensure_connection()
        connection.connection.backup(kept)

        def put_back() -> None:
            connection.ensure_connection()
            kept.backup(connection.connection)

        yield put_back


@contextmanager
def postgresql_beginning() -> Iterator[Callable[[], None]]:
    """Keeps the rows of each table; what puts back those of the tables that hold others now."""
    marks = _marks()
    kept = {table: _rows(table) for table, mark in marks.items() if mark}

    def put_back() -> None:
        changed = [_quoted(table) for table, mark in _marks().items() if mark != marks[table]]
        with transaction.atomic(), connection.cursor() as cursor:
            # Some refuse changes. Foreign keys are looked at when all is done, so the order does not matter.
            for table in changed:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for table in changed:
                # TRUNCATE writes new files for each, which takes seconds.
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our tables
            for table, rows in kept.items():
                if _quoted(table) in changed:
                    with cursor.copy(f"COPY {_quoted(table)} FROM STDIN") as written:
                        written.write(rows)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in changed:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    yield put_back


def _marks() -> dict[str, str]:
    """A digest of what each table holds; empty where it holds nothing."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        each = [
            f"SELECT '{table}', coalesce(md5(string_agg(one::text, '|' ORDER BY one::text)), '') "  # noqa: S608
            f"FROM {_quoted(table)} one"
            for table in tables
        ]
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())


def _rows(table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f"COPY {_quoted(table)} TO STDOUT") as rows:
        return b"".join(rows)


def _quoted(table: str) -> str:
    return connection.ops.quote_name(table)


def _migrate_file(path: Path) -> None:
    connect_to(str(path))
    _migrate()
    _into_one_file()


def _into_one_file() -> None:
    """Leaves a database of SQLite as the one file that is copied."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    call_command("createcachetable", verbosity=0)


def _make_on_server(server: psycopg.Connection[Any], prefix: str, original: str) -> None:
    """Makes the original unless it is there; those of other fingerprints go."""
    found = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
    known = {row[0] for row in found}
    if original in known:
        return
    for old in known:
        _drop(server, old)
    unfinished = f"{prefix}unfinished"
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
    connect_to(unfinished)
    _migrate()
    connection.close()
    server.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(original))
    )


def _server() -> psycopg.Connection[Any]:
    """A connection of its own beside Django's, to a database that is always there."""
    chosen = settings.DATABASES["default"]
    parts = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    said = {word: chosen[key] for word, key in parts.items() if chosen.get(key)}
    return psycopg.connect(dbname="postgres", autocommit=True, **said)


def _copy_on_server(server: psycopg.Connection[Any], original: str, copy: str) -> None:
    server.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(copy), sql.Identifier(original))
    )


def _drop(server: psycopg.Connection[Any], name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def connect_to(name: str | Path) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
