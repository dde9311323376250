"""Whoever is erased is gone from the files too: the database's own, and the letters of the embedded mode."""

import sqlite3
import stat
import time
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from candidature.models import Submission
from candidature.privacy import retention
from portal.models import OutboxMessage
from portal.outbox import mail_files
from portal.outbox import sending as outbox
from portal.settings.databases import sqlite
from tests.candidature.factories import CallPageFactory, submitted

WORD = "Zanzibarrini"


@pytest.fixture
def mail_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "portal.outbox.mail_files.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def holding(folder: Path) -> list[str]:
    return [
        path.name for path in folder.glob("**/*") if path.is_file() and WORD.encode() in path.read_bytes()
    ]


def test_an_erased_person_is_in_no_letter_on_the_disk(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, mail_folder: Path, db: None
) -> None:
    page = CallPageFactory.create()
    submission = submitted(page, first_name=WORD)
    submitted(page, first_name="Anna")
    outbox.deliver_due()
    assert len(holding(mail_folder)) == 1

    with django_capture_on_commit_callbacks(execute=True):
        retention.erase(submission)

    assert holding(mail_folder) == []
    assert len(list(mail_folder.iterdir())) == 1


def test_a_letter_stays_on_the_disk_when_its_erasure_is_rolled_back(
    committed_db: None, mail_folder: Path
) -> None:
    outbox.enqueue(key="1", recipient="a@example.org", subject="Oggetto", body=WORD)
    outbox.deliver_due()

    with transaction.atomic():
        OutboxMessage.objects.all().delete()
        transaction.set_rollback(True)

    assert len(holding(mail_folder)) == 1


def test_someone_erased_while_the_letter_leaves_is_in_no_file(mail_folder: Path, db: None) -> None:
    message = outbox.enqueue(
        key="1", recipient="a@example.org", subject="Oggetto", body=WORD, link_kind="gone"
    )

    def erased_meanwhile(_message: OutboxMessage, _secret: str) -> str:
        OutboxMessage.objects.filter(pk=message.pk).delete()
        return "link"

    outbox.register_link_kind("gone", outbox.LinkKind(address=erased_meanwhile))

    outbox.deliver_due()

    assert holding(mail_folder) == []


def test_letters_are_readable_by_their_owner_only(mail_folder: Path, db: None) -> None:
    outbox.enqueue(key="1", recipient="a@example.org", subject="Oggetto", body="Testo")
    outbox.deliver_due()

    [path] = mail_folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(mail_folder.stat().st_mode) == 0o700


def test_a_message_id_names_no_file_elsewhere(mail_folder: Path) -> None:
    message = mail.EmailMessage("s", "b", to=["a@example.org"], headers={"Message-ID": "<../../x/y@z>"})

    message.send()

    assert [path.parent for path in mail_folder.parent.glob("**/*.eml")] == [mail_folder]


def test_old_mail_files_are_deleted_and_newer_ones_kept(mail_folder: Path, db: None) -> None:
    outbox.enqueue(key="1", recipient="a@example.org", subject="Oggetto", body="Testo")
    outbox.deliver_due()
    term = mail_files.KEPT_FOR.total_seconds()

    assert mail_files.prune(time.time() + term - 60) == 0
    assert mail_files.prune(time.time() + term + 60) == 1
    assert list(mail_folder.iterdir()) == []


def test_pruning_where_mail_goes_to_a_server_touches_nothing(settings: Settings) -> None:
    settings.EMAIL_FILE_PATH = None

    assert mail_files.prune() == 0


def test_an_erased_person_is_nowhere_in_the_database_file(tmp_path: Path) -> None:
    """The portal's own settings of SQLite, on a file of its own: the word is looked for in its bytes."""
    path = tmp_path / "erased.sqlite3"
    connected = sqlite3.connect(path)
    connected.executescript(sqlite(path)["OPTIONS"]["init_command"])
    connected.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, answers TEXT)")
    connected.executemany("INSERT INTO people (answers) VALUES (?)", [(f"{WORD} {'x' * 9000}",), ("Anna",)])
    connected.commit()
    connected.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert holding(tmp_path) == [path.name]

    connected.execute("DELETE FROM people WHERE answers LIKE ?", [f"{WORD}%"])
    connected.commit()
    connected.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connected.close()

    assert holding(tmp_path) == []


@pytest.mark.skipif(
    "sqlite" not in django_settings.DATABASES["default"]["ENGINE"],
    reason="the files of a PostgreSQL server are not the portal's to read; its vacuum frees them",
)
def test_an_erased_submission_is_nowhere_in_the_files_of_the_portals_database(committed_db: None) -> None:
    submission = submitted(CallPageFactory.create(), first_name=WORD)
    database = Path(connection.settings_dict["NAME"])
    files = [database, database.with_name(database.name + "-wal")]

    def found() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return any(WORD.encode() in path.read_bytes() for path in files if path.exists())

    assert found()

    retention.erase(Submission.objects.get(pk=submission.pk))

    assert not found()
