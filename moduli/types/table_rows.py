"""The rows of a table on their way in: as they are sent, checked one by one, and drawn again.

Each row is named by a number in a hidden control, and its cells by question, row and column. A row of which
nothing is filled in is none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moduli.shape import Question, is_blank
from moduli.types.registry import type_of
from portal.forms.public import PublicBoundField, PublicForm

# Buttons of a table send one of these under this name: "add:q-k", "drop:q-k:3".
ROWS = "rows"
ADD, DROP = "add", "drop"
# In the place of the number of a row that a script adds.
NEW_ROW = "__row__"
# More than any table may have: whatever else is sent is not read.
MOST_READ = 200
_NUMBER = re.compile(r"\d{1,3}", re.ASCII)
# What the key of a question may be, in an address.
_KEY = re.compile(r"[\w-]{1,40}", re.ASCII)

# What is typed into a row, by the key of the column.
Typed = dict[str, Any]


def changed_table(posted: Mapping[str, str]) -> tuple[str, bool] | None:
    """Which table a pressed button changes; None for another button.

    Returns:
        The key of the question, and whether a row is added or else taken away.
    """
    what, _colon, of = posted.get(ROWS, "").partition(":")
    key = of.partition(":")[0].removeprefix("q-")
    return (key, what == ADD) if what in (ADD, DROP) and _KEY.fullmatch(key) else None


def form_of_row(columns: Sequence[Question], prefix: str, typed: Typed, *, checked: bool) -> PublicForm:
    """The controls of one row.

    Args:
        prefix: of their names.
        checked: whether what is wrong with the cells is said.
    """
    form = PublicForm(
        {f"{prefix}-{key}": value for key, value in typed.items()} if checked else None,
        prefix=prefix,
        initial=typed,
        auto_id="%s",
    )
    form.fields = {column["key"]: type_of(column).form_field(column) for column in columns}
    return form


@dataclass(frozen=True)
class DrawnRow:
    """A row as the page draws it: `number` counts from 1, `index` names its controls."""

    number: int | str
    index: int | str
    form: PublicForm


class RowsInput(forms.Widget):
    """The controls of all rows together; the page draws them through `RowsField.drawn`."""

    use_fieldset = True

    def __init__(self, columns: Sequence[Question]) -> None:
        super().__init__()
        self.columns = columns

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Typed]:
        sent = data.getlist(name) if hasattr(data, "getlist") else []
        dropped = data.get(ROWS)
        cells = {column["key"]: type_of(column).form_field(column).widget for column in self.columns}
        rows: list[Typed] = []
        numbers = (entry for entry in sent if isinstance(entry, str) and _NUMBER.fullmatch(entry))
        for entry in list(dict.fromkeys(numbers))[:MOST_READ]:
            row = {
                key: widget.value_from_datadict(data, files, f"{name}-{entry}-{key}")
                for key, widget in cells.items()
            }
            if dropped != f"{DROP}:{name}:{entry}":
                rows.append(row)
        # As a draft keeps them (`moduli.check.as_data`); nobody can post such a thing.
        rows += [entry for entry in sent if isinstance(entry, dict)]
        return [filled for row in rows if (filled := _filled(row))]


class RowsField(forms.Field):
    """Rows of which each cell is checked as its column says. What is wrong is told with row and column."""

    def __init__(
        self, *, columns: Sequence[Question], row_name: str, min_rows: int, max_rows: int, **kwargs: Any
    ) -> None:
        self.columns, self.row_name = columns, row_name
        self.min_rows, self.max_rows = min_rows, max_rows
        # Empty rows to draw besides those that are filled in.
        self.open_rows = 0
        # Id of the control that each message is about, after that of the table; empty for the table itself.
        self.wrong: list[str] = []
        super().__init__(widget=RowsInput(columns), **kwargs)

    def clean(self, value: Any) -> list[Typed]:
        rows: list[Typed] = value or []
        self.wrong = []
        if not rows:
            self.validate([])
            return []
        errors = [*self._wrong_number(len(rows))]
        self.wrong = [""] * len(errors)
        cleaned = []
        for index, row in enumerate(rows):
            form = form_of_row(self.columns, str(index), row, checked=True)
            for key, said in form.errors.items():
                errors += [self._of_cell(index + 1, form.fields[key].label, str(message)) for message in said]
                self.wrong += [cast(PublicBoundField, form[key]).focus_id] * len(said)
            cleaned.append({key: cell for key, cell in form.cleaned_data.items() if not is_blank(cell)})
        if errors:
            raise ValidationError(errors)
        return cleaned

    def drawn(self, name: str, rows: Sequence[Typed], *, checked: bool) -> list[DrawnRow]:
        """The rows that are filled in, and empty ones: up to the fewest there may be, or one more."""
        count = max(len(rows) + self.open_rows, self.min_rows, 1)
        count = max(min(count, self.max_rows), len(rows))
        return [
            self._drawn(name, index, rows[index] if index < len(rows) else None, checked=checked)
            for index in range(count)
        ]

    def new_row(self, name: str) -> DrawnRow:
        """An empty row, for the script that adds it."""
        return DrawnRow(NEW_ROW, NEW_ROW, form_of_row(self.columns, f"{name}-{NEW_ROW}", {}, checked=False))

    def _drawn(self, name: str, index: int, typed: Typed | None, *, checked: bool) -> DrawnRow:
        prefix = f"{name}-{index}"
        is_checked = checked and typed is not None
        return DrawnRow(index + 1, index, form_of_row(self.columns, prefix, typed or {}, checked=is_checked))

    def _wrong_number(self, count: int) -> Iterator[ValidationError]:
        if count < self.min_rows:
            said = ngettext(
                "Serve almeno %(limit)d riga: qui ce ne sono %(count)d.",
                "Servono almeno %(limit)d righe: qui ce ne sono %(count)d.",
                self.min_rows,
            )
            yield ValidationError(said, params={"limit": self.min_rows, "count": count})
        if count > self.max_rows:
            said = ngettext(
                "Si può compilare al massimo %(limit)d riga: qui ce ne sono %(count)d.",
                "Si possono compilare al massimo %(limit)d righe: qui ce ne sono %(count)d.",
                self.max_rows,
            )
            yield ValidationError(said, params={"limit": self.max_rows, "count": count})

    def _of_cell(self, number: int, column: Any, message: str) -> ValidationError:
        return ValidationError(
            _("%(row)s %(number)d, %(column)s: %(message)s"),
            params={"row": self.row_name, "number": number, "column": column, "message": message},
        )


def _filled(row: Mapping[str, Any]) -> Typed:
    """What is filled in of a row."""
    return {
        key: value
        for key, value in row.items()
        if not is_blank(value.strip() if isinstance(value, str) else value)
    }
