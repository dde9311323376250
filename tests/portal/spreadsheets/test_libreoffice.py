"""CSV and XLSX as LibreOffice reads them, cell by cell: what it opens is what was written."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from portal.registers.spreadsheets import as_plain_cell
from portal.spreadsheets import csv_files, xlsx
from portal.spreadsheets.cells import Euro
from tests.portal.spreadsheets.libreoffice import WITH_LIBREOFFICE, converted

TEXTS = [
    "Zenobia",
    "=1+1",
    "+390552345678",
    "-3",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    "riga\ndopo riga",
    "& < > \" '",
    "_x0041_",
    "ὠδή 👩‍👩‍👧 שלום e\u0301",
    "00012",
    "1/3",
]
HEADER = [["Testo", "Numero", "Importo", "Giorno", "Momento"], ["text", "number", "amount", "day", "moment"]]
ROWS: list[Any] = [
    [
        text,
        Decimal("-1234.5"),
        Euro("1500.50"),
        date(2026, 3, 1),
        datetime(2026, 7, 1, 10, 30, 5, tzinfo=UTC),
    ]
    for text in TEXTS
] + [[None, 0, None, None, None, "oltre"]]

pytestmark = WITH_LIBREOFFICE


def shown(cell: Any, *, plain: bool) -> str:
    """How LibreOffice writes a cell that it took for what it is: a number, a day, a moment or a text."""
    match cell:
        case None:
            return ""
        case str():
            return str(as_plain_cell(cell)) if plain else cell
        case Euro():
            return "1500.5"
        case datetime():
            return "07/01/2026 12:30:05"
        case date():
            return "03/01/2026"
        case Decimal():
            return "-1234.5"
    return str(cell)


def test_an_xlsx_is_read_cell_by_cell_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "prova.xlsx"
    file.write_bytes(b"".join(xlsx.pieces([xlsx.Sheet("Candidature", HEADER, ROWS)])))

    [found] = converted(file)

    width = max(map(len, ROWS))
    expected = [[*row, *[""] * (width - len(row))] for row in HEADER]
    expected += [[*(shown(cell, plain=False) for cell in row), *[""] * (width - len(row))] for row in ROWS]
    assert found == expected


@pytest.mark.parametrize("separator", [csv_files.COMMA, csv_files.SEMICOLON])
def test_a_csv_is_read_cell_by_cell_and_nothing_in_it_is_run(tmp_path: Path, separator: str) -> None:
    file = tmp_path / "prova.csv"
    file.write_bytes(b"".join(csv_files.pieces(HEADER, ROWS, separator=separator)))

    # Separator, quotes, UTF-8, from the first line; columns as a person who double-clicks gets them.
    [found] = converted(file, f"Text - txt - csv (StarCalc):{ord(separator)},34,76,1,,0,false,true")

    assert found[0][:5] == HEADER[0]
    texts = [row[0] for row in found[2:]]
    assert texts[:11] == [shown(text, plain=True) for text in TEXTS[:11]]
    assert [row[4] for row in found[2:-1]] == ["2026-07-01 12:30:05"] * len(TEXTS)
