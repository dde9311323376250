"""The database as one file, and back: SQLite by its own copying, PostgreSQL by its own programs."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from portal.backup import leftovers
from portal.backup.failure import BackupError

FILE_NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
# As long as a writer of the portal waits.
LOCK_TIMEOUT = "-c lock_timeout=20s"
# What was there goes in the same transaction in which the copy comes: tables that are younger than it too.
_EMPTIED = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
# Below VAR_DIR, while a copy is put back.
_SCRIPT_FOLDER = ".restoring-database-"


def vendor() -> str:
    """The kind of the portal's database.

    Raises:
        BackupError: it is neither SQLite nor PostgreSQL.
    """
    if connection.vendor not in FILE_NAMES:
        raise BackupError(f"The database is {connection.vendor}: use its own programs.")
    return connection.vendor


def save(target: Path) -> None:
    """Writes a copy of the database as it is at one moment, beside whoever reads and writes.

    Raises:
        BackupError: it could not be made.
        OSError: it could not be written.
    """
    target.touch(mode=0o600, exist_ok=False)
    if vendor() == "sqlite":
        try:
            connection.ensure_connection()
            with closing(sqlite3.connect(target)) as copy:
                connection.connection.backup(copy)
                # One file, with no other beside it.
                copy.execute("PRAGMA journal_mode=DELETE")
        except (sqlite3.Error, DatabaseError) as error:
            raise BackupError(f"The database cannot be copied: {error}.") from error
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
    with target.open("rb") as written:
        os.fsync(written.fileno())


def is_empty() -> bool:
    """Whether nothing was ever migrated into the database.

    Raises:
        BackupError: it does not answer.
    """
    try:
        return not connection.introspection.table_names()
    except DatabaseError as error:
        raise BackupError(f"The database does not answer: {error}.") from error


def put_back(source: Path) -> None:
    """Replaces everything in the database by a copy, or nothing.

    Raises:
        BackupError: it could not be put back; the database is as it was.
    """
    if vendor() == "sqlite":
        try:
            connection.ensure_connection()
            with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as copy:
                [(sound,)] = copy.execute("PRAGMA quick_check(1)").fetchall()
                if sound != "ok":
                    raise BackupError("The database in the backup is damaged. Nothing was changed.")
                copy.backup(connection.connection)
        except (sqlite3.Error, DatabaseError) as error:
            raise BackupError(f"The database cannot be put back: {error}. Nothing was changed.") from error
        finally:
            connection.close()
        return
    connection.close()
    sweep()
    # Read to its end before anything is dropped: a copy that breaks off halfway is no copy.
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR, prefix=_SCRIPT_FOLDER) as beside:
        script = Path(beside) / "database.sql"
        restore = ["pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source)]
        _call(restore, dict(os.environ))
        _run("psql", "--no-psqlrc", "--quiet", "--output=/dev/null", "--single-transaction",
             "--set=ON_ERROR_STOP=1", f"--command={_EMPTIED}", f"--file={script}")  # fmt: skip


def sweep(*, older_than: float = 0) -> None:
    """Deletes what a restore that was killed left of a database, unless it is younger, in seconds."""
    leftovers.sweep(Path(settings.VAR_DIR), f"{_SCRIPT_FOLDER}*", older_than=older_than)


def _run(program: str, *arguments: str) -> None:
    """Runs a program of PostgreSQL's on the portal's database; nobody reads its password from the list of
    processes."""
    command, added = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    environment = {**os.environ, **(added or {}), "PGOPTIONS": LOCK_TIMEOUT}
    _call([program, *command[1:], *arguments], environment)


def _call(command: list[str], environment: dict[str, str]) -> None:
    program = shutil.which(command[0])
    if program is None:
        raise BackupError(f"{command[0]} is missing: install Debian's package postgresql-client.")
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL's, and arguments of ours
        [program, *command[1:]], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        [*_before, last] = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise BackupError(f"{command[0]} failed: {last}. Nothing was changed.")
