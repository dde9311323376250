"""The tables and the data: CSV, XLSX, JSON."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from istruttoria.exports.columns import ROW_KEYS
from istruttoria.exports.rows import CONFIRMATION_KEYS, Row, Selection, confirmation_labels
from portal.spreadsheets import csv_files, xlsx
from portal.spreadsheets.cells import Cell

# Raised when a reader of the former shape could not read the present one.
JSON_FORMAT = 1
ROWS_AT_ONCE = 100

# Told of each row as it is written.
Told = Callable[[], None]


def as_csv(selection: Selection, told: Told, *, separator: str = csv_files.COMMA) -> Iterator[bytes]:
    """One table. What an answer has of rows stands in its cell, in words."""
    return csv_files.pieces(_header(selection), _cells(selection, told), separator=separator)


def _header(selection: Selection) -> Iterator[list[str]]:
    """The lines above all columns, known once the first is asked for."""
    yield from selection.columns.header


def _cells(selection: Selection, told: Told) -> Iterator[list[Cell]]:
    for row in selection.rows():
        yield row.cells
        told()


def as_xlsx(selection: Selection, told: Told) -> Iterator[bytes]:
    """The same table, and one further sheet for the rows of each question that has some."""
    with ExitStack() as closing:
        yield from xlsx.pieces(_sheets(selection, told, closing))


def _sheets(selection: Selection, told: Told, closing: ExitStack) -> Iterator[xlsx.Sheet]:
    columns = selection.columns
    spools = [closing.enter_context(xlsx.Spool()) for _sheet in columns.sheets]
    confirmations = closing.enter_context(xlsx.Spool())

    def cells() -> Iterator[list[Cell]]:
        for row in selection.rows():
            _put_aside(row, spools, confirmations)
            yield row.cells
            told()

    yield xlsx.Sheet(_("Candidature"), columns.header, cells())
    for sheet, spool in zip(columns.sheets, spools, strict=True):
        yield xlsx.Sheet(sheet.title, [sheet.labels, sheet.keys], spool)
    if columns.with_confirmations:
        yield xlsx.Sheet(_("Conferme di altri"), [confirmation_labels(), CONFIRMATION_KEYS], confirmations)


def _put_aside(row: Row, spools: list[xlsx.Spool], confirmations: xlsx.Spool) -> None:
    for place, records in row.records:
        for number, record in enumerate(records, start=1):
            spools[place].add([row.reference, number, *record])
    for one in row.confirmations:
        confirmations.add(one)


def as_json(selection: Selection, told: Told) -> Iterator[bytes]:
    """Data for a program: columns, then the submissions, one a line, without what is blank."""
    yield _json({"format": JSON_FORMAT, "made_at": timezone.localtime().isoformat()})[:-1]
    columns = selection.columns
    fixed = len(columns.fixed)
    named = [{"key": key, "label": label} for key, label in zip(columns.keys, columns.labels, strict=True)]
    yield b', "columns": ' + _json(named) + b', "submissions": ['
    written: list[bytes] = []
    between = b"\n"
    for number, row in enumerate(selection.rows(), start=1):
        entry: dict[str, object] = _filled(columns.keys[:fixed], row.cells[:fixed])
        entry["answers"] = _filled(columns.keys[fixed:], row.cells[fixed:])
        if row.records:
            entry["rows"] = {
                columns.sheets[place].key: [
                    _filled(columns.sheets[place].keys[len(ROW_KEYS) :], record) for record in records
                ]
                for place, records in row.records
            }
        if row.confirmations:
            entry["confirmations"] = [_filled(CONFIRMATION_KEYS[1:], one[1:]) for one in row.confirmations]
        written.append(between + _json(entry))
        between = b",\n"
        told()
        if number % ROWS_AT_ONCE == 0:
            yield b"".join(written)
            written.clear()
    yield b"".join(written) + b"\n]}\n"


def _filled(keys: list[str], cells: list[Cell]) -> dict[str, object]:
    return {
        key: timezone.localtime(cell).isoformat() if isinstance(cell, datetime) else cell
        for key, cell in zip(keys, cells, strict=True)
        if cell is not None
    }


def _json(value: object) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
