"""LibreOffice without its windows: each sheet of a file as it reads it."""

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

OFFICE = shutil.which("soffice")
# In seconds; it starts slowly where others hold the cores.
PATIENCE = 600
# Where LibreOffice is missing tests with it are skipped, but not in `.ci/run`, which installs it and asks for
# them.
WITH_LIBREOFFICE = pytest.mark.skipif(
    OFFICE is None and not os.environ.get("SPREADSHEETS_REQUIRED"), reason="LibreOffice is not installed"
)


def converted(file: Path, reading: str = "") -> list[list[list[str]]]:
    """Each sheet that LibreOffice finds in a file, as the text of its cells.

    Args:
        reading: how it is to read the file, where that does not tell by itself.
    """
    sheets = []
    for made in read_into_files(file, reading):
        with made.open(encoding="utf-8", newline="") as content:
            sheets.append(list(csv.reader(content)))
    return sheets


def csv_as_texts(separator: str, columns: int) -> str:
    """How it is to read a CSV in UTF-8 that takes every cell of so many columns for a text."""
    # Separator, quotes, UTF-8, from the first line.
    as_texts = "/".join(f"{number}/2" for number in range(1, columns + 1))
    return f"Text - txt - csv (StarCalc):{ord(separator)},34,76,1,{as_texts},0,false,false"


def read_into_files(file: Path, reading: str = "", *, patience: int = PATIENCE) -> list[Path]:
    """The same as CSV files beside the file, one for each sheet, in the order of the workbook.

    Of files in one folder the first alone waits for LibreOffice to make itself at home.

    Args:
        patience: seconds that it may take.
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
    made = file.parent / f"read {file.name}"
    command += ["--outdir", str(made), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=patience)
    return _in_order(list(made.iterdir()), file)


def _in_order(made: list[Path], file: Path) -> list[Path]:
    """The files of the sheets as these follow each other in the workbook; of a CSV there is one."""
    if file.suffix != ".xlsx":
        return made
    made_of = {one.stem.removeprefix(f"{file.stem}-"): one for one in made}
    names = load_workbook(file, read_only=True).sheetnames
    assert set(made_of) == set(names)
    return [made_of[name] for name in names]
