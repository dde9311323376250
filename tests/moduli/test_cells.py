"""Answers in the cells of a spreadsheet: real types, rows, and nothing that nobody was asked."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from moduli import answer_cells, answer_columns
from moduli.types.registry import question_types
from portal.spreadsheets.cells import Euro
from tests.moduli.builders import ask, option, schema_of, step


@pytest.mark.parametrize(
    ("question", "answer", "cell"),
    [
        (ask("number", minimum=None, maximum=None, whole=False, unit="anni"), "12.50", Decimal("12.50")),
        (ask("money", minimum=None, maximum=None), "1500.50", Euro("1500.50")),
        (ask("date", earliest=None, latest=None, minimum_age=None), "2026-03-01", date(2026, 3, 1)),
        (ask("phone"), "+390552345678", "+390552345678"),
        (ask("scale", options=[{"key": "3", "label": "3 (molto)", "questions": []}]), "3", 3),
        (ask("one_choice", options=[option("one")]), "one", "Opzione one"),
        # What is not valid yet stays as it was typed.
        (ask("number", minimum=None, maximum=None, whole=False, unit=""), "inf", "inf"),
        (ask("money", minimum=None, maximum=None), "=1+1", "=1+1"),
        (ask("date", earliest=None, latest=None, minimum_age=None), "domani", "domani"),
    ],
)
def test_an_answer_is_one_value_of_its_own_type(question: Any, answer: Any, cell: Any) -> None:
    (found,) = answer_cells(schema_of(step(question)), {"a": answer}, {})

    assert found.cell == cell
    assert type(found.cell) is type(cell)


def test_a_table_has_rows_with_cells_of_their_own_types() -> None:
    spent = ask("money", "m", label="Spesa", minimum=None, maximum=None)
    table = ask("table", row_name="Voce", columns=[ask("short_text", "n", label="Nome"), spent])
    schema = schema_of(step(table))

    (column,) = answer_columns(schema)
    (found,) = answer_cells(schema, {"a": [{"n": "Ada", "m": "2.50"}, {"m": "3.00"}]}, {})

    assert [record.label for record in column.records] == ["Nome", "Spesa (€)"]
    assert found.records == [["Ada", Euro("2.50")], [None, Euro("3.00")]]


def test_a_ranking_has_a_row_for_each_place() -> None:
    schema = schema_of(step(ask("ranking", options=[option("one"), option("two")], places=None)))

    (found,) = answer_cells(schema, {"a": ["two", "one"]}, {})

    assert found.records == [[1, "Opzione two"], [2, "Opzione one"]]


def test_what_a_branch_hides_has_no_cell() -> None:
    choice = ask(
        "one_choice", "c", options=[option("yes", ask("short_text", "below", max_length=9)), option("no")]
    )
    schema = schema_of(step(choice))

    assert [column.key for column in answer_columns(schema)] == ["c", "below"]
    assert [cell.key for cell in answer_cells(schema, {"c": "no", "below": "nascosto"}, {})] == ["c"]


def test_a_file_is_its_name_and_one_that_is_gone_is_none() -> None:
    schema = schema_of(step(ask("file", extensions=["pdf"], max_bytes=1, max_files=2)))

    (found,) = answer_cells(schema, {"a": ["one", "gone"]}, {"one": "statuto.pdf"})

    assert found.cell == "statuto.pdf"


def test_only_what_is_chosen_or_counted_is_anonymous() -> None:
    """A new type is taken for one that may name somebody, unless it says otherwise."""
    anonymous = {
        kind.key
        for kind in question_types()
        if not kind.asks_nothing and kind.is_anonymous(ask(kind.key, minimum_age=None))
    }

    assert anonymous == {
        "one_choice",
        "several_choices",
        "ranking",
        "scale",
        "yes_no",
        "publication_consent",
        "declaration",
        "number",
        "money",
        "date",
        "municipality",
        "list_entry",
    }


def test_what_an_editor_calls_personal_and_a_date_of_birth_are_not_anonymous() -> None:
    schema = schema_of(
        step(
            ask("one_choice", "a", options=[option("one")], personal=True),
            ask("date", "b", earliest=None, latest=None, minimum_age=16),
        )
    )

    assert [column.is_anonymous for column in answer_columns(schema)] == [False, False]
