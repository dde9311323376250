"""An upload is hashed and looked into once for each request, however often its form is built."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from moduli.files import checking
from moduli.files.checking import CheckedFile


def check(upload: UploadedFile[Any], *, extensions: list[str], max_bytes: int) -> CheckedFile:
    """As `checking.check`, whose answer is kept on the upload. No file is read when it is asked again.

    So a form may be built a second time while rows are locked, after the slow work was done without a lock.

    Raises:
        ValidationError: see `checking.check`.
    """
    kept: dict[Any, CheckedFile | ValidationError] = upload.__dict__.setdefault("checked_once", {})
    asked = (tuple(extensions), max_bytes)
    if asked not in kept:
        try:
            kept[asked] = checking.check(upload, extensions=extensions, max_bytes=max_bytes)
        except ValidationError as refusal:
            kept[asked] = refusal
    answer = kept[asked]
    if isinstance(answer, ValidationError):
        raise answer
    return answer
