"""Documents that are zip packages: Office Open XML (ECMA-376), OpenDocument (ISO 26300), plain archives."""

import io
import re
import zipfile
import zlib
from typing import IO
from xml.parsers import expat

from portal.active_content import pdf, rtf
from portal.active_content.verdict import ActiveContentError, UnreadableContentError

OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
# Programs of Windows, Linux and macOS, shortcuts, and ActiveMime, the wrapping of macros in web pages.
_PROGRAM_MAGICS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"L\x00\x00\x00\x01\x14\x02\x00", b"ActiveMime")
_END_OF_DIRECTORY = b"PK\x05\x06"
_END_SIZE = 22

MOST_PARTS = 5_000
# A part that says what the others are; real ones are a few kilobytes.
LARGEST_INDEX = 4 * 1024 * 1024
# The text of a document; those of a thousand pages stay below.
LARGEST_TEXT = 64 * 1024 * 1024
# What is larger, and so much larger than its package, is made to fill the disk of who opens it: text shrinks
# to a tenth, a picture not at all.
MOST_EXPANSION = 100
LARGEST_INNER_DOCUMENT = 32 * 1024 * 1024
# A workbook in a chart in a text: nobody nests deeper.
DEEPEST = 3

_OFFICE_TYPES = re.compile(
    r"macroenabled|vbaproject|vbadata|macrosheet|activex|dialogsheet|ms-office\.vba", re.I
)
_OFFICE_PARTS = re.compile(r"(^|/)(vbaproject[^/]*$|activex/.|macrosheets/.)", re.I)
_OPEN_DOCUMENT_PARTS = re.compile(r"^(Basic|Scripts|Dialogs)/", re.I)
_OPEN_DOCUMENT_CALLS = re.compile(rb"vnd\.sun\.star\.(script|expand)|xlink:href=\s*[\"']\s*macro:", re.I)
# Relationships that fetch what they name as soon as the document opens, and what they fetch may hold macros.
_FETCHED = ("attachedtemplate", "oleobject", "frame", "subdocument", "control", "package", "attachedtoolbars")
_RUNS = (
    "vbaproject",
    "wordvbadata",
    "xlmacrosheet",
    "xlintlmacrosheet",
    "activexcontrol",
    "activexcontrolbinary",
)
# A template on the author's own disk is named in most letters, and is not on ours.
_LOCAL = re.compile(r"(file:/*)?[a-z](:|%3a)[/\\]|[^:/\\][^:]*$", re.I)


def check(file: IO[bytes], extension: str, depth: int = 1) -> None:
    """Raises ActiveContentError or UnreadableContentError, as `active_content.check` does."""
    _refuse_two_readings(file, is_archive=extension == "zip")
    try:
        with zipfile.ZipFile(file) as package:
            _refuse_odd_directory(package)
            names = package.namelist()
            for part in package.infolist():
                if not part.is_dir():
                    _check_part(package, part, depth)
            if "[Content_Types].xml" in names:
                _check_office(package)
            elif "mimetype" in names or "META-INF/manifest.xml" in names:
                _check_open_document(package)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error, KeyError) as error:
        raise UnreadableContentError from error


def _refuse_two_readings(file: IO[bytes], *, is_archive: bool) -> None:
    """Data before or after the package lets one program see another file than the next one sees."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    starts_at_once = file.read(4) in (b"PK\x03\x04", _END_OF_DIRECTORY)
    file.seek(max(0, size - _END_SIZE))
    ends_at_once = file.read(4) == _END_OF_DIRECTORY
    file.seek(0)
    # An archive may end with a comment; zipfile itself knows where it began.
    if not starts_at_once or not (ends_at_once or is_archive):
        raise UnreadableContentError


def _refuse_odd_directory(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    # Names of parts do not differ by case (ECMA-376, part 2), and each program takes another one of a pair.
    names = [part.filename.replace("\\", "/").lower() for part in parts]
    encrypted = any(part.flag_bits & 0x1 for part in parts)
    unpacked, packed = (sum(getattr(part, size) for part in parts) for size in ("file_size", "compress_size"))
    bursts = unpacked > LARGEST_TEXT and unpacked > MOST_EXPANSION * packed
    if len(parts) > MOST_PARTS or len(set(names)) < len(names) or encrypted or bursts:
        raise UnreadableContentError


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo, depth: int) -> None:
    with package.open(part) as opened:
        start = opened.read(16)
    if start.startswith((OLE_MAGIC, *_PROGRAM_MAGICS)):
        raise ActiveContentError
    if not start.startswith((b"PK\x03\x04", b"%PDF", b"{\\rt")):
        return
    if depth >= DEEPEST or part.file_size > LARGEST_INNER_DOCUMENT:
        raise UnreadableContentError
    with package.open(part) as opened:
        content = io.BytesIO(opened.read(LARGEST_INNER_DOCUMENT))
    if start.startswith(b"PK"):
        check(content, part.filename.rpartition(".")[2].lower(), depth + 1)
    elif start.startswith(b"%PDF"):
        pdf.check(content)
    else:
        rtf.check(content)


def _check_office(package: zipfile.ZipFile) -> None:
    for name in package.namelist():
        # A program that packs on Windows may write its own separator.
        if _OFFICE_PARTS.search(name.replace("\\", "/")):
            raise ActiveContentError
        if name.lower().endswith(".rels"):
            for attributes in _elements(_index(package, name)):
                _check_relationship(attributes)
    for attributes in _elements(_index(package, "[Content_Types].xml")):
        if any(_OFFICE_TYPES.search(value) for value in attributes.values()):
            raise ActiveContentError


def _check_relationship(attributes: dict[str, str]) -> None:
    kind = attributes.get("Type", "").rpartition("/")[2].lower()
    if kind in _RUNS:
        raise ActiveContentError
    is_outside = attributes.get("TargetMode", "").lower() == "external"
    if is_outside and kind in _FETCHED and not _LOCAL.match(attributes.get("Target", "").strip()):
        raise ActiveContentError


def _check_open_document(package: zipfile.ZipFile) -> None:
    names = package.namelist()
    if any(_OPEN_DOCUMENT_PARTS.search(name.replace("\\", "/")) for name in names):
        raise ActiveContentError
    if "META-INF/manifest.xml" in names and b"encryption-data" in _index(package, "META-INF/manifest.xml"):
        raise UnreadableContentError
    for name in names:
        if name.rpartition("/")[2] in ("content.xml", "styles.xml"):
            _check_calls(package, name)


def _check_calls(package: zipfile.ZipFile, name: str) -> None:
    """Looks for events that call a macro, also one that stands in the reader's own installation."""
    read, before = 0, b""
    with package.open(name) as opened:
        while chunk := opened.read(1024 * 1024):
            read += len(chunk)
            # Two bytes a letter read as one: markup in UTF-16 is seen too.
            if _OPEN_DOCUMENT_CALLS.search((before + chunk).replace(b"\x00", b"")):
                raise ActiveContentError
            if read > LARGEST_TEXT:
                raise UnreadableContentError
            before = chunk[-200:]


def _index(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as opened:
        content = opened.read(LARGEST_INDEX + 1)
    if len(content) > LARGEST_INDEX:
        raise UnreadableContentError
    return content


def _elements(content: bytes) -> list[dict[str, str]]:
    """The attributes of every element, whatever the encoding; a document type could define entities."""
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate()

    def refuse_doctype(*_arguments: object) -> None:
        raise UnreadableContentError

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = lambda _name, attributes: found.append(attributes)
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise UnreadableContentError from error
    return found
