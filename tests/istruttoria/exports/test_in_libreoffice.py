"""What the office takes away of hundreds of applications, opened in LibreOffice: each cell of each sheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from candidature.models import Submission
from istruttoria.exports.models import Format
from portal.roles import Role
from portal.spreadsheets import csv_files, xlsx
from portal.spreadsheets.cells import Cell
from tests.istruttoria.exports.test_export import export
from tests.istruttoria.people import member_of
from tests.portal.spreadsheets.libreoffice import WITH_LIBREOFFICE, converted, csv_as_texts

pytestmark = [pytest.mark.django_db, WITH_LIBREOFFICE]


@pytest.fixture
def officer(client: Client) -> None:
    call_command("make_load", submissions=300, calls=5, verbosity=0)
    client.force_login(member_of(Role.OFFICERS))


def as_shown(cell: Cell) -> str:
    """How LibreOffice writes what it took for a number, a day, a moment or a text."""
    match cell:
        case None:
            return ""
        case datetime():
            return f"{timezone.localtime(cell):%m/%d/%Y %H:%M:%S}"
        case date():
            return f"{cell:%m/%d/%Y}"
        case Decimal() | int():
            return f"{Decimal(cell).normalize():f}"
    return cell


def without_empty_ends(rows: Iterable[list[str]]) -> list[list[str]]:
    return [row[: max((place for place, cell in enumerate(row, 1) if cell), default=0)] for row in rows]


def test_each_sheet_of_an_xlsx_is_read_as_it_was_written(
    client: Client, officer: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[list[list[str]]] = []
    # By what was made of them: some wait on the disk for their sheet.
    cells_of: dict[str, list[Cell]] = {}
    pieces, row = xlsx.pieces, xlsx._row

    def noting_row(cells: Sequence[Cell]) -> str:
        made = row(cells)
        cells_of[made] = list(cells)
        return made

    def noted(sheet: xlsx.Sheet) -> xlsx.Sheet:
        if isinstance(sheet.rows, xlsx.Spool):
            rows = [cells_of[line] for line in sheet.rows.lines()]
        else:
            rows = [list(cells) for cells in sheet.rows]
        written.append([*map(list, sheet.header), *([as_shown(cell) for cell in cells] for cells in rows)])
        return xlsx.Sheet(sheet.title, sheet.header, rows)

    monkeypatch.setattr(xlsx, "_row", noting_row)
    monkeypatch.setattr(xlsx, "pieces", lambda sheets: pieces(map(noted, sheets)))
    file = tmp_path / "candidature.xlsx"
    file.write_bytes(export(client, "stage=all", format="xlsx"))

    found = [without_empty_ends(sheet) for sheet in converted(file)]

    expected = [without_empty_ends(sheet) for sheet in written]
    differing = [
        (number, line, got, wanted)
        for number, (sheet, wanted_sheet) in enumerate(zip(found, expected, strict=True))
        for line, (row_found, row_wanted) in enumerate(zip(sheet, wanted_sheet, strict=True))
        for got, wanted in zip_longest(row_found, row_wanted)
        if got != wanted
    ]
    assert differing == []
    assert len(found[0]) == 2 + Submission.objects.count() == 302
    assert len(found) > 1, "The forms have tables, which have sheets of their own."


def test_a_csv_is_read_as_it_was_written(client: Client, officer: None, tmp_path: Path) -> None:
    """With either separator, of the same applications and out of one folder: it starts slowly but once."""
    for chosen, separator in ((Format.CSV, csv_files.COMMA), (Format.CSV_SEMICOLON, csv_files.SEMICOLON)):
        file = tmp_path / f"{chosen}.csv"
        content = export(client, "stage=all", format=chosen)
        file.write_bytes(content)
        text = content.decode("utf-8-sig")
        expected = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))

        [found] = converted(file, csv_as_texts(separator, len(expected[0])))

        assert without_empty_ends(found) == without_empty_ends(expected), chosen
        assert len(found) == 302
