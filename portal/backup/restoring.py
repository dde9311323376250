"""Putting a backup back: all of it or nothing.

What could fail comes first. The files are copied beside those that are there, then exchanged with them by
renaming; the database, which is replaced in one transaction, comes last, and if it refuses, the files that
were there come back.
"""

import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from portal.backup import archive, databases
from portal.backup.archive import Backup
from portal.backup.failure import BackupError
from portal.health.readiness import WELL, Finding, State
from portal.health.vital_signs import OLDEST_HEARTBEAT
from portal.settings import environment
from portal.worker.models import Heartbeat

# Inside the folder that is replaced, because that may be a file system of its own.
_COMING, _GOING, _GONE = ".restoring", ".before-restore", ".replaced"
_ANSWER_SECONDS = 2


def put_back(backup: Backup, *, overwrite: bool) -> None:
    """Replaces database and files by those of a backup.

    Args:
        overwrite: whether something may be there already.

    Raises:
        BackupError: nothing was changed.
    """
    if backup.vendor != databases.vendor():
        raise BackupError(
            f"The backup is of {backup.vendor}, the database that the settings name is {databases.vendor()}."
        )
    # On a new machine nothing is there yet.
    Path(settings.VAR_DIR).mkdir(mode=archive.FOLDER_MODE, parents=True, exist_ok=True)
    if not overwrite:
        _refuse_what_is_there()
    _refuse_running_worker()
    _refuse_running_web_server()
    try:
        with ExitStack() as exchanged:
            for name, root in archive.roots().items():
                exchanged.enter_context(_exchanged(backup.folder / name, root, is_public=name == "media"))
            databases.put_back(backup.database)
    except OSError as error:
        why = archive.reason(error)
        raise BackupError(f"The files cannot be put back: {why}. Nothing was changed.") from error


def check() -> Finding:
    """For `/readyz`: a warning while files are aside because a restore was killed, until it is run again."""
    is_halfway = any((root / _GOING).is_dir() for root in archive.roots().values())
    return Finding(State.WARNING, "killed halfway") if is_halfway else WELL


def _refuse_what_is_there() -> None:
    filled = [str(root) for root in archive.roots().values() if root.is_dir() and any(root.iterdir())]
    there = [*filled, *([] if databases.is_empty() else ["the database"])]
    if there:
        raise BackupError(f"Something is there already ({', '.join(there)}): --overwrite replaces it.")


def _refuse_running_worker() -> None:
    try:
        is_running = Heartbeat.objects.filter(beaten_at__gt=timezone.now() - OLDEST_HEARTBEAT).exists()
    except DatabaseError:
        # No table yet, or one of another version.
        return
    if is_running:
        raise BackupError(
            "A worker is running: stop it and the web server first. If it was killed, wait for a minute."
        )


def _refuse_running_web_server() -> None:
    where = environment.bind()
    if _answers(where):
        raise BackupError(f"A web server answers at {where} (BIND): stop it first.")


def _answers(where: str) -> bool:
    """Whether something listens there, `host:port` or `unix:/path`."""
    path = where.removeprefix("unix:")
    host, _colon, port = where.rpartition(":")
    try:
        if path != where:
            with socket.socket(socket.AF_UNIX) as caller:
                caller.settimeout(_ANSWER_SECONDS)
                caller.connect(path)
        else:
            socket.create_connection((host.strip("[]"), int(port)), timeout=_ANSWER_SECONDS).close()
    except OSError:
        return False
    return True


@contextmanager
def _exchanged(source: Path, root: Path, *, is_public: bool) -> Iterator[None]:
    """Exchanges what is in a folder for a copy; the other way round if what follows fails."""
    file_mode, folder_mode = (
        (settings.FILE_UPLOAD_PERMISSIONS, settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS)
        if is_public
        else (archive.FILE_MODE, archive.FOLDER_MODE)
    )
    root.parent.mkdir(parents=True, exist_ok=True)
    archive.make_folder(root, folder_mode)
    coming, going, gone = root / _COMING, root / _GOING, root / _GONE
    _take_up(root)
    try:
        archive.copy(source, coming, file_mode=file_mode, folder_mode=folder_mode)
        archive.make_folder(going, archive.FOLDER_MODE)
        moved: list[tuple[Path, Path]] = []
        try:
            _move(root, going, moved)
            _move(coming, root, moved)
            yield
        except BaseException:
            for was, now in reversed(moved):
                now.rename(was)
            going.rmdir()
            raise
        going.rename(gone)
    finally:
        shutil.rmtree(coming, ignore_errors=True)
        shutil.rmtree(gone, ignore_errors=True)


def _take_up(root: Path) -> None:
    """Cleans up after a restore that was killed: what had gone comes back, before it goes again."""
    shutil.rmtree(root / _GONE, ignore_errors=True)
    shutil.rmtree(root / _COMING, ignore_errors=True)
    going = root / _GOING
    if not going.is_dir():
        return
    aside = root / _COMING
    archive.make_folder(aside, archive.FOLDER_MODE)
    for path in list(going.iterdir()):
        if (root / path.name).exists():
            (root / path.name).rename(aside / path.name)
        path.rename(root / path.name)
    going.rmdir()
    shutil.rmtree(aside)


def _move(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    """Moves what is in a folder into another, and notes each from where to where."""
    for path in list(source.iterdir()):
        if path.name not in (_COMING, _GOING, _GONE):
            path.rename(target / path.name)
            moved.append((path, target / path.name))
