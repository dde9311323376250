"""A table of which whoever answers adds the rows: partners, activities, costs."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    IntegerBlock,
    ListBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
)

from moduli.room import Room
from moduli.shape import Option, Question, is_blank
from moduli.types.base import Copier, QuestionBlock, QuestionType, RecordColumn, written_text
from moduli.types.registry import register, type_named, type_of
from moduli.types.table_rows import DrawnRow, RowsField, Typed
from portal.spreadsheets.cells import Cell

# Types that a column may have: what takes one short control.
KINDS = {
    "short_text": gettext_lazy("Testo breve"),
    "number": gettext_lazy("Numero"),
    "money": gettext_lazy("Importo in euro"),
    "date": gettext_lazy("Data"),
    "one_choice": gettext_lazy("Una scelta"),
    "yes_no": gettext_lazy("Sì o no"),
    "email": gettext_lazy("Indirizzo email"),
    "phone": gettext_lazy("Telefono"),
    "web_address": gettext_lazy("Indirizzo web"),
    "tax_code": gettext_lazy("Codice fiscale"),
    "vat_number": gettext_lazy("Partita IVA"),
}
USUAL = "short_text"
WITH_OPTIONS = "one_choice"
MOST_COLUMNS, MOST_ROWS, USUAL_ROWS = 8, 50, 20
# On paper: who needs more rows goes on on another sheet.
FEWEST_ON_PAPER, MOST_ON_PAPER = 3, 10


class TableQuestion(Question):
    columns: list[Question]
    row_name: str
    min_rows: int
    max_rows: int


class ColumnBlock(StructBlock):
    label = CharBlock(label=gettext_lazy("Colonna"), max_length=120)
    kind = ChoiceBlock(label=gettext_lazy("Che cosa si scrive"), choices=list(KINDS.items()), default=USUAL)
    options = TextBlock(
        label=gettext_lazy("Opzioni"),
        required=False,
        help_text=gettext_lazy("Solo per una scelta: una per riga."),
    )
    required = BooleanBlock(label=gettext_lazy("Obbligatoria in ogni riga"), required=False, default=True)

    class Meta:
        label = gettext_lazy("Colonna")

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if self.is_deferred_validation or value["kind"] != WITH_OPTIONS:
            return value
        if len(lines_of(value.get("options"))) < 2:
            said = ValidationError(_("Scrivi almeno due opzioni diverse, una per riga."))
            raise StructBlockValidationError(block_errors={"options": said})
        return value


class TableBlock(QuestionBlock):
    row_name = CharBlock(
        label=gettext_lazy("Come si chiama una riga"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Per esempio: Partner, Attività, Spesa."),
    )
    columns = ListBlock(ColumnBlock(), label=gettext_lazy("Colonne"), min_num=1, max_num=MOST_COLUMNS)
    min_rows = IntegerBlock(
        label=gettext_lazy("Almeno quante righe"), required=False, min_value=0, max_value=MOST_ROWS
    )
    max_rows = IntegerBlock(
        label=gettext_lazy("Al massimo quante righe"),
        required=False,
        min_value=1,
        max_value=MOST_ROWS,
        default=USUAL_ROWS,
    )

    ordered_limits = (("min_rows", "max_rows"),)

    class Meta:
        label = gettext_lazy("Tabella di righe")
        icon = "table"


@dataclass(frozen=True)
class TableParts:
    """What the page draws of a table; `most` are the rows that there may be."""

    row_name: str
    rows: list[DrawnRow]
    new_row: DrawnRow
    has_room: bool
    most: int


@register
class Table(QuestionType[TableQuestion]):
    """Kept as a list of rows, each with what was answered by the key of the column."""

    key = "table"
    position = 155
    block_class = TableBlock
    template = "moduli/table.html"
    seconds = 120
    blank = gettext_lazy("Rispondi a «%(question)s»: compila almeno una riga.")

    def freeze(self, value: Any, copier: Copier) -> dict[str, Any]:
        columns = value.get("columns")
        max_rows = value.get("max_rows") or USUAL_ROWS
        return {
            "row_name": written_text(value, "row_name") or _("Riga"),
            "columns": [frozen_column(child, copier) for child in (columns.bound_blocks if columns else [])],
            "min_rows": min(value.get("min_rows") or 0, max_rows),
            "max_rows": max_rows,
        }

    def field(self, question: TableQuestion, **shared: Any) -> forms.Field:
        return RowsField(
            columns=question["columns"],
            row_name=question["row_name"],
            min_rows=question["min_rows"],
            max_rows=question["max_rows"],
            **shared,
        )

    def complaint(self, question: TableQuestion, error: ValidationError) -> ValidationError:
        """The own words stand before the first message: each of them belongs to a cell."""
        own = question.get("error")
        return ValidationError([f"{own} {error.messages[0]}", *error.messages[1:]]) if own else error

    def parts(self, question: TableQuestion, control: BoundField) -> TableParts:
        made = cast(RowsField, control.field)
        drawn = made.drawn(control.name, control.value() or [], checked=bool(control.errors))
        return TableParts(
            row_name=question["row_name"],
            rows=drawn,
            new_row=made.new_row(control.name),
            has_room=len(drawn) < question["max_rows"],
            most=question["max_rows"],
        )

    def hint(self, question: TableQuestion) -> str:
        low, high = question["min_rows"], question["max_rows"]
        if low == high:
            return _("Righe da compilare: %(high)d.") % {"high": high}
        if low > 1:
            return _("Da %(low)d a %(high)d righe.") % {"low": low, "high": high}
        return _("Fino a %(high)d righe.") % {"high": high}

    def rules(self, question: TableQuestion) -> str:
        columns = ", ".join(
            part for column in question["columns"] for part in [f"{column['label']} ({_told(column)})"]
        )
        return f"{self.hint(question)} {_('Colonne: %(columns)s.') % {'columns': columns}}"

    def keep(self, question: TableQuestion, value: list[Typed]) -> list[Typed]:
        by_key = {column["key"]: column for column in question["columns"]}
        return [
            {key: type_of(by_key[key]).keep(by_key[key], cell) for key, cell in row.items()} for row in value
        ]

    def show(self, question: TableQuestion, answer: Any) -> list[Typed]:
        """Cells of columns that are gone are not shown."""
        return [
            {
                column["key"]: type_of(column).show(column, row[column["key"]])
                for column in question["columns"]
                if not is_blank(row.get(column["key"]))
            }
            for row in _rows(answer)
        ]

    def carried(self, earlier: TableQuestion, answer: Any, question: TableQuestion) -> Any:
        """The rows with the columns of another table, where key or type and label agree."""
        was = {column["key"]: column for column in earlier["columns"]}
        named = {(column["type"], column["label"].casefold()): column for column in earlier["columns"]}
        rows = []
        for row in _rows(answer):
            carried = {}
            for column in question["columns"]:
                same = was.get(column["key"])
                if same is None or same["type"] != column["type"]:
                    same = named.get((column["type"], column["label"].casefold()))
                if same is not None and not is_blank(row.get(same["key"])):
                    carried[column["key"]] = row[same["key"]]
            if carried:
                rows.append(carried)
        return rows

    def room(self, question: TableQuestion) -> Room:
        columns = "; ".join(column["label"] for column in question["columns"])
        lines = min(MOST_ON_PAPER, max(FEWEST_ON_PAPER, question["min_rows"]), question["max_rows"])
        return Room(
            lines=lines,
            how=_("Una riga per ciascuno, e in ogni riga: %(columns)s.") % {"columns": columns},
        )

    def words(self, question: TableQuestion, answer: Any) -> list[str]:
        if not isinstance(answer, list):
            return [str(answer)]
        return [
            _("%(row)s %(number)d: %(cells)s")
            % {"row": question["row_name"], "number": number, "cells": _cells(question, row)}
            for number, row in enumerate(_rows(answer), start=1)
        ]

    def record_columns(self, question: TableQuestion) -> list[RecordColumn]:
        return [
            RecordColumn(column["key"], type_of(column).heading(column)) for column in question["columns"]
        ]

    def records(self, question: TableQuestion, answer: Any) -> list[list[Cell]]:
        return [[_cell(column, row) for column in question["columns"]] for row in _rows(answer)]


def frozen_column(child: Any, copier: Copier) -> Question:
    """A column as a question of its own type, with the usual rules of that type."""
    value = child.value
    written = value.get("kind")
    kind = type_named(written if written in KINDS else USUAL)
    column: Question = {
        "key": copier.key(child.id),
        "type": kind.key,
        "label": written_text(value, "label") or _("(colonna senza nome)"),
        "help": "",
        "required": bool(value.get("required")),
    }
    more = dict(kind.freeze({}, copier))
    if kind.key == WITH_OPTIONS:
        more["options"] = [option_of(line) for line in lines_of(value.get("options"))]
    return {**column, **more}  # type: ignore[typeddict-item]


def option_of(line: str) -> Option:
    """An option is known by its words, because it has nothing else."""
    return {"key": line, "label": line, "questions": []}


def lines_of(text: Any) -> list[str]:
    """The lines of a text that say something, each once."""
    lines = (" ".join(line.split()) for line in str(text or "").splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def _told(column: Question) -> str:
    parts = [str(KINDS[column["type"]]), *(option["label"] for option in column.get("options", []))]
    return ", ".join([*parts, *([] if column["required"] else [_("facoltativa")])])


def _rows(answer: Any) -> list[Typed]:
    return [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []


def _cell(column: Question, row: Typed) -> Cell:
    answer = row.get(column["key"])
    return None if is_blank(answer) else type_of(column).cell(column, answer)


def _cells(question: TableQuestion, row: Typed) -> str:
    return "; ".join(
        f"{column['label']}: {', '.join(type_of(column).words(column, row[column['key']]))}"
        for column in question["columns"]
        if not is_blank(row.get(column["key"]))
    )
