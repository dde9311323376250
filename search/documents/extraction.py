"""The program that reads the text of one document: the file on standard input, the text on standard output.

It runs by itself (`search.documents.reading`), with nothing of the portal imported and with an end to its
time and memory: a file may be made so that whoever reads it never ends. Its one argument is the kind of file.
"""

import io
import re
import resource
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.parsers import expat

CPU_SECONDS = 30
MEMORY_BYTES = 1024**3
# What is searched of a document, in characters, and of how many pages.
LONGEST_TEXT = 200_000
MOST_PAGES = 300
# What is unpacked of an archive, in bytes: a small one may hold what no disk has room for.
MOST_UNPACKED = 64 * 1024 * 1024
# What is unpacked without a tag or a word, in bytes: the parser reads what has not ended from its beginning
# at every piece, so that the time for one endless attribute grows with the square of its length.
LONGEST_SILENCE = 1024 * 1024
_CHUNK = 64 * 1024


class MalformedDocumentError(Exception):
    """The file is not what its name says, or it wants of its reader what none should do."""


@dataclass(frozen=True)
class _Office:
    """Where the words of a kind of office file stand.

    Attributes:
        parts: of the archive, those that hold words; read in the order of the numbers in their names.
        words: elements whose own characters are words.
        ends: elements after which a paragraph ends.
        gaps: elements that stand for a space.
        hidden: elements of which nothing is read: what was deleted, remarks, what is there twice.
    """

    parts: re.Pattern[str]
    words: frozenset[str]
    ends: frozenset[str]
    gaps: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()


_OPEN_DOCUMENT = _Office(
    parts=re.compile(r"content\.xml"),
    words=frozenset({"p", "h", "span", "a"}),
    ends=frozenset({"p", "h"}),
    gaps=frozenset({"s", "tab", "line-break"}),
    hidden=frozenset({"annotation", "tracked-changes"}),
)
_OFFICE = {
    "docx": _Office(
        parts=re.compile(r"word/(document|footnotes|endnotes)\.xml"),
        words=frozenset({"t"}),
        ends=frozenset({"p"}),
        gaps=frozenset({"tab", "br", "cr"}),
        hidden=frozenset({"Fallback"}),
    ),
    "pptx": _Office(
        parts=re.compile(r"ppt/slides/slide\d+\.xml"),
        words=frozenset({"t"}),
        ends=frozenset({"p"}),
        gaps=frozenset({"br"}),
        hidden=frozenset({"Fallback"}),
    ),
    "xlsx": _Office(
        parts=re.compile(r"xl/(sharedStrings|worksheets/sheet\d+)\.xml"),
        words=frozenset({"t"}),
        ends=frozenset({"si", "is"}),
        hidden=frozenset({"rPh"}),
    ),
    "odt": _OPEN_DOCUMENT,
    "ods": _OPEN_DOCUMENT,
}


def text_of(content: bytes, kind: str = "pdf") -> str:
    """The text of the first pages, a page or paragraph a line; of a scanned document there is none.

    Args:
        kind: one of `READERS`.

    Raises:
        PyPdfError: it is no PDF, or one that is locked.
        MalformedDocumentError, BadZipFile, ExpatError: it is none of the other kinds.
    """
    lines: list[str] = []
    length = 0
    for line in READERS[kind](content):
        # A typesetter ties letters together: as words are kept, «ﬃ» is «ffi».
        lines.append(" ".join(unicodedata.normalize("NFKC", line).split()))
        length += len(lines[-1])
        if length > LONGEST_TEXT:
            break
    return "\n".join(filter(None, lines))[:LONGEST_TEXT]


def _of_pdf(content: bytes) -> Iterator[str]:
    # Here, so that whoever only asks for a bound does not load it.
    from pypdf import PdfReader

    for page in PdfReader(io.BytesIO(content)).pages[:MOST_PAGES]:
        yield page.extract_text()


def _of_plain_text(content: bytes) -> Iterator[str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    yield from text.splitlines()


def _of_office(kind: str) -> Callable[[bytes], Iterator[str]]:
    def lines(content: bytes) -> Iterator[str]:
        office = _OFFICE[kind]
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [name for name in archive.namelist() if office.parts.fullmatch(name)]
            if not parts:
                raise MalformedDocumentError(kind)
            left = MOST_UNPACKED
            for name in sorted(parts, key=_in_order)[:MOST_PAGES]:
                reader = _Words(office)
                with archive.open(name) as part:
                    while left > 0 and (chunk := part.read(min(_CHUNK, left))):
                        left -= len(chunk)
                        yield from reader.read(chunk)

    return lines


def _in_order(name: str) -> tuple[str, int]:
    """Slides in their order, of which the tenth comes after the ninth."""
    number = re.search(r"\d+", name)
    return re.sub(r"\d+", "", name), int(number[0]) if number else 0


class _Words:
    """Reads one part of an office file, a piece at a time, without its ever being there whole."""

    def __init__(self, office: _Office) -> None:
        self._office = office
        self._open: list[str] = []
        self._hidden = 0
        self._silence = 0
        self._line: list[str] = []
        self._lines: list[str] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        # Without a document type there is no entity but the five of XML: none to grow, none to fetch.
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def read(self, chunk: bytes) -> list[str]:
        """The paragraphs that ended in this piece."""
        self._silence += len(chunk)
        self._parser.Parse(chunk, False)
        if self._silence > LONGEST_SILENCE:
            raise MalformedDocumentError("It has no tag and no word for too long.")
        found, self._lines = self._lines, []
        return found

    def _refuse(self, *_declared: object) -> None:
        raise MalformedDocumentError("It declares a document type.")

    def _start(self, name: str, _attributes: object) -> None:
        self._silence = 0
        local = name.rpartition(" ")[2]
        self._open.append(local)
        self._hidden += local in self._office.hidden
        if local in self._office.gaps:
            self._line.append(" ")

    def _end(self, _name: str) -> None:
        self._silence = 0
        local = self._open.pop()
        self._hidden -= local in self._office.hidden
        if local in self._office.ends and not self._hidden:
            self._lines.append("".join(self._line))
            self._line = []

    def _characters(self, text: str) -> None:
        self._silence = 0
        if not self._hidden and self._open[-1] in self._office.words:
            self._line.append(text)


READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "pdf": _of_pdf,
    "txt": _of_plain_text,
    **{kind: _of_office(kind) for kind in _OFFICE},
}


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    text = text_of(sys.stdin.buffer.read(), sys.argv[1])
    sys.stdout.buffer.write(text.encode(errors="replace"))


if __name__ == "__main__":
    main()
