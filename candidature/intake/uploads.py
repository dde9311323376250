"""Storing what an applicant attaches, at once, so that a mistake elsewhere never costs a file.

All work on files comes before the transaction that names them: while 64 MB are hashed, unpacked, copied and
pushed to the disk, nobody waits for a lock, and when the row commits the file is already safe.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from django.db import DatabaseError

from candidature.intake import quotas
from candidature.submissions.files import UploadedFile, private_name
from moduli import Answers, StepForm
from moduli.files import CheckedFile

logger = logging.getLogger(__name__)


class FileOwner(Protocol):
    """What files are attached to while it is written."""

    def uploads(self) -> list[UploadedFile]:
        """The files that may count, read now."""

    def owning(self) -> dict[str, Any]:
        """The columns of a file that say whose it is."""


@runtime_checkable
class FileReceiver(FileOwner, Protocol):
    """What files come into in pieces (`candidature.intake.partial_uploads`)."""

    @property
    def partial_uploads(self) -> Any:
        """Those that are still on their way."""


@runtime_checkable
class PartOfMore(FileOwner, Protocol):
    """What shares its room with others: `uploads` gives the files of all of them."""

    def on_their_way(self) -> Any:
        """Those that are still on their way into any of them."""


@runtime_checkable
class NamesFiles(FileOwner, Protocol):
    """What has answers that name its files."""

    @property
    def answers(self) -> Answers: ...

    def take_away(self, file: UploadedFile) -> None:
        """Called once no answer names the file any more."""


def held(owner: FileOwner) -> list[Any]:
    """What takes room in it: its files, and those on their way in as if they were whole."""
    if isinstance(owner, PartOfMore):
        return [*owner.uploads(), *owner.on_their_way()]
    return [*owner.uploads(), *(owner.partial_uploads.all() if isinstance(owner, FileReceiver) else [])]


def room_for(owner: FileOwner, size: int, answers: Answers | None = None) -> list[UploadedFile]:
    """Asks whether another file of this size may be attached.

    Args:
        answers: those of a form that name files before the owner does.

    Returns:
        What has to go for it: files of an option that is not chosen any more, which nobody could remove.

    Raises:
        NoRoomError: with the sentence.
    """
    takes_room = held(owner)
    try:
        quotas.room_for(takes_room, size)
    except quotas.NoRoomError:
        behind = _left_behind(owner, answers or {})
        if not behind:
            raise
        quotas.room_for([one for one in takes_room if one not in behind], size)
        return behind
    return []


def _left_behind(owner: FileOwner, answers: Answers) -> list[UploadedFile]:
    """The files that no answer names."""
    if isinstance(owner, PartOfMore) or not isinstance(owner, NamesFiles):
        return []
    named = {one for value in {**owner.answers, **answers}.values() for one in file_ids(value)}
    return [file for file in owner.uploads() if str(file.public_id) not in named]


@dataclass
class FilesOnDisk:
    """The good files of one request, written and synced, that no row names yet.

    Attributes:
        names: name in the private store, by identity of the upload.
        refused: why an upload was not written, by identity; empty for a fault of the disk.
    """

    names: dict[int, str] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)

    def name_in(self, form: StepForm, owner: "FileOwner") -> None:
        """Writes the rows, and shows the files as attached. `owner` must be locked.

        A file that was refused, or has no room any more, costs none of the answers typed around it.
        """
        for key, checked in form.new_files():
            name = self.names.get(id(checked.upload))
            if name is None:
                form.refuse(key, checked, self.refused.get(id(checked.upload), ""))
                continue
            try:
                behind = room_for(owner, checked.size, form.typed())
            except quotas.NoRoomError as reached:
                form.refuse(key, checked, str(reached))
                continue
            if isinstance(owner, NamesFiles):
                for file in behind:
                    owner.take_away(file)
            uploaded = UploadedFile(
                **owner.owning(),
                question_key=key,
                original_name=checked.name,
                content_type=checked.content_type,
                size=checked.size,
                sha256=checked.sha256,
                file=name,
            )
            uploaded.save()
            form.attach(uploaded)


@contextmanager
def written(forms: Iterable[StepForm], owner: FileOwner, client: str) -> Iterator[FilesOnDisk]:
    """Writes the good files of these forms; the transaction that names them belongs inside.

    What no row names at the end, because the transaction failed or there was no room, is deleted again.

    Args:
        client: whose quota counts them (`portal.web.visitors.client_of`); empty for an account.
    """
    files = FilesOnDisk()
    try:
        for form in forms:
            for _key, checked in form.new_files():
                _write(files, form, checked, owner, client)
        yield files
    finally:
        _forget_unnamed(files)


def _write(files: FilesOnDisk, form: StepForm, checked: CheckedFile, owner: FileOwner, client: str) -> None:
    upload = checked.upload
    try:
        room_for(owner, checked.size, form.typed())
        quotas.upload(client, checked.size)
        name = private_name(UploadedFile(), "")
        files.names[id(upload)] = private_store().save(name, upload)
    except quotas.NoRoomError as reached:
        files.refused[id(upload)] = str(reached)
    except OSError as error:
        logger.error("A file of an applicant could not be stored: %s", error.strerror or error)
        files.refused[id(upload)] = ""


def _forget_unnamed(files: FilesOnDisk) -> None:
    if not files.names:
        return
    written_names = set(files.names.values())
    try:
        named = set(UploadedFile.objects.filter(file__in=written_names).values_list("file", flat=True))
    except DatabaseError:
        # Whether the rows are there cannot be known now: the daily pruning of stray files will.
        return
    for name in written_names - named:
        try:
            private_store().delete(name)
        except OSError as error:
            logger.warning("A file that no row names could not be deleted: %s", error.strerror or error)


def private_store() -> Any:
    """Where the files of applicants are."""
    return UploadedFile._meta.get_field("file").storage


def find(owner: FileOwner, public_id: str) -> UploadedFile | None:
    """A file of this owner; None for a foreign or malformed id."""
    return next((file for file in owner.uploads() if str(file.public_id) == public_id), None)


def file_ids(value: Any) -> list[str]:
    """The files an answer names; empty when the answer is no list of strings."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
