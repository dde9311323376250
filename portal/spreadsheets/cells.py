"""What stands in a cell: a text, a number, an amount, a day or a moment."""

from datetime import date, datetime
from decimal import Decimal


class Euro(Decimal):
    """An amount in euro, which a spreadsheet shows as one."""


# None is an empty cell. A moment is aware of its time zone, and is shown in the portal's own.
Cell = str | int | Decimal | date | datetime | None
