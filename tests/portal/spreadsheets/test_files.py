"""CSV and XLSX as other programs read them, while they are written in pieces."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from portal.spreadsheets import csv_files, xlsx
from portal.spreadsheets.cells import Euro

ODD = [
    "",
    "=1+1",
    "+39 055",
    "-3",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    "riga\ndopo riga",
    "& < > \" '",
    " spazi ai lati ",
    "_x0041_ e _x000D_",
    "ὠδή 👩‍👩‍👧 שלום e\u0301",
    "12",
    "1 marzo",
]


def read(*sheets: xlsx.Sheet) -> Any:
    return openpyxl.load_workbook(io.BytesIO(b"".join(xlsx.pieces(sheets))))


def rows_of(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_texts_come_back_letter_by_letter_and_stay_texts() -> None:
    sheet = read(xlsx.Sheet("Uno", [["Testo"]], [[text] for text in ODD])).active

    # This reader leaves it to its caller to undo the escapes of ECMA-376 (ST_Xstring).
    assert [row[0] and unescape(row[0]) for row in rows_of(sheet)[1:]] == [text or None for text in ODD]
    kinds = {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value}
    assert kinds <= {"s", "inlineStr"}


def test_what_begins_like_a_formula_bears_the_mark_of_a_text() -> None:
    sheet = read(xlsx.Sheet("Uno", [["Testo"]], [["=1+1"], ["+39"], ["\r=1"], ["uno"]])).active

    assert [sheet.cell(row, 1).quotePrefix for row in range(2, 6)] == [True, True, True, False]


def test_numbers_amounts_days_and_moments_are_what_they_are() -> None:
    moment = datetime(2026, 7, 1, 10, 30, 5, tzinfo=UTC)
    cells: list[Any] = [12, Decimal("-0.50"), Euro("1500.5"), date(2026, 3, 1), moment, None, "dopo il vuoto"]
    sheet = read(xlsx.Sheet("Uno", [["A"]], [cells])).active

    number, half, amount, day, when, empty, text = (sheet.cell(2, place) for place in range(1, 8))
    assert (number.value, half.value, amount.value) == (12, -0.5, 1500.5)
    assert "€" in amount.number_format
    assert day.value == datetime(2026, 3, 1)
    assert day.is_date
    # In the portal's own time.
    assert when.value == datetime(2026, 7, 1, 12, 30, 5)
    assert (empty.value, text.value) == (None, "dopo il vuoto")


def test_what_a_spreadsheet_would_change_stays_a_text() -> None:
    cells: list[Any] = [
        Decimal("1234567890123456"),
        Decimal("1200000000000000000"),
        date(1899, 12, 31),
        "x" * 40_000,
    ]
    sheet = read(xlsx.Sheet("Uno", [["A"]], [cells, ["a\x00b\ud800c"]])).active

    assert [sheet.cell(2, place).value for place in (1, 2, 3)] == [
        "1234567890123456",
        1200000000000000000,
        "1899-12-31",
    ]
    assert len(sheet.cell(2, 4).value) == xlsx.MOST_CHARACTERS
    assert sheet.cell(3, 1).value == "a\ufffdb\ufffdc"


def test_the_header_and_the_first_column_stay_in_sight() -> None:
    sheet = read(xlsx.Sheet("Uno", [["Codice"], ["reference"]], [["CS-1"]])).active

    assert sheet.freeze_panes == "B3"
    assert sheet["A1"].font.bold


def test_rows_put_aside_make_sheets_of_their_own() -> None:
    with xlsx.Spool() as aside:

        def rows() -> Iterator[list[Any]]:
            for number in range(3):
                aside.add([number, "con\nriga"])
                yield [number]

        book = read(xlsx.Sheet("Uno", [["A"]], rows()), xlsx.Sheet("Due", [["A", "B"]], aside))

    assert book.sheetnames == ["Uno", "Due"]
    assert rows_of(book["Due"])[1:] == [[0, "con\nriga"], [1, "con\nriga"], [2, "con\nriga"]]


def test_a_sheet_that_is_full_goes_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 4)
    book = read(xlsx.Sheet("Uno", [["A"]], [[number] for number in range(7)]))

    assert book.sheetnames == ["Uno", "Uno (2)", "Uno (3)"]
    found = [row[0] for name in book.sheetnames for row in rows_of(book[name])[1:]]
    assert found == list(range(7))


@pytest.mark.parametrize(
    "title", ["", "'", "[a]:*?/\\", "lungo " * 20, "👩‍👩‍👧" * 20, "a\x00b", "Ètude & <b>"]
)
def test_any_title_names_a_sheet_and_none_twice(title: str) -> None:
    book = read(xlsx.Sheet(title, [["A"]], [[1]]), xlsx.Sheet(title.upper(), [["A"]], [[2]]))

    assert len({name.casefold() for name in book.sheetnames}) == 2
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= 31 for name in book.sheetnames)


def test_nothing_waits_for_the_end() -> None:
    read_so_far = 0

    def rows() -> Iterator[list[str]]:
        nonlocal read_so_far
        for number in range(100_000):
            read_so_far = number
            yield [f"riga numero {number * 7919}"]

    pieces = xlsx.pieces([xlsx.Sheet("Uno", [["A"]], rows())])
    first = next(pieces)

    assert first.startswith(b"PK")
    assert read_so_far == 0
    next(pieces)
    assert 0 < read_so_far < 50_000


@pytest.mark.parametrize(("separator", "number"), [(",", "12.5"), (";", "12,5")])
def test_a_csv_is_utf8_with_its_mark_and_runs_nothing(separator: str, number: str) -> None:
    moment = datetime(2026, 7, 1, 10, 30, tzinfo=UTC)
    rows: list[list[Any]] = [[text, Decimal("12.5"), date(2026, 3, 1), moment, None] for text in ODD]
    written = b"".join(csv_files.pieces([["=Testo", "B"]], rows, separator=separator))

    assert written.startswith(b"\xef\xbb\xbf")
    header, *found = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=separator)
    assert header == ["'=Testo", "B"]
    assert [row[0] for row in found[1:7]] == ["'=1+1", "'+39 055", "'-3", "'@SUM(A1)", "'\t=1", "'＝1+1"]
    assert found[0][1:] == [number, "2026-03-01", "2026-07-01 12:30:00", ""]
