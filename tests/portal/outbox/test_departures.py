"""A backup that is put back sends no letter again that had left since it was made."""

import json
import sqlite3
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from portal.models import Installation, OutboxMessage
from portal.outbox import departures
from portal.outbox import sending as outbox
from tests.portal.outbox.letters import letter_to, sent, statuses

Status = OutboxMessage.Status
TABLES = ("portal_outboxmessage", "portal_installation")


@pytest.fixture
def back_up(committed_db: None, tmp_path: Path) -> Callable[[], Callable[[], None]]:
    """Copies the database as a backup does; what it returns puts the copy back."""

    def on_sqlite() -> Callable[[], None]:
        connection.ensure_connection()
        copy = tmp_path / "backup.sqlite3"
        with sqlite3.connect(copy) as target:
            connection.connection.backup(target)

        def put_back() -> None:
            with sqlite3.connect(copy) as source:
                source.backup(connection.connection)

        return put_back

    def on_postgresql() -> Callable[[], None]:
        copies: dict[str, bytes] = {}
        for table in TABLES:
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as rows:
                copies[table] = b"".join(bytes(row) for row in rows)

        def put_back() -> None:
            for table, content in copies.items():
                with connection.cursor() as cursor:
                    cursor.execute(f"TRUNCATE {table} CASCADE")
                    with cursor.copy(f"COPY {table} FROM STDIN") as rows:
                        rows.write(content)

        return put_back

    return {"sqlite": on_sqlite, "postgresql": on_postgresql}[connection.vendor]


def test_what_left_after_the_backup_does_not_leave_again(back_up: Callable[[], Callable[[], None]]) -> None:
    letter_to("before")
    outbox.deliver_due()
    letter_to("waiting")
    put_back = back_up()
    outbox.deliver_due()
    assert sent() == ["before", "waiting"]

    put_back()
    letter_to("new")
    outbox.deliver_due()

    assert sent() == ["before", "waiting", "new"]
    assert statuses() == {"before": Status.SENT, "waiting": Status.HELD, "new": Status.SENT}


def test_a_backup_made_while_a_letter_was_leaving_is_recognised_too(
    back_up: Callable[[], Callable[[], None]],
) -> None:
    put_backs = []

    def back_up_meanwhile(_message: Any, _secret: Any) -> str:
        put_backs.append(back_up())
        return "link"

    outbox.register_link_kind("backing up", outbox.LinkKind(address=back_up_meanwhile))
    message = letter_to("leaving")
    OutboxMessage.objects.filter(pk=message.pk).update(link_kind="backing up")
    outbox.deliver_due()

    put_backs[0]()
    OutboxMessage.objects.update(next_attempt_at=timezone.now(), link_kind="")
    outbox.deliver_due()

    assert sent() == ["leaving"]
    assert statuses() == {"leaving": Status.HELD}


def test_a_backup_since_which_nothing_left_is_put_back_without_holding_anything(
    back_up: Callable[[], Callable[[], None]],
) -> None:
    letter_to("before")
    outbox.deliver_due()
    letter_to("waiting")
    back_up()()

    outbox.deliver_due()

    assert sent() == ["before", "waiting"]


def test_it_is_held_once_and_staff_send_it_or_say_that_it_had_left(
    back_up: Callable[[], Callable[[], None]],
) -> None:
    letter_to("a")
    put_back = back_up()
    outbox.deliver_due()
    put_back()
    outbox.deliver_due()
    outbox.deliver_due()
    assert statuses() == {"a": Status.HELD}

    call_command("release_letters")
    outbox.deliver_due()
    assert sent() == ["a", "a"]

    put_back()
    outbox.deliver_due()
    call_command("release_letters", "--as-sent")
    outbox.deliver_due()
    assert sent() == ["a", "a"]
    assert statuses() == {"a": Status.SENT}


@pytest.mark.django_db
class TestOnAnotherMachine:
    def test_a_database_whose_letters_were_sent_elsewhere_holds_what_waits(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        letter_to("a")
        outbox.deliver_due()
        letter_to("b")
        settings.DEPARTURES_FILE = tmp_path / "elsewhere" / "letters.json"

        outbox.deliver_due()
        letter_to("c")
        outbox.deliver_due()

        assert sent() == ["a", "c"]
        assert statuses()["b"] == Status.HELD

    def test_a_new_database_beside_the_file_of_another_sends_at_once(self, settings: Settings) -> None:
        letter_to("a")
        outbox.deliver_due()
        OutboxMessage.objects.all().delete()
        Installation.objects.all().delete()
        letter_to("b")

        outbox.deliver_due()

        assert sent() == ["a", "b"]

    def test_a_worker_killed_at_its_first_letter_is_no_backup(self, settings: Settings) -> None:
        departures.hold_after_restore()
        # The first of the two figures was written, the second was not.
        Installation.objects.update(departures=1)
        letter_to("a")

        outbox.deliver_due()

        assert sent() == ["a"]

    def test_a_file_that_is_broken_counts_as_lost(self, settings: Settings) -> None:
        letter_to("a")
        outbox.deliver_due()
        Path(settings.DEPARTURES_FILE).write_text("{")
        letter_to("b")

        outbox.deliver_due()

        assert sent() == ["a"]

    def test_no_letter_leaves_that_nobody_could_count(self, settings: Settings) -> None:
        settings.DEPARTURES_FILE = "/proc/nowhere/letters.json"
        letter_to("a")

        with pytest.raises(OSError, match="nowhere"):
            outbox.deliver_due()

        assert sent() == []
        assert statuses() == {"a": Status.PENDING}


@pytest.mark.django_db
class TestTheFigures:
    """The same in the database and in the file, which is how one is known to be older than the other."""

    @pytest.fixture
    def file(self, settings: Settings, tmp_path: Path) -> Path:
        settings.DEPARTURES_FILE = tmp_path / "not" / "there" / "letters.json"
        return Path(settings.DEPARTURES_FILE)

    def test_each_departure_is_counted_in_both(self, file: Path) -> None:
        for figure in (1, 2, 3):
            departures.count_one()

            installation, marker = Installation.current(), departures.read()
            assert marker is not None
            assert (installation.departures, marker.departures) == (figure, figure)
            assert marker.identity == installation.identity
            assert abs(timezone.now() - marker.written_at) < timedelta(minutes=1)
        # One figure, replaced as a whole.
        assert json.loads(file.read_text())["departures"] == 3

    def test_a_process_that_is_behind_takes_nothing_back(self, file: Path) -> None:
        departures.count_one()
        departures.count_one()
        Installation.objects.update(departures=0)

        departures.count_one()

        marker = departures.read()
        assert marker is not None
        assert marker.departures == 2

    def test_the_figure_of_another_database_is_replaced_however_high(self, file: Path) -> None:
        departures.count_one()
        departures.count_one()
        Installation.objects.update(departures=0, identity=uuid.uuid4())

        departures.count_one()

        marker = departures.read()
        assert marker is not None
        assert (marker.identity, marker.departures) == (Installation.current().identity, 1)

    @pytest.mark.parametrize(
        "change",
        [{"identity": "x"}, {"identity": None}, {"departures": "x"}, {"written_at": "ieri"}, {}, None],
    )
    def test_a_file_that_is_not_ours_says_nothing(self, file: Path, change: Any) -> None:
        assert departures.read() is None
        departures.count_one()
        said = json.loads(file.read_text())
        file.write_text(json.dumps({**said, **change} if change else [] if change is None else {}))

        assert departures.read() is None

    def test_only_letters_older_than_the_file_are_held_and_the_next_run_holds_nothing_more(
        self, file: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        for key in ("a", "b", "left", "new"):
            letter_to(key)
        for _letter in range(5):
            departures.count_one()
        marker = departures.read()
        assert marker is not None
        OutboxMessage.objects.exclude(key="new").update(created_at=marker.written_at)
        OutboxMessage.objects.filter(key="new").update(created_at=marker.written_at + timedelta(seconds=1))
        OutboxMessage.objects.filter(key="left").update(status=Status.SENT)
        # The backup is put back.
        Installation.objects.update(departures=2)

        assert departures.hold_after_restore() == 2

        assert statuses() == {"a": Status.HELD, "b": Status.HELD, "left": Status.SENT, "new": Status.PENDING}
        assert OutboxMessage.objects.get(key="a").stopped_at is not None
        assert "The database was put back from elsewhere: 2 letters are held for staff." in caplog.messages
        # Higher than anything that was ever counted, so that even older backups are recognised.
        marker = departures.read()
        assert marker is not None
        assert Installation.current().departures == marker.departures == 6
        assert departures.hold_after_restore() == 0

    def test_holding_all_holds_whatever_waits_and_counts_on(self, file: Path) -> None:
        for key in ("a", "b", "failed"):
            letter_to(key)
        OutboxMessage.objects.filter(key="failed").update(status=Status.FAILED)
        departures.count_one()

        assert departures.hold_all() == 2

        assert statuses() == {"a": Status.HELD, "b": Status.HELD, "failed": Status.FAILED}
        assert Installation.current().departures == 2
