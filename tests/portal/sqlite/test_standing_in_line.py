"""Every transaction of the portal that locks SQLite stands in line, and leaves it however it ends."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from portal.sqlite import line
from portal.sqlite.line import Line, Place
from portal.web import outage
from portal.worker.models import Heartbeat

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps a line of its own."),
    pytest.mark.usefixtures("committed_db"),
]


@pytest.fixture
def before() -> Line:
    """The line before the database of the test."""
    connection.ensure_connection()
    found = line.of(connection.connection)
    assert found is not None
    return found


def is_free(before: Line) -> bool:
    """Whether nobody stands in the line."""
    try:
        before.leave(before.enter(0))
    except TimeoutError:
        return False
    return True


@contextmanager
def impatient() -> Iterator[None]:
    """Who waits for a tenth of a second is told, instead of for twenty."""
    patience = connection.settings_dict["OPTIONS"]["timeout"]
    connection.settings_dict["OPTIONS"]["timeout"] = 0.1
    try:
        yield
    finally:
        connection.settings_dict["OPTIONS"]["timeout"] = patience


def beat(name: str = "one") -> Heartbeat:
    return Heartbeat.objects.create(worker_id=name, beaten_at="2026-01-01T00:00:00Z")


def test_transactions_inside_one_another_stand_in_line_once(before: Line) -> None:
    with transaction.atomic(durable=True):
        assert not is_free(before)
        with transaction.atomic(), transaction.atomic(savepoint=False):
            beat()
        assert not is_free(before)
    assert is_free(before)
    assert Heartbeat.objects.count() == 1


def test_it_is_left_when_a_transaction_is_rolled_back(before: Line) -> None:
    with transaction.atomic():
        beat()
        transaction.set_rollback(True)
    assert is_free(before)
    assert not Heartbeat.objects.exists()


def test_it_is_left_when_the_commit_is_refused(before: Line) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE child (of INTEGER REFERENCES auth_group (id) DEFERRABLE INITIALLY DEFERRED)"
        )
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO child VALUES (-1)")
    assert is_free(before)
    # Until it is rolled back SQLite is still locked, and whoever comes waits in the line.
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO child VALUES (-1)")
    with pytest.raises(IntegrityError):
        connection.commit()
    assert not is_free(before)
    connection.rollback()
    assert is_free(before)
    connection.set_autocommit(True)


def test_it_is_left_when_autocommit_is_switched_on_again(before: Line) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    beat()
    assert not is_free(before)
    connection.set_autocommit(True)
    assert is_free(before)
    assert Heartbeat.objects.count() == 1


def test_it_is_left_when_somebody_ends_the_connection_by_hand(before: Line) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.connection.close()
    assert is_free(before)


def test_it_is_left_when_the_connection_is_closed_in_the_middle(before: Line) -> None:
    with transaction.atomic():
        beat()
        connection.close()
        assert is_free(before)
    assert not Heartbeat.objects.exists()
    with transaction.atomic():
        assert not is_free(before)
    assert is_free(before)


def test_what_follows_a_commit_is_done_outside_of_the_line(before: Line) -> None:
    seen: list[bool] = []
    with transaction.atomic():
        transaction.on_commit(lambda: seen.append(is_free(before)))
    assert seen == [True]


def test_a_statement_outside_of_a_transaction_stands_in_line_too(before: Line) -> None:
    one = beat()
    beating = Heartbeat.objects.filter(pk=one.pk)
    holds = before.enter(0)
    writes: list[Callable[[], Any]] = [
        lambda: beating.update(beaten_at="2026-01-02T00:00:00Z"),
        lambda: beating._raw_delete(beating.db),
    ]
    with impatient():
        for write in writes:
            with pytest.raises(OperationalError, match="database is locked"):
                write()
    before.leave(holds)
    assert beating.update(beaten_at="2026-01-02T00:00:00Z") == 1
    assert is_free(before)
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM portal_heartbeat WHERE worker_id = %s", [["one"], ["two"]])
    assert is_free(before)


def test_who_only_reads_waits_for_nobody(before: Line) -> None:
    holds = before.enter(0)
    with impatient():
        assert not Heartbeat.objects.exists()
    before.leave(holds)


def test_who_waits_in_vain_is_told_as_sqlite_tells_it(before: Line) -> None:
    holds = before.enter(0)
    locked = pytest.raises(OperationalError, match="database is locked")
    with impatient(), locked as raised, transaction.atomic():
        pytest.fail("It was not our turn.")
    assert outage.is_outage(raised.value)
    cause = raised.value.__cause__
    assert isinstance(cause, sqlite3.OperationalError)
    assert cause.sqlite_errorname == "SQLITE_BUSY"
    before.leave(holds)
    with transaction.atomic():
        beat()
    assert is_free(before)


def test_a_second_connection_of_the_same_thread_is_told_as_it_ever_was(before: Line) -> None:
    second: Any = connection.copy()
    second.settings_dict = {
        **second.settings_dict,
        "OPTIONS": {**second.settings_dict["OPTIONS"], "timeout": 0.1},
    }
    with transaction.atomic(), pytest.raises(OperationalError, match="database is locked"):
        second.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    second.close()
    assert is_free(before)


def test_a_transaction_that_locks_nothing_stands_in_no_line(before: Line) -> None:
    holds = before.enter(0)
    ours: Any = connection
    with impatient():
        ours.transaction_mode = "DEFERRED"
        try:
            with transaction.atomic():
                assert not Heartbeat.objects.exists()
        finally:
            ours.transaction_mode = "IMMEDIATE"
    before.leave(holds)


def test_where_the_line_fails_sqlite_decides_alone(
    before: Line, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_line: Line, _seconds: float) -> Place:
        raise OSError("No space left on device")

    monkeypatch.setattr(Line, "enter", fail)
    with transaction.atomic():
        beat()
    assert Heartbeat.objects.count() == 1
    assert "No space left on device" in caplog.text


def test_who_finds_sqlite_locked_by_a_stranger_leaves_the_line(before: Line) -> None:
    stranger = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=50")
    with pytest.raises(OperationalError, match="database is locked"), transaction.atomic():
        pytest.fail("A stranger writes.")
    assert is_free(before)
    stranger.close()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=20000")


def of_another_thread() -> None:
    try:
        beat("second")
    finally:
        connection.close()


def test_threads_of_the_portal_wait_for_each_other(before: Line) -> None:
    with transaction.atomic():
        beat("first")
        begun = threading.Thread(target=of_another_thread, daemon=True)
        begun.start()
        begun.join(0.2)
        assert begun.is_alive()
    begun.join(60)
    assert sorted(Heartbeat.objects.values_list("worker_id", flat=True)) == ["first", "second"]
