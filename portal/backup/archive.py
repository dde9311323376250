"""A backup: one folder with the database, the files and a list of them all.

    backup.json          made last: a folder without it is no whole backup
    database.sqlite3     or `database.dump`, as pg_dump writes it
    media/  private/     public pictures and documents; applicants' files

The list holds the size and the SHA-256 of each file, so that what was damaged is found before anything is put
back. The database is copied first: a file without its row is harmless, a row without its file is not. A file
that is erased while it is copied is left out; what cannot be read, or is a link, ends the backup, because a
restore would delete what is not in it.
"""

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import storages
from django.db.models import FileField
from django.utils import timezone

from portal.backup import databases, leftovers
from portal.backup.failure import BackupError

LIST = "backup.json"
FILE_MODE, FOLDER_MODE = 0o600, 0o700
_PIECE = 1024 * 1024
# As `mkdtemp` names them; the folder that one is to become stands between.
_UNFINISHED = ".*.????????.unfinished"
# Far longer than a backup takes.
_LEFT_BEHIND_SECONDS = 12 * 60 * 60


def roots() -> dict[str, Path]:
    """The folders that are kept, by their name in a backup."""
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(settings.PRIVATE_ROOT)}


@dataclass(frozen=True)
class Backup:
    """A whole backup.

    Attributes:
        vendor: of its database, `sqlite` or `postgresql`.
        files: digest and size of each, by path below the folder.
    """

    folder: Path
    made_at: datetime
    vendor: str
    files: Mapping[str, tuple[str, int]]

    @property
    def database(self) -> Path:
        return self.folder / databases.FILE_NAMES[self.vendor]

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(size for _digest, size in self.files.values())


def make(folder: Path) -> Backup:
    """Makes a backup in a folder that is not there yet or is empty, also while the portal runs.

    Raises:
        BackupError: it could not be made; nothing of it is left.
    """
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise BackupError(f"{folder} is there already and not empty: name a new folder.")
    if any(folder.resolve().is_relative_to(root.resolve()) for root in roots().values()):
        raise BackupError(f"{folder} is below what is to be kept: name a folder elsewhere.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        leftovers.sweep(folder.parent, _UNFINISHED, older_than=_LEFT_BEHIND_SECONDS)
        databases.sweep(older_than=_LEFT_BEHIND_SECONDS)
        with _unfinished(folder) as unfinished:
            _fill(unfinished)
            # An empty folder is replaced; nobody sees half of a backup under its name.
            unfinished.replace(folder)
            _to_disk(folder.parent)
    except OSError as error:
        raise BackupError(f"{folder} cannot be written: {reason(error)}. Nothing of it is left.") from error
    return read(folder)


def read(folder: Path) -> Backup:
    """A backup, after each of its files was looked at.

    Raises:
        BackupError: it is not whole, or something in it was changed.
    """
    try:
        listed = json.loads((folder / LIST).read_text(encoding="utf-8"))
        files = {str(name): (str(digest), int(size)) for name, (digest, size) in listed["files"].items()}
        backup = Backup(folder, datetime.fromisoformat(listed["made_at"]), str(listed["vendor"]), files)
        found = {name: (digest_of(path), path.stat().st_size) for name, path in _files(folder)}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupError(f"{folder} is no whole backup: {LIST} is missing or cannot be read.") from error
    found.pop(LIST, None)
    if backup.vendor not in databases.FILE_NAMES or databases.FILE_NAMES[backup.vendor] not in files:
        raise BackupError(f"{folder} is no whole backup: it holds no database.")
    for name in sorted(found.keys() | files.keys()):
        if found.get(name) != files.get(name):
            raise BackupError(f"{folder} is damaged: {name} is not as it was when the backup was made.")
    return backup


def copy(source: Path, target: Path, *, file_mode: int, folder_mode: int) -> None:
    """Copies all files of a folder that is there, each on the disk when it returns.

    Raises:
        BackupError: one could not be read.
        OSError: one could not be written.
    """
    make_folder(target, folder_mode)
    for name, path in _files(source):
        made = target / name
        for parent in reversed(made.relative_to(target).parents):
            make_folder(target / parent, folder_mode)
        try:
            incoming = path.open("rb")
        except FileNotFoundError:
            # Erased meanwhile.
            continue
        except OSError as error:
            raise _unreadable(path, error) from error
        with incoming, made.open("xb") as outgoing:
            made.chmod(file_mode)
            shutil.copyfileobj(incoming, outgoing, _PIECE)
            outgoing.flush()
            os.fsync(outgoing.fileno())


def make_folder(path: Path, mode: int) -> None:
    """Makes a folder with these permissions, whatever the mask of the process."""
    if not path.is_dir():
        path.mkdir(mode=mode)
        path.chmod(mode)


def digest_of(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def reason(error: OSError) -> str:
    """Why the system refused, in its own words, or that the disk is full."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return "the disk is full" if full else (error.strerror or type(error).__name__)


def _fill(folder: Path) -> None:
    made_at, vendor = timezone.now(), databases.vendor()
    databases.save(folder / databases.FILE_NAMES[vendor])
    named = _roots_with_rows()
    for name, root in roots().items():
        if name in named and not (root.is_dir() and any(root.iterdir())):
            raise BackupError(
                f"{root} is missing or empty, and the database names files in it: is its disk mounted?"
            )
        copy(root, folder / name, file_mode=FILE_MODE, folder_mode=FOLDER_MODE)
    files = {name: (digest_of(path), path.stat().st_size) for name, path in _files(folder)}
    listed: dict[str, Any] = {"made_at": made_at.isoformat(), "vendor": vendor, "files": files}
    with (folder / LIST).open("x", encoding="utf-8") as written:
        (folder / LIST).chmod(FILE_MODE)
        json.dump(listed, written, indent=1)
        written.flush()
        os.fsync(written.fileno())
    _to_disk(folder)


@contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    """A folder beside the one that is to be, deleted with what is in it unless it took that one's name."""
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".unfinished", dir=folder.parent))
    try:
        yield unfinished
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _roots_with_rows() -> set[str]:
    """Of the folders that are kept, those in which rows of the database name a file."""
    return {
        "private" if field.storage == storages["private"] else "media"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, FileField) and model._base_manager.filter(**{f"{field.name}__gt": ""}).exists()
    }


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file below a folder with its path from there; none where there is no such folder.

    Raises:
        BackupError: a folder cannot be listed, or something in it is a link, which is no file of ours.
    """

    def refuse(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise _unreadable(Path(error.filename), error) from error

    for parent, folders, names in os.walk(folder, onerror=refuse):
        for path in (Path(parent, name) for name in [*folders, *sorted(names)]):
            if path.is_symlink():
                raise BackupError(f"{path} is a link, and links are not copied: put there what it leads to.")
            if path.is_file():
                yield path.relative_to(folder).as_posix(), path


def _unreadable(path: Path, error: OSError) -> BackupError:
    return BackupError(f"{path} cannot be read: {reason(error)}.")


def _to_disk(folder: Path) -> None:
    """Makes the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
