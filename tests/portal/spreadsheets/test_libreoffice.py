"""CSV and XLSX as LibreOffice reads them, cell by cell: what it opens is what was written.

Where LibreOffice is missing these are skipped, but not in `.ci/run`, which installs it and asks for them.
"""

import csv
import os
import shutil
import subprocess
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from portal.registers.spreadsheets import as_plain_cell
from portal.spreadsheets import csv_files, xlsx
from portal.spreadsheets.cells import Euro

OFFICE = shutil.which("soffice")
# In seconds; it starts slowly where others hold the cores.
PATIENCE = 600
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

WITH_LIBREOFFICE = pytest.mark.skipif(
    OFFICE is None and not os.environ.get("SPREADSHEETS_REQUIRED"), reason="LibreOffice is not installed"
)
pytestmark = WITH_LIBREOFFICE


def converted(file: Path, reading: str = "") -> list[list[list[str]]]:
    """Each sheet that LibreOffice finds in a file, as the text of its cells.

    Args:
        reading: how it is to read the file, where that does not tell by itself.
    """
    assert OFFICE, "LibreOffice is missing: apt-get install libreoffice-calc-nogui"
    # Comma, quotes, UTF-8, American English, values as they are kept; a file for each sheet.
    written = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,false,false,false,-1"
    command = [
        OFFICE,
        f"-env:UserInstallation=file://{file.parent}/profile",
        "--headless",
        "--convert-to",
        written,
    ]
    if reading:
        command.append(f"--infilter={reading}")
    command += ["--outdir", str(file.parent / "read"), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    sheets = []
    for made in _in_order(list((file.parent / "read").iterdir()), file):
        with made.open(encoding="utf-8", newline="") as content:
            sheets.append(list(csv.reader(content)))
    return sheets


def _in_order(made: list[Path], file: Path) -> list[Path]:
    """The files of the sheets as these follow each other in the workbook; of a CSV there is one."""
    if file.suffix != ".xlsx":
        return made
    made_of = {one.stem.removeprefix(f"{file.stem}-"): one for one in made}
    names = load_workbook(file, read_only=True).sheetnames
    assert set(made_of) == set(names)
    return [made_of[name] for name in names]


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
