"""PDF documents as a reader finds them: their words, and the structure that a screen reader follows."""

import io
import itertools
import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from pypdf import PdfReader
from pypdf.generic import ContentStream

# Where a word that is too long for its line may be broken, and where one was by its syllables.
BREAK, HYPHEN = "\u200b", "\u00ad"
# What puts letters, lines, colours and pictures on a page.
_SHOWING = frozenset(b"Tj TJ ' \" S s f f* F B B* b b* Do sh".split())


def text_of(document: bytes) -> str:
    """All words of a document as one, without spaces: what stands at the top and bottom of its pages once."""
    pages = [plain(page.extract_text()) for page in PdfReader(io.BytesIO(document)).pages]
    bodies = [re.sub(re.escape(settings.SITE_URL) + r"Pagina\d+di\d+$", "", page) for page in pages]
    head = _common_beginning(bodies) if len(bodies) > 1 else ""
    return head + "".join(body.removeprefix(head) for body in bodies)


def _common_beginning(texts: list[str]) -> str:
    columns = itertools.takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False))
    return "".join(letters[0] for letters in columns)


def words_of_page(document: bytes, number: int) -> str:
    """Those of one page, which is found at once in a long document; the last is -1."""
    return plain(PdfReader(io.BytesIO(document)).pages[number].extract_text())


def hyphens_in(document: bytes) -> int:
    """How many there are, those at the end of a line that nobody typed too: both may be read as either."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]
    return sum(page.count("-") + page.count(HYPHEN) for page in pages)


def number_of_pages(document: bytes) -> int:
    return len(PdfReader(io.BytesIO(document)).pages)


def plain(text: str) -> str:
    """Text without breaks and spaces: lines end where they are full."""
    return re.sub(r"\s", "", text.replace(BREAK, "").replace(HYPHEN, ""))


def title_of(document: bytes) -> str:
    information = PdfReader(io.BytesIO(document)).metadata
    assert information is not None
    return str(information.title)


def language_of(document: bytes) -> str:
    return str(_root(document)["/Lang"])


def flaws_of(document: bytes) -> list[str]:
    """What of PDF/UA-1 (ISO 14289-1) a program sees to be missing, of what readers of screens live by.

    No validator of the whole standard: the typesetter checks more while it writes, and whether an alternative
    says what is drawn a person alone can judge.
    """
    reader = PdfReader(io.BytesIO(document))
    root: Any = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data()
    told = {
        "does not say that it is PDF/UA-1": b"<pdfuaid:part>1</pdfuaid:part>" not in metadata,
        "is not marked": not root["/MarkInfo"]["/Marked"],
        "has no title": b"<dc:title>" not in metadata,
        "does not show its title": not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"),
        "has no language": not root.get("/Lang"),
    }
    flaws = [flaw for flaw, is_there in told.items() if is_there]
    levels = [int(tag[1:]) for tag in tags_of(document) if re.fullmatch(r"H[1-6]", tag)]
    if any(level > before + 1 for before, level in itertools.pairwise([0, *levels])):
        flaws.append(f"skips a heading: {levels}")
    flaws += [
        f"{element['/S']} without an alternative"
        for element in _all(root["/StructTreeRoot"]["/K"])
        if element["/S"] in ("/Figure", "/Formula") and not element.get("/Alt")
    ]
    for number, page in enumerate(reader.pages, start=1):
        flaws += [f"page {number} {flaw}" for flaw in _flaws_of_page(page, reader)]
    return flaws


def _flaws_of_page(page: Any, reader: PdfReader) -> Iterator[str]:
    annotations = [one.get_object() for one in page.get("/Annots", [])]
    if annotations and page.get("/Tabs") != "/S":
        yield "is not walked through in the order of its structure"
    if any(one["/Subtype"] == "/Link" and not one.get("/Contents") for one in annotations):
        yield "has a link without words"
    fonts = [font.get_object() for font in page["/Resources"].get("/Font", {}).values()]
    if any(not _is_embedded(font) or "/ToUnicode" not in font for font in fonts):
        yield "has a font that is not embedded, or letters that cannot be read aloud"
    depth = 0
    for _operands, operator in ContentStream(page.get_contents(), reader).operations:
        depth += (operator in (b"BDC", b"BMC")) - (operator == b"EMC")
        if not depth and operator in _SHOWING:
            yield f"shows something that is neither tagged nor an artifact ({operator.decode()})"


def _is_embedded(font: Any) -> bool:
    described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    return any(name in described for name in ("/FontFile", "/FontFile2", "/FontFile3"))


def _all(node: Any) -> Iterator[Any]:
    for element in _elements(node):
        yield element
        yield from _all(element.get("/K", []))


def tags_of(document: bytes) -> list[str]:
    """The tags in reading order."""
    return list(_tags(_root(document)["/StructTreeRoot"]["/K"]))


def alternatives_of(document: bytes) -> list[str]:
    """The texts that stand for pictures."""
    found: list[str] = []
    _collect(_root(document)["/StructTreeRoot"]["/K"], found)
    return found


def _root(document: bytes) -> Any:
    return PdfReader(io.BytesIO(document)).trailer["/Root"]


def _elements(node: Any) -> Iterator[Any]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from _elements(one)
    elif isinstance(node, dict) and "/S" in node:
        yield node


def _tags(node: Any) -> Iterator[str]:
    for element in _elements(node):
        yield str(element["/S"]).removeprefix("/")
        yield from _tags(element.get("/K", []))


def _collect(node: Any, found: list[str]) -> None:
    for element in _elements(node):
        if "/Alt" in element:
            found.append(str(element["/Alt"]))
        _collect(element.get("/K", []), found)


def lines_of_page(document: bytes, number: int) -> list[tuple[float, float, float]]:
    """Where the runs of letters of a page stand: left and right edge and base line, in points from below."""
    reader = PdfReader(io.BytesIO(document))
    page: Any = reader.pages[number]
    fonts = {name: _widths(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    found, place, kept = [], (0.0, 0.0), []
    size, font, along = 0.0, "", 0.0
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        match operator:
            case b"q":
                kept.append(place)
            case b"Q":
                place = kept.pop()
            case b"cm":
                place = (place[0] + float(operands[4]), place[1] + float(operands[5]))
            case b"Tf":
                font, size = operands[0], float(operands[1])
            case b"Tm":
                along = float(operands[4])
            case b"TJ":
                width = sum(
                    -float(part) if isinstance(part, int | float) else _width(part, fonts[font])
                    for part in operands[0]
                )
                begin = place[0] + along
                along += width * size / 1000
                found.append((begin, place[0] + along, place[1]))
    return found


def _widths(font: Any) -> dict[int, float]:
    """Of each glyph, in thousandths of the letters' size."""
    given = iter(font["/DescendantFonts"][0].get_object()["/W"])
    widths: dict[int, float] = {}
    for first in given:
        last = next(given)
        if isinstance(last, list):
            widths |= {int(first) + at: float(one) for at, one in enumerate(last)}
        else:
            widths |= dict.fromkeys(range(int(first), int(last) + 1), float(next(given)))
    return widths


def _width(glyphs: Any, widths: dict[int, float]) -> float:
    codes = glyphs if isinstance(glyphs, bytes) else glyphs.original_bytes
    return sum(widths[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes) - len(codes) % 2, 2))
