"""The files of `export_bench` as LibreOffice reads them, cell by cell beside what was written.

A CSV, with either separator, is compared with itself. Of the XLSX the first sheet says what the CSV says, and
each further one what the JSON says of the rows of a question and of who confirmed. They are read a row at a
time.
"""

import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, zip_longest
from operator import eq
from pathlib import Path
from typing import Any, NamedTuple

import django

django.setup()

from portal.registers.spreadsheets import as_plain_cell  # noqa: E402 - after the settings
from portal.spreadsheets import csv_files  # noqa: E402
from portal.spreadsheets.xlsx import text_of  # noqa: E402
from tests.portal.spreadsheets.libreoffice import csv_as_texts, read_into_files  # noqa: E402

# In seconds: a hundred thousand rows on a machine that does much beside it.
PATIENCE = 7_200
MOST_TOLD = 20
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
# Of a number as it is written; one with a nought before it is a text, such as a code.
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")

Lines = Iterable[list[str]]
_NO_LINE: list[str] = []


def is_same(read: str, written: str) -> bool:
    """Whether LibreOffice reads from a cell of the XLSX what a CSV has there.

    It writes days as Americans do, and numbers without noughts at their end; a CSV puts an apostrophe before
    what looks like a formula, which in a sheet is a text as it stands.
    """
    if read == written or read == text_of(written) or as_plain_cell(read) == text_of(written):
        return True
    if _MOMENT.fullmatch(written):
        return read == f"{datetime.fromisoformat(written):%m/%d/%Y %H:%M:%S}"
    if _DAY.fullmatch(written):
        return read == f"{date.fromisoformat(written):%m/%d/%Y}"
    is_number = _NUMBER.fullmatch(written) and _NUMBER.fullmatch(read)
    return bool(is_number) and Decimal(read) == Decimal(written)


class Sheet(NamedTuple):
    """One sheet of a file, or all of a CSV: as it was read, as it was written, and when that is the same."""

    name: str
    read: Lines
    written: Lines
    is_same: Callable[[str, str], bool]


def compared(sheets: Iterable[Sheet]) -> dict[str, Any]:
    """How many cells there are, how many hold anything, how many differ, and where the first of these are."""
    how_many = cells = filled = differing = 0
    told: list[str] = []
    for sheet in sheets:
        how_many += 1
        for number, (line_read, line_written) in enumerate(
            zip_longest(sheet.read, sheet.written, fillvalue=_NO_LINE), start=1
        ):
            for place, (one, other) in enumerate(zip_longest(line_read, line_written, fillvalue=""), start=1):
                cells += 1
                filled += bool(one or other)
                if not sheet.is_same(one, other):
                    differing += 1
                    where = f"{sheet.name}, {number}:{place}"
                    told += [f"{where}: {one!r}, not {other!r}"][: MOST_TOLD - len(told)]
    return {"sheets": how_many, "cells": cells, "filled": filled, "differing": differing, "told": told}


def lines_of(file: Path, separator: str = csv_files.COMMA) -> Iterator[list[str]]:
    # The answers to a long question stand in one cell.
    csv.field_size_limit(10**9)
    with file.open(encoding="utf-8-sig", newline="") as content:
        yield from csv.reader(content, delimiter=separator)


def submissions(file: Path) -> Iterator[dict[str, Any]]:
    """What the JSON tells, one on each of its lines but the first and the last."""
    with file.open(encoding="utf-8") as content:
        next(content)
        for line in content:
            if line.startswith("{"):
                yield json.loads(line.rstrip().removesuffix(","))


def rows_of(file: Path, sheet: dict[str, Any]) -> Iterator[list[str]]:
    """The lines of a further sheet, below its header."""
    keys: list[str] = sheet["keys"]
    for one in submissions(file):
        if sheet["of"] is None:
            for row in one.get("confirmations", []):
                yield [one["reference"], *(_text(row.get(key)) for key in keys[1:])]
            continue
        for number, row in enumerate(one.get("rows", {}).get(sheet["of"], []), start=1):
            yield [one["reference"], str(number), *(_text(row.get(key)) for key in keys[2:])]


def _text(value: Any) -> str:
    """A value of the JSON as a CSV has it."""
    if value is None:
        return ""
    text = str(value)
    # A moment, with the difference from UTC.
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d", text):
        return datetime.fromisoformat(text).replace(tzinfo=None).isoformat(" ", "seconds")
    return text


def read_beside(folder: Path) -> Iterator[Sheet]:
    """The sheets of the files in a folder, each beside what was written there."""
    yield from _of_csv(folder / "candidature.csv", csv_files.COMMA)
    yield from _of_csv(folder / "semicolon.csv", csv_files.SEMICOLON)
    # Those after the first, in their order (`export_inside.further_sheets`).
    further: list[dict[str, Any]] = json.loads((folder / "sheets.json").read_text())
    made = read_into_files(folder / "candidature.xlsx", patience=PATIENCE)
    yield Sheet("1", lines_of(made[0]), lines_of(folder / "candidature.csv"), is_same)
    for sheet, file in zip(further, made[1:], strict=True):
        header: list[list[str]] = [sheet["labels"], sheet["keys"]]
        written = chain(header, rows_of(folder / "candidature.json", sheet))
        yield Sheet(file.stem, lines_of(file), written, is_same)


def _of_csv(file: Path, separator: str) -> Iterator[Sheet]:
    """A CSV whose cells are read as the texts that they are."""
    columns = len(next(lines_of(file, separator)))
    [read] = read_into_files(file, csv_as_texts(separator, columns), patience=PATIENCE)
    yield Sheet(file.name, lines_of(read), lines_of(file, separator), eq)


if __name__ == "__main__":
    print(json.dumps(compared(read_beside(Path(sys.argv[1])))))
