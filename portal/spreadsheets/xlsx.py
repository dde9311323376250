"""XLSX written as a stream (ECMA-376, SpreadsheetML): a ZIP of XML whose texts stand in their cells.

Whatever is written can leave at once, because nothing at the beginning of the file depends on its end. Rows
and cells carry no address: they count on from each other. A text is a text, also one that begins like a
formula; such a one bears the mark by which spreadsheets know that it is to stay one (`quotePrefix`).
"""

import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any, Self
from xml.sax.saxutils import escape

from django.utils import timezone

from portal.registers.spreadsheets import as_plain_cell
from portal.spreadsheets.cells import Cell, Euro
from portal.spreadsheets.pieces import PIECE, Pieces
from portal.xml_text import admitted

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What Excel takes: rows and columns of a sheet, characters of a cell and of a name, digits of a number.
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_CHARACTERS = 32_767
MOST_IN_A_NAME = 31
MOST_DIGITS = 15
ROWS_AT_ONCE = 200
# A little work for most of what can be gained.
COMPRESSION = 1

_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
# Places in the list of styles (`_STYLES`).
_HEADING, _QUOTED, _DAY, _MOMENT, _AMOUNT = 1, 2, 3, 4, 5
# Days are counted from here; before this the count of Excel, which has a 29 February 1900, is another.
_FIRST_DAY = date(1900, 3, 1)
_DAY_ZERO = date(1899, 12, 30).toordinal()
# What would be read as a character by its number.
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_PARTS_OF_A_DAY = 10**9
_FORBIDDEN_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_CUT = " […]"

# By extension, so that the list can stand at the beginning, however many sheets follow.
_CONTENT_TYPES = (
    f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
)
_ROOT = (
    f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_STYLES = (
    f'{_DECLARATION}<styleSheet xmlns="{_NAMESPACE}">'
    '<numFmts count="3"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="dd/mm/yyyy\\ hh:mm:ss"/>'
    '<numFmt numFmtId="166" formatCode="#,##0.00\\ [$€-410]"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyFont="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass
class Spool:
    """Rows that come while another sheet is written, kept on the disk until their own is."""

    _file: Any = field(default_factory=tempfile.TemporaryFile)

    def add(self, cells: Sequence[Cell]) -> None:
        # One line a row: there is no line break in what `_row` gives.
        self._file.write(_row(cells).encode() + b"\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._file.close()

    def lines(self) -> Iterator[str]:
        self._file.seek(0)
        return (line.decode().rstrip("\n") for line in self._file)


@dataclass
class Sheet:
    """One sheet, with a header that stays in sight.

    Attributes:
        rows: read when the sheet's turn comes, after those before it are written.
    """

    title: str
    header: Sequence[Sequence[str]]
    rows: Iterable[Sequence[Cell]] | Spool


def pieces(sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """The file, piece by piece. A sheet with more rows than fit goes on in another."""
    out, titles = Pieces(), list[str]()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
        for name, content in (
            ("[Content_Types].xml", _CONTENT_TYPES),
            ("_rels/.rels", _ROOT),
            ("xl/styles.xml", _STYLES),
        ):
            archive.writestr(name, content)
        yield from out.take()
        for sheet in sheets:
            rows = sheet.rows.lines() if isinstance(sheet.rows, Spool) else map(_row, sheet.rows)
            heading = "".join(map(_heading_row, sheet.header))
            first: list[str] = []
            while True:
                titles.append(sheet_name(sheet.title, titles))
                part = chain(first, islice(rows, MOST_ROWS - len(sheet.header) - len(first)))
                path = f"xl/worksheets/sheet{len(titles)}.xml"
                yield from _sheet(archive, out, path, heading, len(sheet.header), part)
                first = list(islice(rows, 1))
                if not first:
                    break
        archive.writestr("xl/workbook.xml", _workbook(titles))
        archive.writestr("xl/_rels/workbook.xml.rels", _parts(len(titles)))
    yield from out.take()


def sheet_name(title: str, taken: Sequence[str] = ()) -> str:
    """A title as the name of a sheet: short, without the signs that names must not have, and none twice."""
    plain = " ".join(_FORBIDDEN_IN_A_NAME.sub(" ", admitted(title, "")).split()).strip("' ") or "…"
    others, name, number = {one.casefold() for one in taken}, _short(plain, MOST_IN_A_NAME), 1
    while name.casefold() in others:
        number += 1
        ending = f" ({number})"
        name = _short(plain, MOST_IN_A_NAME - len(ending)) + ending
    return name


def _short(text: str, most: int) -> str:
    # Counted in units of UTF-16, as Excel does.
    return text.encode("utf-16-le")[: most * 2].decode("utf-16-le", errors="ignore").strip("' ")


def _sheet(
    archive: zipfile.ZipFile, out: Pieces, path: str, heading: str, frozen: int, rows: Iterator[str]
) -> Iterator[bytes]:
    with archive.open(path, "w") as entry:
        beginning = (
            f'{_DECLARATION}<worksheet xmlns="{_NAMESPACE}"><sheetViews><sheetView workbookViewId="0">'
            f'<pane xSplit="1" ySplit="{frozen}" topLeftCell="B{frozen + 1}" activePane="bottomRight" '
            'state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultColWidth="22" '
            f'defaultRowHeight="15"/><sheetData>{heading}'
        )
        entry.write(beginning.encode())
        while some := "".join(islice(rows, ROWS_AT_ONCE)):
            entry.write(some.encode())
            yield from out.take(least=PIECE)
        entry.write(b"</sheetData></worksheet>")
    yield from out.take(least=PIECE)


def _workbook(titles: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name="{escape(title, {chr(34): "&quot;"})}" sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(titles, start=1)
    )
    opening = f'<workbook xmlns="{_NAMESPACE}" xmlns:r="{_RELATIONS}">'
    return f"{_DECLARATION}{opening}<sheets>{sheets}</sheets></workbook>"


def _parts(sheets: int) -> str:
    parts = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" '
        f'Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, sheets + 1)
    )
    styles = f'<Relationship Id="rId{sheets + 1}" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{parts}{styles}</Relationships>'


def _row(cells: Sequence[Cell]) -> str:
    """A row, without line breaks; empty cells at its end are left out."""
    written = [_EMPTY if cell is None else _BY_TYPE.get(type(cell), _other)(cell) for cell in cells]
    while written and written[-1] == _EMPTY:
        written.pop()
    return f"<row>{''.join(written)}</row>"


def _heading_row(cells: Sequence[str]) -> str:
    return f"<row>{''.join(_text(cell, _HEADING) for cell in cells)}</row>"


_EMPTY = "<c/>"


def text_of(cell: str) -> str:
    """A text as a cell holds it: as much as fits, and a sign in the place of what XML cannot hold."""
    text = cell if len(cell) <= MOST_CHARACTERS else cell[: MOST_CHARACTERS - len(_CUT)] + _CUT
    return admitted(text.replace("\r\n", "\n").replace("\r", "\n"), "\ufffd")


def _text(cell: str, style: int = 0) -> str:
    if not cell:
        return _EMPTY
    # Told by the text as it was typed: what `text_of` makes of a line break must not hide one.
    style = style or (_QUOTED if as_plain_cell(cell) != cell else 0)
    styled = f' s="{style}"' if style else ""
    written = escape(_LIKE_AN_ESCAPE.sub("_x005F_", text_of(cell))).replace("\n", "&#10;")
    return f'<c{styled} t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'


def _number(cell: int | Decimal, style: str = "") -> str:
    number = format(cell, "f")
    # A spreadsheet would round it.
    if sum(map(str.isdigit, number.strip("-0."))) > MOST_DIGITS:
        return _text(number)
    return f"<c{style}><v>{number}</v></c>"


def _amount(cell: Euro) -> str:
    return _number(cell, f' s="{_AMOUNT}"')


def _day(cell: date) -> str:
    if cell < _FIRST_DAY:
        return _text(cell.isoformat())
    return f'<c s="{_DAY}"><v>{cell.toordinal() - _DAY_ZERO}</v></c>'


def _moment(cell: datetime) -> str:
    local = cell.astimezone(timezone.get_default_timezone())
    if local.date() < _FIRST_DAY:
        return _text(f"{local:%Y-%m-%d %H:%M:%S}")
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    # Never less than it is: LibreOffice cuts off the rest and would show the second before.
    parts = -(-seconds * _PARTS_OF_A_DAY // 86_400)
    return f'<c s="{_MOMENT}"><v>{local.toordinal() - _DAY_ZERO}.{parts:09d}</v></c>'


def _other(cell: Any) -> str:
    """A subclass of text, such as what a translation gives."""
    return _text(str(cell))


_BY_TYPE: dict[type, Callable[[Any], str]] = {
    str: _text,
    int: _number,
    Decimal: _number,
    Euro: _amount,
    date: _day,
    datetime: _moment,
}
