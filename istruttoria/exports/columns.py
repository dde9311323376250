"""The columns of an export: the same for all submissions, then the questions of each call in form order.

A column has words for people and a key for programs. The key of a question is that of its block, so it stays
when the question is reworded; where two calls of one export word it differently, because one form began as a
copy of the other, each has a column of its own, whose key names the call too.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.models import FormVersion
from candidature.statuses import Kind, label_for
from candidature.submissions.applicants import ApplicantKind
from candidature.submissions.channels import Channel
from istruttoria.trail import proposed_outcome
from moduli import AnswerColumn, answer_columns
from portal.spreadsheets.cells import Cell


@dataclass(frozen=True)
class Registers:
    """What rows name by its id, in words: looked up once for all of them."""

    pages: Mapping[int, str]
    zones: Mapping[int, str]
    municipalities: Mapping[int, tuple[str, str]]
    accounts: Mapping[int, str]
    _said: dict[tuple[str, ...], str] = field(default_factory=dict)

    def said(self, make: Callable[..., Any], *codes: str) -> str:
        """The words for some codes, translated once for all rows."""
        key = (make.__qualname__, *codes)
        if key not in self._said:
            self._said[key] = str(make(*codes))
        return self._said[key]


@dataclass(frozen=True)
class Decided:
    """When something came to the end at which it stands, and why; empty while it stands at none."""

    at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True)
class FixedColumn:
    """A column that every submission has.

    Attributes:
        is_personal: it is about the person or body who applies.
        of: the cell, of what was read of a submission by the names of its columns (`READ`), and of its
            `labels`, how it was `decided` (`Decided`) and its `points` (`points.Given`).
    """

    key: str
    label: str | Promise
    of: Callable[[Mapping[str, Any], Registers], Cell]
    is_personal: bool = False


def _as_it_is(name: str) -> Callable[[Mapping[str, Any], Registers], Cell]:
    return lambda row, _registers: row[name] or None


def _status(row: Mapping[str, Any], registers: Registers) -> Cell:
    return registers.said(label_for, row["status"], row["kind"])


def _proposal(row: Mapping[str, Any], registers: Registers) -> Cell:
    action = row["proposal__action"]
    return registers.said(proposed_outcome, action, row["kind"]) if action else None


def _work_by(row: Mapping[str, Any], _registers: Registers) -> Cell:
    """The day that whoever has it was given; one that a deleted account left behind is nobody's."""
    return row["work_by"] if row["assigned_to_id"] else None


def _kind(code: str) -> Any:
    return Kind(code).label


def _channel(code: str) -> Any:
    return Channel(code).label


def _applicant_kind(code: str) -> Any:
    return ApplicantKind(code).label


def _municipality(place: int) -> Callable[[Mapping[str, Any], Registers], Cell]:
    return lambda row, registers: registers.municipalities.get(row["municipality_id"], (None, None))[place]


FIXED: list[FixedColumn] = [
    FixedColumn("reference", gettext_lazy("Codice"), _as_it_is("reference")),
    FixedColumn("kind", gettext_lazy("Tipo"), lambda row, known: known.said(_kind, row["kind"])),
    FixedColumn(
        "page", gettext_lazy("Avviso o evento"), lambda row, registers: registers.pages.get(row["page_id"])
    ),
    FixedColumn("page_id", gettext_lazy("Numero della pagina"), _as_it_is("page_id")),
    FixedColumn("status", gettext_lazy("Stato"), _status),
    FixedColumn("status_code", gettext_lazy("Codice dello stato"), _as_it_is("status")),
    FixedColumn("proposal", gettext_lazy("Proposta"), _proposal),
    FixedColumn("decided_at", gettext_lazy("Conclusa"), lambda row, _known: row["decided"].at),
    # What the office wrote of somebody, and marks in words of its own.
    FixedColumn(
        "reason", gettext_lazy("Motivazione"), lambda row, _known: row["decided"].reason, is_personal=True
    ),
    FixedColumn(
        "assigned_to",
        gettext_lazy("Assegnata a"),
        lambda row, known: known.accounts.get(row["assigned_to_id"]),
    ),
    FixedColumn("work_by", gettext_lazy("Da valutare entro il"), _work_by),
    FixedColumn("labels", gettext_lazy("Etichette"), _as_it_is("labels"), is_personal=True),
    FixedColumn("zone", gettext_lazy("Zona-distretto"), lambda row, known: known.zones.get(row["zone_id"])),
    FixedColumn("submitted_at", gettext_lazy("Inviata"), _as_it_is("submitted_at")),
    FixedColumn("corrected_at", gettext_lazy("Corretta"), _as_it_is("corrected_at")),
    FixedColumn("updated_at", gettext_lazy("Aggiornata"), _as_it_is("updated_at")),
    FixedColumn("respond_by", gettext_lazy("Risposta entro"), _as_it_is("respond_by")),
    FixedColumn("info_due_at", gettext_lazy("Integrazione entro"), _as_it_is("info_due_at")),
    FixedColumn("completed_at", gettext_lazy("Integrata"), _as_it_is("completed_at")),
    FixedColumn("suspended_on", gettext_lazy("Termine sospeso dal"), _as_it_is("suspended_on")),
    FixedColumn("suspended_until", gettext_lazy("Termine sospeso fino al"), _as_it_is("suspended_until")),
    FixedColumn(
        "channel",
        gettext_lazy("Come è arrivata"),
        lambda row, known: known.said(_channel, row["channel"]),
    ),
    # Who reads the public register by it learns who applied.
    FixedColumn(
        "protocol_number",
        gettext_lazy("Numero di protocollo"),
        _as_it_is("protocol_number"),
        is_personal=True,
    ),
    FixedColumn(
        "protocol_date",
        gettext_lazy("Data di protocollo"),
        _as_it_is("protocol_date"),
        is_personal=True,
    ),
    FixedColumn(
        "applicant_kind",
        gettext_lazy("Chi si candida"),
        lambda row, known: known.said(_applicant_kind, row["applicant_kind"]),
    ),
    FixedColumn(
        "organisation_name", gettext_lazy("Denominazione"), _as_it_is("organisation_name"), is_personal=True
    ),
    FixedColumn("first_name", gettext_lazy("Nome"), _as_it_is("first_name"), is_personal=True),
    FixedColumn("last_name", gettext_lazy("Cognome"), _as_it_is("last_name"), is_personal=True),
    FixedColumn("email", gettext_lazy("Email"), _as_it_is("email"), is_personal=True),
    FixedColumn("phone", gettext_lazy("Telefono"), _as_it_is("phone"), is_personal=True),
    FixedColumn("birth_date", gettext_lazy("Data di nascita"), _as_it_is("birth_date"), is_personal=True),
    FixedColumn("municipality", gettext_lazy("Comune"), _municipality(0), is_personal=True),
    FixedColumn("province", gettext_lazy("Provincia"), _municipality(1), is_personal=True),
]

# What is read of a submission for them, and to find its answers.
READ = (
    "pk",
    "page_id",
    "form_version_id",
    "reference",
    "kind",
    "status",
    "proposal__action",
    "assigned_to_id",
    "work_by",
    "zone_id",
    "submitted_at",
    "corrected_at",
    "updated_at",
    "respond_by",
    "info_due_at",
    "completed_at",
    "suspended_on",
    "suspended_until",
    "channel",
    "protocol_number",
    "protocol_date",
    "applicant_kind",
    "organisation_name",
    "first_name",
    "last_name",
    "email",
    "phone",
    "birth_date",
    "municipality_id",
    "has_confirmations",
    "answers",
)


# What stands before the columns of rows on a sheet: whose row it is, and which of theirs, from 1.
ROW_KEYS = ["reference", "row"]


@dataclass
class RecordSheet:
    """The rows of all answers to one question, as a sheet of its own, with their columns after `ROW_KEYS`."""

    key: str
    title: str
    keys: list[str]
    labels: list[str]


@dataclass
class Question:
    """A question of one page, as its newest form words it."""

    page: int
    column: AnswerColumn
    # Of the export: unlike the question's where two calls word it differently.
    key: str = ""


@dataclass
class Columns:
    """All columns of an export, and where the answers to each page's questions go."""

    fixed: list[FixedColumn]
    keys: list[str]
    labels: list[str]
    # Place among all columns, by page and key of the question.
    place: dict[int, dict[str, int]]
    sheets: list[RecordSheet] = field(default_factory=list)
    # Place in `sheets`, by page and key of the question.
    sheet: dict[int, dict[str, int]] = field(default_factory=dict)
    # Where the cells of an answer's rows go on their sheet, by page, version of its form, and key of the
    # question: only for versions whose columns are others than those of the sheet, or in another order.
    moved: dict[tuple[int, int], dict[str, list[int]]] = field(default_factory=dict)
    with_confirmations: bool = False

    def on_sheet(self, page: int, version: int, key: str, rows: list[list[Cell]]) -> list[list[Cell]]:
        """The rows of an answer, which have the columns of its own version, with those of their sheet."""
        places = self.moved.get((page, version), {}).get(key)
        if places is None:
            return rows
        width = len(self.sheets[self.sheet[page][key]].keys) - len(ROW_KEYS)
        return [_placed(row, places, width) for row in rows]

    @property
    def header(self) -> tuple[list[str], list[str]]:
        """Words for people, and below them the keys for programs."""
        return self.labels, self.keys


def _placed(row: list[Cell], places: list[int], width: int) -> list[Cell]:
    placed: list[Cell] = [None] * width
    for place, cell in zip(places, row, strict=True):
        placed[place] = cell
    return placed


def columns_of(
    versions: Mapping[int, Iterable[int]], *, personal: bool, points: Iterable[FixedColumn] = ()
) -> Columns:
    """The columns for submissions to these pages.

    Args:
        versions: of the forms that were answered, by page.
        personal: with what tells who applied, and with what they wrote in their own words.
        points: those that their calls have besides (`points.point_columns`).
    """
    fixed = [column for column in FIXED if personal or not column.is_personal]
    fixed += points
    asked = _answered(versions)
    questions = _named(
        [
            Question(page, column)
            for page, of_page in versions.items()
            for column in _merged_questions(
                [asked[pk] for pk in sorted(of_page, reverse=True) if pk in asked]
            )
            if personal or column.is_anonymous
        ]
    )
    columns = Columns(
        fixed,
        keys=[column.key for column in fixed],
        labels=[str(column.label) for column in fixed],
        place={page: {} for page in versions},
        sheet={page: {} for page in versions},
        with_confirmations=personal,
    )
    known: dict[str, int] = {}
    sheets: dict[str, int] = {}
    for question in questions:
        own = question.column
        if question.key not in known:
            known[question.key] = len(columns.keys)
            columns.keys.append(question.key)
            columns.labels.append(own.label)
        columns.place[question.page][own.key] = known[question.key]
        if own.records:
            if question.key not in sheets:
                sheets[question.key] = len(columns.sheets)
                columns.sheets.append(_sheet(question))
            columns.sheet[question.page][own.key] = sheets[question.key]
            for version in versions[question.page]:
                places = _moved(own, asked.get(version, []))
                if places is not None:
                    columns.moved.setdefault((question.page, version), {})[own.key] = places
    return columns


def _sheet(question: Question) -> RecordSheet:
    records = question.column.records
    return RecordSheet(
        question.key,
        question.column.label,
        [*ROW_KEYS, *(record.key for record in records)],
        [_("Codice"), _("Riga"), *(record.label for record in records)],
    )


def _moved(merged: AnswerColumn, version: list[AnswerColumn]) -> list[int] | None:
    """Where the columns that one version gives to a question's rows stand among all; None if just there."""
    own = [record.key for column in version if column.key == merged.key for record in column.records]
    every = [record.key for record in merged.records]
    return None if own in ([], every) else [every.index(key) for key in own]


def _answered(versions: Mapping[int, Iterable[int]]) -> dict[int, list[AnswerColumn]]:
    """The questions of each version, by its number."""
    wanted = {pk for of_page in versions.values() for pk in of_page}
    schemas = FormVersion.objects.filter(pk__in=wanted).values_list("pk", "schema")
    return {pk: answer_columns(schema) for pk, schema in schemas.iterator()}


def _merged_questions(newest_first: list[list[AnswerColumn]]) -> list[AnswerColumn]:
    """The questions of several versions of one form, and the columns of their rows, each of them once.

    What tells of somebody in one version does so in all: its answers have one column.
    """
    asked: dict[str, list[AnswerColumn]] = {}
    for version in newest_first:
        for column in version:
            asked.setdefault(column.key, []).append(column)
    return [
        replace(
            column,
            records=_merged([one.records for one in asked[column.key]]),
            is_anonymous=all(one.is_anonymous for one in asked[column.key]),
        )
        for column in _merged(newest_first)
    ]


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


SomeColumn = TypeVar("SomeColumn", bound=Keyed)


def _merged(newest_first: list[list[SomeColumn]]) -> list[SomeColumn]:
    """The columns of several versions, each once and as the newest that has it words it.

    Those that the newest no longer has stand where they stood.
    """
    merged: list[SomeColumn] = []
    known: dict[str, SomeColumn] = {}
    for version in newest_first:
        behind = 0
        for column in version:
            if column.key in known:
                behind = merged.index(known[column.key]) + 1
                continue
            known[column.key] = column
            merged.insert(behind, column)
            behind += 1
    return merged


def _named(questions: list[Question]) -> list[Question]:
    """Each with the key of its column."""
    worded: dict[str, set[tuple[str, tuple[Any, ...]]]] = {}
    for question in questions:
        own = question.column
        worded.setdefault(own.key, set()).add((own.label, tuple(own.records)))
    for question in questions:
        is_one = len(worded[question.column.key]) == 1
        question.key = question.column.key if is_one else f"{question.column.key}@{question.page}"
    return questions
