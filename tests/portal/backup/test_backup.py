"""What is backed up can be put back, whole; what cannot be finished leaves no trace."""

import contextlib
import errno
import json
import os
import re
import shutil
import socket
import sqlite3
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.utils import timezone
from pytest_django import Settings

from candidature.log import triggers
from candidature.models import LogEntry, Submission, UploadedFile
from portal.backup import archive, databases, restoring
from portal.health import readiness
from portal.health.readiness import Finding, State
from portal.models import Heartbeat, OutboxMessage
from portal.outbox import sending as outbox
from tests.candidature.factories import CallPageFactory, submitted
from tests.portal.settings.programs import alone

pytestmark = pytest.mark.skipif(
    connection.vendor == "postgresql" and not all(map(shutil.which, ("pg_dump", "pg_restore", "psql"))),
    reason="PostgreSQL's programs are missing: install Debian's package postgresql-client.",
)


@pytest.fixture
def files(settings: Settings, tmp_path: Path) -> Path:
    """Media with one picture, applicants' files with one document; their folder."""
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = str(tmp_path / "var/media"), tmp_path / "var/private"
    (tmp_path / "var").mkdir()
    FileSystemStorage().save("images/casa.webp", ContentFile(b"casa"))
    (tmp_path / "var/private/2030").mkdir(parents=True, mode=0o700)
    (tmp_path / "var/private/2030/statuto").write_bytes(b"statuto")
    return tmp_path / "var"


@pytest.fixture(autouse=True)
def nothing_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever else listens on this machine."""
    monkeypatch.setenv("BIND", f"unix:{tmp_path}/nothing")


@pytest.fixture
def sent(committed_db: None) -> Submission:
    return submitted(CallPageFactory.create())


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(*_args: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "copyfileobj", refuse)
        yield


def held(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_was_there_is_there_again_and_no_letter_leaves_by_itself(
    sent: Submission, files: Path, tmp_path: Path
) -> None:
    before, letters = held(files), OutboxMessage.objects.count()
    call_command("backup", str(tmp_path / "backup"))

    outbox.deliver_due()
    submitted(sent.page.specific)
    (files / "private/2030/statuto").unlink()
    (files / "private/later").write_bytes(b"later")
    (files / "media/images/casa.webp").write_bytes(b"spoilt")
    call_command("restore", str(tmp_path / "backup"), "--overwrite")

    assert [one.reference for one in Submission.objects.all()] == [sent.reference]
    assert held(files) == before
    assert [one.status for one in OutboxMessage.objects.all()] == [OutboxMessage.Status.HELD] * letters
    with pytest.raises(DatabaseError, match=triggers.REFUSAL):
        LogEntry.objects.all().delete()


def test_a_restore_says_that_erasures_on_request_are_to_be_repeated(
    sent: Submission, files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("backup", str(tmp_path / "backup"))
    call_command("personal_data", email=sent.email, erase=True)
    assert not Submission.objects.exists()

    call_command("restore", str(tmp_path / "backup"), "--overwrite")

    assert Submission.objects.get() == sent
    assert "repeat `manage.py personal_data --email … --erase`" in capsys.readouterr().out


def test_only_its_owner_reads_a_backup_and_what_is_put_back_is_as_open_as_it_was(
    sent: Submission, files: Path, tmp_path: Path
) -> None:
    call_command("backup", str(tmp_path / "backup"))

    for path in [tmp_path / "backup", *(tmp_path / "backup").rglob("*")]:
        assert mode_of(path) == (0o700 if path.is_dir() else 0o600)

    call_command("restore", str(tmp_path / "backup"), "--overwrite")
    assert (mode_of(files / "media/images"), mode_of(files / "media/images/casa.webp")) == (0o755, 0o644)
    assert (mode_of(files / "private/2030"), mode_of(files / "private/2030/statuto")) == (0o700, 0o600)


def test_a_disk_that_is_full_leaves_no_backup(
    sent: Submission, files: Path, tmp_path: Path, full_disk: None
) -> None:
    with pytest.raises(CommandError, match="the disk is full"):
        call_command("backup", str(tmp_path / "backup"))

    assert [path.name for path in tmp_path.iterdir()] == ["var"]


def test_a_folder_that_cannot_be_listed_leaves_no_backup_and_is_named(
    sent: Submission, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = os.scandir

    def refuse(path: Any) -> Any:
        if str(path) == str(files / "private/2030"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(CommandError, match="private/2030 cannot be read: Permission denied"):
        call_command("backup", str(tmp_path / "backup"))

    assert [path.name for path in tmp_path.iterdir()] == ["var"]


@pytest.mark.parametrize("leads_to", ["elsewhere", "elsewhere/statuto"])
def test_a_link_among_the_files_leaves_no_backup_and_is_named(
    sent: Submission, files: Path, tmp_path: Path, leads_to: str
) -> None:
    (files / "elsewhere").mkdir()
    (files / "elsewhere/statuto").write_bytes(b"statuto")
    (files / "private/2031").symlink_to(files / leads_to)

    with pytest.raises(CommandError, match="private/2031 is a link"):
        call_command("backup", str(tmp_path / "backup"))

    assert not (tmp_path / "backup").exists()


@pytest.mark.parametrize("is_there", [False, True], ids=["missing", "empty"])
def test_files_that_are_away_while_rows_name_them_leave_no_backup(
    sent: Submission, files: Path, tmp_path: Path, is_there: bool
) -> None:
    shutil.rmtree(files / "private")
    if is_there:
        (files / "private").mkdir()
    call_command("backup", str(tmp_path / "before"))
    UploadedFile.objects.create(
        submission=sent, question_key="statuto", original_name="a.pdf", size=7, file="20/30"
    )

    with pytest.raises(CommandError, match="private is missing or empty"):
        call_command("backup", str(tmp_path / "backup"))

    assert not (tmp_path / "backup").exists()


def test_a_backup_is_not_written_over_another_or_into_what_it_copies(
    sent: Submission, files: Path, tmp_path: Path
) -> None:
    call_command("backup", str(tmp_path / "backup"))
    before = held(tmp_path / "backup")

    with pytest.raises(CommandError, match="not empty"):
        call_command("backup", str(tmp_path / "backup"))
    with pytest.raises(CommandError, match="elsewhere"):
        call_command("backup", str(files / "media/backup"))

    assert held(tmp_path / "backup") == before


def test_nothing_is_overwritten_unless_it_is_said(sent: Submission, files: Path, tmp_path: Path) -> None:
    call_command("backup", str(tmp_path / "backup"))
    later = submitted(sent.page.specific)

    with pytest.raises(CommandError, match="--overwrite"):
        call_command("restore", str(tmp_path / "backup"))

    assert Submission.objects.filter(pk=later.pk).exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="On PostgreSQL somebody makes the database first.")
def test_a_new_machine_gets_everything_and_a_second_time_nothing(
    sent: Submission, files: Path, tmp_path: Path
) -> None:
    call_command("backup", str(tmp_path / "backup"))
    new = tmp_path / "new" / "var"
    command = ("manage.py", "restore", str(tmp_path / "backup"))
    settings = {"DJANGO_SETTINGS_MODULE": "portal.settings.embedded", "VAR_DIR": str(new)}
    settings["BIND"] = f"unix:{new}/nothing"

    first, second = alone(*command, **settings), alone(*command, **settings)

    assert first.returncode == 0, first.stderr
    assert "letters are held" in first.stdout
    assert (new / "private/2030/statuto").read_bytes() == b"statuto"
    with closing(sqlite3.connect(new / "portal.sqlite3")) as restored:
        found = restored.execute("SELECT reference FROM candidature_submission").fetchall()
    assert found == [(sent.reference,)]
    assert (mode_of(new), mode_of(new / "portal.sqlite3")) == (0o700, 0o600)
    assert second.returncode == 1
    assert "--overwrite" in second.stderr


def test_a_database_that_does_not_answer_is_told_in_a_sentence(
    sent: Submission, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_command("backup", str(tmp_path / "backup"))
    connection.close()
    name = str(tmp_path / "nowhere" / "x") if connection.vendor == "sqlite" else "nowhere_at_all"
    with monkeypatch.context() as elsewhere:
        elsewhere.setitem(connection.settings_dict, "NAME", name)
        for command in (["backup", str(tmp_path / "other")], ["restore", str(tmp_path / "backup")]):
            with pytest.raises(CommandError):
                call_command(*command)

    assert not (tmp_path / "other").exists()


def test_nothing_is_put_back_under_a_running_worker(sent: Submission, files: Path, tmp_path: Path) -> None:
    call_command("backup", str(tmp_path / "backup"))
    later = submitted(sent.page.specific)
    Heartbeat.objects.create(worker_id="one", beaten_at=timezone.now())

    with pytest.raises(CommandError, match="worker is running"):
        call_command("restore", str(tmp_path / "backup"), "--overwrite")

    assert Submission.objects.filter(pk=later.pk).exists()


@pytest.mark.parametrize("kind", ["unix", "127.0.0.1", "[::1]"])
def test_nothing_is_put_back_under_a_running_web_server(
    sent: Submission, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    call_command("backup", str(tmp_path / "backup"))
    later = submitted(sent.page.specific)
    # The path of a socket may have some hundred letters.
    with tempfile.TemporaryDirectory() as near, contextlib.ExitStack() as listening:
        if kind == "unix":
            bind = f"unix:{near}/portal"
            server = listening.enter_context(socket.socket(socket.AF_UNIX))
            server.bind(f"{near}/portal")
            server.listen()
        else:
            family = socket.AF_INET6 if kind == "[::1]" else socket.AF_INET
            server = listening.enter_context(socket.create_server((kind.strip("[]"), 0), family=family))
            bind = f"{kind}:{server.getsockname()[1]}"
        monkeypatch.setenv("BIND", bind)

        with pytest.raises(CommandError, match=re.escape(f"answers at {bind}")):
            call_command("restore", str(tmp_path / "backup"), "--overwrite")

    assert Submission.objects.filter(pk=later.pk).exists()
    call_command("restore", str(tmp_path / "backup"), "--overwrite")
    assert not Submission.objects.filter(pk=later.pk).exists()


def _without_list(backup: Path) -> None:
    (backup / archive.LIST).unlink()


def _with_half_a_list(backup: Path) -> None:
    (backup / archive.LIST).write_text((backup / archive.LIST).read_text()[:40])


def _without_a_file(backup: Path) -> None:
    (backup / "private/2030/statuto").unlink()


def _with_another_content(backup: Path) -> None:
    (backup / "private/2030/statuto").write_bytes(b"STATUTO")


def _with_one_more_file(backup: Path) -> None:
    (backup / "media/one.html").write_bytes(b"more")


def _with_half_a_database(backup: Path) -> None:
    database = backup / databases.FILE_NAMES[connection.vendor]
    database.write_bytes(database.read_bytes()[: database.stat().st_size // 2])


def _with_a_database_that_lies(backup: Path) -> None:
    """As the list says, and no database."""
    name = databases.FILE_NAMES[connection.vendor]
    (backup / name).write_bytes(b"nothing of the kind" * 1000)
    listed = json.loads((backup / archive.LIST).read_text())
    listed["files"][name] = [archive.digest_of(backup / name), (backup / name).stat().st_size]
    (backup / archive.LIST).write_text(json.dumps(listed))


@pytest.mark.parametrize(
    "spoil",
    [
        _without_list,
        _with_half_a_list,
        _without_a_file,
        _with_another_content,
        _with_one_more_file,
        _with_half_a_database,
        _with_a_database_that_lies,
    ],
)
def test_what_is_not_a_whole_backup_changes_nothing(
    sent: Submission, files: Path, tmp_path: Path, spoil: Any
) -> None:
    call_command("backup", str(tmp_path / "backup"))
    spoil(tmp_path / "backup")
    (files / "private/later").write_bytes(b"later")
    later, before = submitted(sent.page.specific), held(files)

    with pytest.raises(CommandError):
        call_command("restore", str(tmp_path / "backup"), "--overwrite")

    assert Submission.objects.filter(pk=later.pk).exists()
    assert held(files) == before


def test_a_disk_that_fills_while_files_are_put_back_changes_nothing(
    sent: Submission, files: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    call_command("backup", str(tmp_path / "backup"))
    (files / "private/later").write_bytes(b"later")
    later, before = submitted(sent.page.specific), held(files)
    request.getfixturevalue("full_disk")

    with pytest.raises(CommandError, match="the disk is full"):
        call_command("restore", str(tmp_path / "backup"), "--overwrite")

    assert Submission.objects.filter(pk=later.pk).exists()
    assert held(files) == before


def test_a_restore_that_was_killed_is_taken_up_by_the_next(
    sent: Submission, files: Path, tmp_path: Path
) -> None:
    before = held(files)
    call_command("backup", str(tmp_path / "backup"))
    # As it is found when the process ended between the two exchanges.
    going = files / "private" / restoring._GOING
    going.mkdir()
    (files / "private/2030").rename(going / "2030")
    (files / "private" / restoring._COMING).mkdir()
    assert readiness.find()["restore"] == Finding(State.WARNING, "killed halfway")

    call_command("restore", str(tmp_path / "backup"), "--overwrite")

    assert readiness.find()["restore"] == Finding(State.OK)
    assert held(files) == before
    assert [path.name for path in (files / "private").iterdir()] == ["2030"]


def leave_behind(folder: Path, hours: int) -> Path:
    """As a process that was killed leaves a folder with the database in it."""
    folder.mkdir(parents=True)
    (folder / "database.sql").write_bytes(b"in clear")
    left_at = time.time() - hours * 60 * 60
    os.utime(folder, (left_at, left_at))
    return folder


def test_what_a_killed_backup_or_restore_left_goes_with_the_next_backup_and_nothing_else(
    sent: Submission, files: Path, tmp_path: Path, settings: Settings
) -> None:
    settings.VAR_DIR = files
    killed = [
        leave_behind(tmp_path / "all/.portal-2030-01-01.k3_9xq2a.unfinished", hours=13),
        leave_behind(files / f"{databases._SCRIPT_FOLDER}k3_9xq2a", hours=13),
    ]
    others = [
        leave_behind(tmp_path / "all/.portal-2030-01-02.b7m40_zz.unfinished", hours=11),
        leave_behind(files / f"{databases._SCRIPT_FOLDER}b7m40_zz", hours=11),
        leave_behind(tmp_path / "all/portal-2029-12-31", hours=13),
    ]

    call_command("backup", str(tmp_path / "all/portal-2030-01-02"))

    assert [path.exists() for path in killed] == [False, False]
    assert [path.exists() for path in others] == [True, True, True]


def test_an_unfinished_backup_has_a_name_that_the_next_one_finds(
    sent: Submission, files: Path, tmp_path: Path, full_disk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []
    monkeypatch.setattr(shutil, "rmtree", lambda path, **_options: kept.append(Path(path).name))

    with pytest.raises(CommandError):
        call_command("backup", str(tmp_path / "backup"))

    assert [path.name for path in tmp_path.glob(archive._UNFINISHED)] == kept
    assert len(kept) == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Only there a restore writes a script first.")
def test_what_a_killed_restore_left_goes_with_the_next(
    sent: Submission, files: Path, tmp_path: Path, settings: Settings
) -> None:
    settings.VAR_DIR = files
    call_command("backup", str(tmp_path / "backup"))
    killed = leave_behind(files / f"{databases._SCRIPT_FOLDER}k3_9xq2a", hours=0)

    call_command("restore", str(tmp_path / "backup"), "--overwrite")

    assert not killed.exists()


def test_a_backup_of_one_kind_of_database_does_not_go_into_another(
    sent: Submission, files: Path, tmp_path: Path
) -> None:
    call_command("backup", str(tmp_path / "backup"))
    listed = json.loads((tmp_path / "backup" / archive.LIST).read_text())
    other = "sqlite" if connection.vendor == "postgresql" else "postgresql"
    mine, theirs = databases.FILE_NAMES[connection.vendor], databases.FILE_NAMES[other]
    (tmp_path / "backup" / mine).rename(tmp_path / "backup" / theirs)
    listed["files"][theirs], listed["vendor"] = listed["files"].pop(mine), other
    (tmp_path / "backup" / archive.LIST).write_text(json.dumps(listed))

    with pytest.raises(CommandError, match=f"The backup is of {other}"):
        call_command("restore", str(tmp_path / "backup"), "--overwrite")
