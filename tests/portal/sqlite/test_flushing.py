"""What is committed is on the disk before anybody is told, and nobody waits for the disk in the line."""

import errno
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from portal.sqlite import flushing, line
from portal.web import outage
from portal.worker.models import Heartbeat

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL flushes its log for many at once."),
    pytest.mark.usefixtures("committed_db"),
]
FULL, NORMAL = 2, 1


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What was so whenever the disk was waited for."""
    connection.ensure_connection()
    before = line.of(connection.connection)
    assert before is not None
    seen: list[dict[str, Any]] = []
    flush = os.fdatasync

    def look(file: int) -> None:
        with closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as other:
            (beats,) = other.execute("SELECT count(*) FROM portal_heartbeat").fetchone()
        try:
            before.leave(before.enter(0))
            free = True
        except TimeoutError:
            free = False
        seen.append({"log": os.path.samestat(os.fstat(file), log().stat()), "free": free, "beats": beats})
        flush(file)

    monkeypatch.setattr(os, "fdatasync", look)
    return seen


def log() -> Path:
    return Path(f"{connection.settings_dict['NAME']}-wal")


def beat(name: str = "one") -> Heartbeat:
    return Heartbeat.objects.create(worker_id=name, beaten_at="2026-01-01T00:00:00Z")


def synchronous() -> int:
    (found,) = connection.connection.execute("PRAGMA synchronous").fetchone()
    return int(found)


def test_it_is_flushed_once_after_the_line_was_left_and_before_what_follows(
    flushed: list[dict[str, Any]],
) -> None:
    then: list[int] = []
    with transaction.atomic():
        transaction.on_commit(lambda: then.append(len(flushed)))
        with transaction.atomic():
            beat()
        assert flushed == []
    assert flushed == [{"log": True, "free": True, "beats": 1}]
    assert then == [1]


def test_what_autocommit_commits_is_flushed_too(flushed: list[dict[str, Any]]) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    beat()
    connection.set_autocommit(True)
    assert flushed == [{"log": True, "free": True, "beats": 1}]


def test_what_is_rolled_back_waits_for_nothing(flushed: list[dict[str, Any]]) -> None:
    with transaction.atomic():
        beat()
        transaction.set_rollback(True)
    assert flushed == []
    assert synchronous() == FULL


def test_what_is_written_without_a_transaction_is_flushed_by_sqlite(flushed: list[dict[str, Any]]) -> None:
    assert synchronous() == FULL
    with transaction.atomic():
        assert synchronous() == NORMAL
    assert synchronous() == FULL
    flushed.clear()
    beat()
    assert flushed == []
    assert synchronous() == FULL


def no_flush(_file: int) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def no_log(_path: Path, _flags: int) -> int:
    raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))


@pytest.mark.parametrize(("call", "fails"), [("fdatasync", no_flush), ("open", no_log)])
def test_who_cannot_flush_is_told_that_it_is_not_done(
    call: str, fails: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    followed: list[str] = []

    def decide() -> None:
        with transaction.atomic():
            transaction.on_commit(lambda: followed.append("a letter"))
            beat()

    connection.ensure_connection()
    with monkeypatch.context() as failing:
        failing.setattr(os, call, fails)
        with pytest.raises(OperationalError, match="disk I/O error") as raised:
            decide()
    assert outage.is_outage(raised.value)
    assert followed == []
    assert synchronous() == FULL
    with transaction.atomic():
        beat("two")


def test_a_transaction_within_another_leaves_it_as_it_is() -> None:
    ours: Any = connection
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    beat()
    with pytest.raises(OperationalError, match="within a transaction"):
        ours._start_transaction_under_autocommit()
    assert synchronous() == NORMAL
    connection.rollback()
    connection.set_autocommit(True)
    assert synchronous() == FULL


def test_where_nobody_stands_in_line_sqlite_flushes_as_ever(
    flushed: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_line: line.Line, _seconds: float) -> line.Place:
        raise OSError("No space left on device")

    monkeypatch.setattr(line.Line, "enter", fail)
    with transaction.atomic():
        assert synchronous() == FULL
        beat()
    assert flushed == []


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ("PRAGMA journal_mode=DELETE", "own"),
        ("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF", "own"),
        ("PRAGMA journal_mode=WAL", ""),
    ],
)
def test_a_database_that_waits_for_no_disk_has_nothing_to_flush(
    settings: str, path: str, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / path if path else ":memory:")) as database:
        database.executescript(settings)
        assert flushing.log_of(database) is None


def test_the_log_can_be_opened_and_closed_while_sqlite_holds_its_locks(tmp_path: Path) -> None:
    """Whoever closes a file of which the process holds locks ends them, however it was opened."""
    path = tmp_path / "own"
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.executescript("PRAGMA journal_mode=WAL; CREATE TABLE one (it); BEGIN IMMEDIATE")
        flushing.Log(str(path)).flush()
        stranger = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
        tried = subprocess.run(
            [sys.executable, "-c", stranger, path], capture_output=True, text=True, timeout=120, check=False
        )
    assert "database is locked" in tried.stderr
