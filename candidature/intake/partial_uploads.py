"""A file that goes up in pieces: announced, resumed where it broke off, looked into once it is whole.

What counts is how much of it stands in the store: whoever sends a piece says where it begins, and is told
where to go on when that is not there. No lock of the database is held while bytes arrive.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile as Upload
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidature.intake import quotas, remarks
from candidature.intake.keeping import Written
from candidature.intake.remarks import Remarks
from candidature.intake.uploads import FileReceiver, file_ids, find, private_store, room_for
from candidature.submissions.files import UploadedFile, private_name
from candidature.submissions.partial import PartialUpload
from moduli import Answers, Question, Step, type_of
from moduli.fields import AttachmentsField
from moduli.files import CheckedFile, clean_name

# The largest piece that is taken at once, in bytes: so much memory a request may cost.
LARGEST_PIECE = 2 * 1024 * 1024


class Receiver(Written, FileReceiver, Protocol):
    """What is written step by step and takes files in pieces."""


class RefusedError(Exception):
    """A file is not taken, and what was kept of it is forgotten. The message is a sentence for the person."""


class WrongPlaceError(Exception):
    """A piece does not begin where the last one ended. `offset` is where to go on."""

    def __init__(self, offset: int) -> None:
        super().__init__(str(offset))
        self.offset = offset


class GoneError(Exception):
    """There is no such upload any more: it was called off, took too long, or its draft was sent."""


@dataclass(frozen=True)
class Announced:
    """A file as the browser announces it.

    Attributes:
        size: in bytes.
        modified: when it was last changed, in milliseconds.
        replaces: the id of the file whose place it takes; empty for none.
    """

    name: str
    size: int
    modified: int
    replaces: str = ""


def begin(written: Receiver, question: Question, announced: Announced, *, client: str) -> PartialUpload:
    """An upload for what is announced; the one that broke off, where the same file is chosen again.

    Its whole size counts from now on: for the draft, for the store, and for this visitor's hour.

    Args:
        written: locked.
        client: the visitor whose quota counts it.

    Raises:
        RefusedError: it will not be taken, however it goes up.
    """
    name = clean_name(announced.name)
    known: PartialUpload | None = written.partial_uploads.filter(
        question_key=question["key"],
        original_name=name,
        size=announced.size,
        modified=announced.modified,
        replaces=announced.replaces,
        expires_at__gt=timezone.now(),
    ).first()
    if known is not None:
        return known
    if not _may_be_there(written, question, name, announced.size):
        _room_in_answer(written, question, announced.replaces)
    try:
        _field(question).check_announced(name, announced.size)
        for behind in room_for(written, announced.size):
            written.take_away(behind)
        quotas.upload(client, announced.size)
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error
    except quotas.NoRoomError as reached:
        raise RefusedError(str(reached) % {"name": name}) from reached
    return PartialUpload.objects.create(
        **written.owning(),
        question_key=question["key"],
        original_name=name,
        size=announced.size,
        modified=announced.modified,
        replaces=announced.replaces,
        stored_as=private_store().save(private_name(UploadedFile(), ""), ContentFile(b"")),
    )


def offset(partial: PartialUpload) -> int:
    """How many bytes have arrived."""
    try:
        return _path(partial).stat().st_size
    except FileNotFoundError:
        return 0


def append(partial: PartialUpload, at: int, piece: bytes) -> int:
    """Adds a piece that begins at this byte; returns how many bytes there are now.

    Raises:
        WrongPlaceError: the last one ended elsewhere; nothing was added.
        RefusedError: it is longer than announced.
        OSError: the disk is full; what fitted of the piece stays, and is counted.
    """
    with _alone(partial) as file:
        there = file.seek(0, os.SEEK_END)
        if at != there:
            raise WrongPlaceError(there)
        if there + len(piece) > partial.size:
            raise RefusedError(_("È arrivato più di quanto il file è lungo: sceglilo di nuovo."))
        rest = memoryview(piece)
        while rest:
            # On a full disk less is written than was asked, and only then is it said.
            rest = rest[file.write(rest) :]
        return there + len(piece)


def look_into(partial: PartialUpload, question: Question) -> Upload[Any]:
    """The whole file, found to be what its question asks for, and safe on the disk.

    It takes its time, so no row is locked meanwhile.

    Raises:
        RefusedError: it is not what it says. What was kept of it is forgotten.
    """
    path = _path(partial)
    upload = Upload(file=path.open("rb"), name=partial.original_name, size=partial.size)
    try:
        _field(question).clean([upload])
    except ValidationError as error:
        upload.close()
        forget(partial)
        raise RefusedError(" ".join(error.messages)) from error
    private_store().sync(partial.stored_as)
    return upload


def name_in(
    written: Receiver, partial: PartialUpload, step: Step, question: Question, upload: Upload[Any]
) -> Answers:
    """Makes a whole file part of the answer to its question; the file in whose place it comes goes.

    Args:
        written: locked.
        upload: as `look_into` gave it, which is not read again.

    Returns:
        The answer, to be stored; none where the other of two requests at once has done it, or where the
        answer has this very file already, from another window or a press before.

    Raises:
        RefusedError: there is no room for it in the answer any more.
        GoneError: it was called off meanwhile.
    """
    if find(written, str(partial.public_id)) is not None:
        return {}
    # Locked: whoever calls it off from now on waits, and its bytes stay with the file that is made of them.
    if written.partial_uploads.select_for_update().filter(pk=partial.pk).first() is None:
        raise GoneError
    [checked] = _field(question).clean([upload])
    if _is_there(written, question, checked, partial.replaces):
        forget(partial)
        _forget_what_was_said(written, step, question)
        return {}
    replaced = _room_in_answer(written, question, partial.replaces)
    UploadedFile.objects.create(
        **written.owning(),
        public_id=partial.public_id,
        question_key=question["key"],
        original_name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        file=partial.stored_as,
    )
    PartialUpload.objects.filter(pk=partial.pk).delete()
    _forget_what_was_said(written, step, question)
    if replaced is not None:
        written.take_away(replaced)
    named = [one for one in _named(written, question) if one != (replaced and str(replaced.public_id))]
    return {question["key"]: [*named, str(partial.public_id)]}


def take_away(written: Receiver, step: Step, question: Question, public_id: str) -> Answers:
    """The answer to a question without one of its files, which goes; nothing where there is no such file.

    Args:
        written: locked.
    """
    file = find(written, public_id)
    if file is None or file.question_key != question["key"]:
        return {}
    named = [one for one in _named(written, question) if one != public_id]
    written.take_away(file)
    _forget_what_was_said(written, step, question)
    return {question["key"]: named}


def forget(partial: PartialUpload) -> None:
    """Forgets an upload that is not to go on, with its bytes."""
    PartialUpload.objects.filter(pk=partial.pk).delete()


def prune(now: datetime | None = None) -> int:
    """Forgets the uploads that nobody went on with; returns how many."""
    expired = PartialUpload.objects.filter(expires_at__lte=now or timezone.now())
    return expired.delete()[0]


def delete_bytes(instance: PartialUpload, **_kwargs: object) -> None:
    """Receiver of `post_delete`: whatever deletes the row, its bytes go, unless a file was made of them."""
    name = instance.stored_as

    def delete() -> None:
        if not UploadedFile.objects.filter(file=name).exists():
            private_store().delete(name)

    transaction.on_commit(delete)


def _field(question: Question) -> AttachmentsField:
    return cast(AttachmentsField, type_of(question).form_field(question))


def _named(written: Receiver, question: Question) -> list[str]:
    """The files that the answer names, and that are there."""
    there = {str(file.public_id) for file in written.uploads() if file.question_key == question["key"]}
    return [one for one in file_ids(written.answers.get(question["key"])) if one in there]


def _attached(written: Receiver, question: Question) -> list[UploadedFile]:
    """The files of the answer."""
    named = _named(written, question)
    return [file for file in written.uploads() if str(file.public_id) in named]


def _may_be_there(written: Receiver, question: Question, name: str, size: int) -> bool:
    """Whether the answer has a file that is called so and as long: only its bytes tell whether it is this."""
    return any((file.original_name, file.size) == (name, size) for file in _attached(written, question))


def _is_there(written: Receiver, question: Question, checked: CheckedFile, replaces: str) -> bool:
    """Whether the answer has this very file, in another place than the one it is to take."""
    same = (checked.name, checked.sha256)
    attached = _attached(written, question)
    takes_place = replaces in [str(file.public_id) for file in attached]
    return not takes_place and any((file.original_name, file.sha256) == same for file in attached)


def _room_in_answer(written: Receiver, question: Question, replaces: str) -> UploadedFile | None:
    """The file whose place another takes, if it takes one's.

    Raises:
        RefusedError: there is no room for another.
    """
    named = _named(written, question)
    replaced = find(written, replaces) if replaces in named else None
    if not type_of(question).has_room(question, len(named) - (replaced is not None)):
        raise RefusedError(" ".join(_field(question).too_many().messages))
    return replaced


def _forget_what_was_said(written: Receiver, step: Step, question: Question) -> None:
    """Of a question whose files changed it is not said any more why an earlier one was refused."""
    remarked = remarks.about(written, step["key"])
    refused = {key: said for key, said in remarked.refused.items() if key != question["key"]}
    remarks.put(written, step["key"], Remarks(refused, remarked.clashes))


@contextmanager
def _alone(partial: PartialUpload) -> Iterator[BinaryIO]:
    """What has arrived, open for this request alone: two that send the same piece come one after the other.

    Raises:
        GoneError: its bytes are not there any more.
    """
    try:
        file = _path(partial).open("r+b", buffering=0)
    except FileNotFoundError as error:
        raise GoneError from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _path(partial: PartialUpload) -> Path:
    return Path(private_store().path(partial.stored_as))
