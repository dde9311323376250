"""CSV in UTF-8 with a byte order mark, by which Excel knows the letters; no cell is run as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from portal.registers.spreadsheets import as_plain_cell
from portal.spreadsheets.cells import Cell

BYTE_ORDER_MARK = "\ufeff"
COMMA, SEMICOLON = ",", ";"
ROWS_AT_ONCE = 200


def pieces(
    header: Iterable[Sequence[str]], rows: Iterable[Sequence[Cell]], *, separator: str
) -> Iterator[bytes]:
    """The file, some rows at a time; the header before any row is read.

    Args:
        separator: with a semicolon numbers have a decimal comma, as an Italian Excel reads both.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator)
    written.write(BYTE_ORDER_MARK)
    # Whoever waits for the file sees it come, before anything is looked for.
    yield _taken(written)
    writer.writerows([as_plain_cell(cell) for cell in row] for row in header)
    yield _taken(written)
    comma = separator == SEMICOLON
    for number, row in enumerate(rows, start=1):
        writer.writerow([None if cell is None else _as_text(cell, comma=comma) for cell in row])
        if number % ROWS_AT_ONCE == 0:
            yield _taken(written)
    yield _taken(written)


def _taken(written: io.StringIO) -> bytes:
    taken = written.getvalue().encode()
    written.seek(0)
    written.truncate()
    return taken


def _as_text(cell: Cell, *, comma: bool) -> Any:
    if isinstance(cell, str):
        return as_plain_cell(cell)
    if isinstance(cell, datetime):
        local = cell.astimezone(timezone.get_default_timezone())
        return local.replace(tzinfo=None).isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        number = format(cell, "f")
        return number.replace(".", ",") if comma else number
    return cell
