"""Spreadsheets that staff take away: no cell of theirs is ever run as a formula.

`neutralise_exports` is called once, when the portal begins, and covers whatever Wagtail exports: its reports,
its listings and the registers. Exports of our own pass their cells through `as_plain_cell`.
"""

import unicodedata
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

# A cell that begins so is run as a formula by spreadsheets (OWASP, CSV injection), some of which first drop
# the spaces before it and read its full-width form as the plain one.
_FORMULA_STARTS = ("=", "+", "-", "@")
_LINE_STARTS = ("\t", "\r", "\n")
# Separators, controls and marks without width (Unicode's general categories).
_SKIPPED = ("Z", "C")


def as_plain_cell(value: Any) -> Any:
    """The value as a spreadsheet shows it and never runs it."""
    # Most begin with a plain letter or digit, and need no closer look.
    if not isinstance(value, str) or (value[:1].isascii() and value[:1].isalnum()):
        return value
    as_read = unicodedata.normalize("NFKC", value)
    shown = (letter for letter in as_read if unicodedata.category(letter)[0] not in _SKIPPED)
    runs = as_read.startswith(_LINE_STARTS) or next(shown, "") in _FORMULA_STARTS
    return f"'{value}" if runs else value


def neutralise_exports() -> None:
    """Makes every export of Wagtail's pass through `as_plain_cell`."""
    as_written = SpreadsheetExportMixin.preprocess_field_value

    def preprocess_field_value(self: Any, field: str, value: Any, export_format: str) -> Any:
        return as_plain_cell(as_written(self, field, value, export_format))

    # Each view would have to be replaced one by one otherwise, and the next one would be forgotten.
    SpreadsheetExportMixin.preprocess_field_value = preprocess_field_value
