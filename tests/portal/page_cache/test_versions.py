"""The version is what was committed last, though nothing is asked of SQLite while nobody writes."""

import os
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from portal.edition.models import CONTENT, COUNTS, Edition
from portal.page_cache import versions as module
from portal.page_cache.versions import Version, Versions

pytestmark = pytest.mark.usefixtures("committed_db")

ASKED_EACH_TIME = {"sqlite": 0, "postgresql": 1}


@pytest.fixture
def versions() -> Iterator[Versions]:
    versions = Versions()
    for number in (CONTENT, COUNTS):
        Edition.objects.update_or_create(pk=number, defaults={"token": f"first {number}"})
    yield versions
    versions.close()


def write(token: str, number: int = CONTENT) -> None:
    Edition.objects.filter(pk=number).update(token=token)


def of_another_connection(work: Any) -> None:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def asked(versions: Versions, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by one with each question to the database."""
    source: Any = versions._source
    read, questions = source.read, []

    def counted() -> Any:
        questions.append("asked")
        return read()

    monkeypatch.setattr(source, "read", counted)
    return questions


def test_nothing_is_asked_of_sqlite_while_nobody_writes(
    versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = versions.read()
    questions = asked(versions, monkeypatch)

    assert versions.read() == first
    assert len(questions) == ASKED_EACH_TIME[connection.vendor]
    write("second")
    assert versions.read() == Version("second", f"first {COUNTS}")
    assert len(questions) == ASKED_EACH_TIME[connection.vendor] + 1


def test_each_of_three_hundred_changes_is_seen_at_once(versions: Versions) -> None:
    seen = []
    for turn in range(300):
        number = (CONTENT, COUNTS)[turn % 2]
        of_another_connection(lambda number=number, turn=turn: write(f"turn {turn}", number))
        version = versions.read()
        assert version is not None
        seen.append((version.content, version.counts)[turn % 2])

    assert seen == [f"turn {turn}" for turn in range(300)]


def test_what_is_not_committed_is_not_seen(versions: Versions) -> None:
    before = versions.read()
    with transaction.atomic():
        write("not yet")
        assert versions.read() == before
        transaction.set_rollback(True)
    assert versions.read() == before


@pytest.mark.parametrize("mode", ["PASSIVE", "FULL", "RESTART", "TRUNCATE"])
def test_a_log_that_begins_anew_hides_no_change(versions: Versions, mode: str) -> None:
    if connection.vendor == "sqlite":
        write("in the log")
        versions.read()
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA wal_checkpoint({mode})")
    write("after it")
    version = versions.read()
    assert version is not None
    assert version.content == "after it"


def test_what_was_read_before_the_processes_parted_is_read_anew(
    versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions.read()
    before = versions._source
    assert before is not None
    with monkeypatch.context() as parted:
        parted.setattr(os, "getpid", lambda: -1)
        assert versions.read() is not None
        assert versions._source is not before
        versions.close()
    before.close()


def test_where_there_is_no_log_it_is_asked_each_time(
    versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_mapping", lambda path: None)
    versions.read()
    questions = asked(versions, monkeypatch)
    for _turn in range(2):
        versions.read()

    assert len(questions) == 2
