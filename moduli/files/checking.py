"""What an attachment must be: its size, its extension, and content that agrees with the extension.

The name and the type that a browser declares are never trusted: the type is decided by the extension, and
the first bytes must prove it. What a document would run is looked for by `portal.active_content`.
"""

import base64
import binascii
import hashlib
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import filetype
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from portal import active_content

# Kept of a file name: enough to recognise it, short enough for every column and header.
NAME_LENGTH = 150
# DER encoding of the object identifier of CMS signed data (RFC 5652): 1.2.840.113549.1.7.2.
SIGNED_DATA_OID = bytes.fromhex("06092a864886f70d010702")


CONTENT_TYPES = {
    "pdf": "application/pdf",
    "p7m": "application/pkcs7-mime",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
# The folder that makes an Office Open XML package a text or a sheet.
OFFICE_FOLDERS = {"docx": "word/", "xlsx": "xl/"}


@dataclass(frozen=True)
class CheckedFile:
    """An upload that passed, with what the portal itself found out about it."""

    upload: UploadedFile[Any]
    name: str
    content_type: str
    size: int
    sha256: str


def readable_size(size: int) -> str:
    """Bytes in words: "640 KB", "2,4 MB"."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f}".replace(".", ",").removesuffix(",0") + " MB"


def check(upload: UploadedFile[Any], *, extensions: Collection[str], max_bytes: int) -> CheckedFile:
    """Accepts an upload or raises `ValidationError` with a sentence for the person who sent it."""
    name, size = clean_name(upload.name or ""), upload.size or 0
    params: dict[str, Any] = {"name": name}
    check_announced(name, size, extensions=extensions, max_bytes=max_bytes)
    extension = _extension(name)
    if not _content_agrees(upload, extension):
        raise ValidationError(
            _("«%(name)s» non è un vero file %(extension)s: forse è danneggiato o ha cambiato nome."),
            params={**params, "extension": extension.upper()},
        )
    active_content.refuse(upload, name, extension)
    return CheckedFile(upload, name, CONTENT_TYPES[extension], size, _sha256(upload))


def check_announced(name: str, size: int, *, extensions: Collection[str], max_bytes: int) -> None:
    """What can be said of a file before a byte of it is there, by its clean name and its size in bytes.

    Raises:
        ValidationError: with a sentence for whoever would send it.
    """
    if _extension(name) not in extensions:
        allowed = ", ".join(item.upper() for item in extensions)
        raise ValidationError(
            _("Il file «%(name)s» non è di un tipo ammesso. Tipi ammessi: %(allowed)s."),
            params={"name": name, "allowed": allowed},
        )
    if size == 0:
        raise ValidationError(_("Il file «%(name)s» è vuoto."), params={"name": name})
    if size > max_bytes:
        raise too_large(name, max_bytes)


def too_large(name: str, max_bytes: int) -> ValidationError:
    """The refusal of a file that is larger than its question allows."""
    return ValidationError(
        _("Il file «%(name)s» è troppo grande: il massimo è %(limit)s."),
        params={"name": name, "limit": readable_size(max_bytes)},
    )


def clean_name(name: str) -> str:
    """A file name fit to be shown and sent back: no folders, no control or direction marks, not too long."""
    base = name.replace("\\", "/").rpartition("/")[2]
    base = "".join(character for character in base if character.isprintable()).strip() or "file"
    if len(base) <= NAME_LENGTH:
        return base
    suffix = PurePath(base).suffix[:10]
    return base[: NAME_LENGTH - len(suffix)] + suffix


def _extension(name: str) -> str:
    """In lower case, without the dot."""
    return PurePath(name).suffix.lower().removeprefix(".")


def _sha256(upload: UploadedFile[Any]) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _content_agrees(upload: UploadedFile[Any], extension: str) -> bool:
    upload.seek(0)
    try:
        if extension in OFFICE_FOLDERS or extension in ("odt", "ods"):
            return _package_agrees(upload, extension)
        start = upload.read(8192)
        if extension == "p7m":
            return _is_signed_data(start)
        found = filetype.guess_mime(start)
        answer: bool = found == CONTENT_TYPES[extension]
        return answer
    finally:
        upload.seek(0)


def _package_agrees(upload: UploadedFile[Any], extension: str) -> bool:
    """Whether a zip package says inside that it is this document format."""
    try:
        with zipfile.ZipFile(upload) as package:
            names = package.namelist()
            if folder := OFFICE_FOLDERS.get(extension):
                return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)
            with package.open("mimetype") as declared:
                return declared.read(200).strip() == CONTENT_TYPES[extension].encode()
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return False


def _is_signed_data(start: bytes) -> bool:
    """CMS signed data as CAdES tools write it: DER, or the same in base64 with or without PEM lines."""
    if start[:1] == b"\x30":
        return SIGNED_DATA_OID in start[:32]
    lines = [line for line in start.split() if not line.startswith(b"-----")]
    # "-----BEGIN PKCS7-----" splits at its space; its second word ends with hyphens.
    encoded = b"".join(line for line in lines if not line.endswith(b"-----"))[:64]
    try:
        decoded = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return False
    return decoded[:1] == b"\x30" and SIGNED_DATA_OID in decoded[:32]
