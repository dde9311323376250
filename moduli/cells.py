"""Answers as the cells of a spreadsheet: each as one value of a real type, and rows as rows.

They are what `moduli.answers.readable` tells in words, of many submissions to the same form: nothing is
looked for a second time, and no copy of the form is made.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from moduli.conditions import Chosen, visible
from moduli.shape import Answers, Question, Schema, is_blank, walk
from moduli.types.base import RecordColumn
from moduli.types.registry import type_of
from portal.spreadsheets.cells import Cell


@dataclass(frozen=True)
class AnswerColumn:
    """Where the answers to a question go.

    Attributes:
        is_anonymous: no answer tells by itself who gave it.
        records: the columns of its rows, where an answer has rows; else empty.
        takes_files: its answers name files.
    """

    key: str
    label: str
    is_anonymous: bool
    records: list[RecordColumn]
    takes_files: bool


class AnswerCell(NamedTuple):
    """An answer, never a blank one, and its rows if it has any."""

    key: str
    cell: Cell
    records: list[list[Cell]]


def answer_columns(schema: Schema) -> list[AnswerColumn]:
    """Every question of a form that may be answered, nested ones included, in the order of the form."""
    return [
        _column(question)
        for step in schema["steps"]
        for question in walk(step["questions"])
        if not type_of(question).asks_nothing
    ]


def _column(question: Question) -> AnswerColumn:
    kind = type_of(question)
    return AnswerColumn(
        question["key"],
        kind.heading(question),
        kind.is_anonymous(question),
        kind.record_columns(question),
        kind.takes_files,
    )


def answer_cells(schema: Schema, answers: Answers, files: Mapping[str, str]) -> Iterator[AnswerCell]:
    """What was answered to the questions that were asked.

    Args:
        schema: of who answered (`for_kind`).
        files: the names of the files, by their `public_id`.
    """
    chosen = Chosen()
    for step in schema["steps"]:
        if not chosen.asks(step):
            continue
        for question, _depth in visible(step["questions"], answers, chosen):
            answer = answers.get(question["key"])
            if is_blank(answer):
                continue
            kind = type_of(question)
            if kind.takes_files:
                if named := _named(answer, files):
                    yield AnswerCell(question["key"], named, [])
            elif not kind.asks_nothing:
                yield AnswerCell(question["key"], kind.cell(question, answer), kind.records(question, answer))


def _named(answer: Any, files: Mapping[str, str]) -> str:
    return "; ".join(files[public_id] for public_id in answer if public_id in files)
