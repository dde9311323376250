"""Files on their way in, and those that were stored: how this package sees what it never stores itself."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from moduli.files.checking import clean_name
from moduli.shape import Answers


class Upload(Protocol):
    """A file that was stored earlier, whatever stored it. An answer names it by its `public_id`."""

    public_id: Any
    question_key: str
    original_name: str
    size: int
    sha256: str


def named_uploads(
    answers: Answers, uploads: Iterable[Upload], attached: Sequence[str] = ()
) -> dict[str, list[Upload]]:
    """The stored files that the answers name, by question. A file of another question never counts.

    Args:
        attached: ids of files that count too, where the answers say nothing of the question.
    """
    named: dict[str, list[Upload]] = {}
    for upload in uploads:
        ids = answers.get(upload.question_key)
        named_by = attached if ids is None else ids
        if isinstance(named_by, list | tuple) and str(upload.public_id) in named_by:
            named.setdefault(upload.question_key, []).append(upload)
    return named


class SkipOversizedFiles(FileUploadHandler):
    """Drops a file as soon as it passes `max_bytes`, and goes on reading the rest of the form.

    So a file of any size costs neither disk nor the answers that were typed around it. The names of what
    was dropped are in `dropped`, by field.
    """

    def __init__(self, max_bytes: int) -> None:
        super().__init__()
        self.max_bytes = max_bytes
        self.dropped: dict[str, list[str]] = {}
        self._read = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._read = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._read += len(raw_data)
        if self._read > self.max_bytes:
            self.dropped.setdefault(str(self.field_name), []).append(clean_name(str(self.file_name)))
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leaves the file to the handlers that store it."""
