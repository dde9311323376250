"""The rows of an export, read some hundred at a time: however many there are, memory holds a few.

What is exported is decided at the beginning, once: the ids of the submissions within scope that the list's
filters and words choose. What is erased meanwhile is left out; what changes meanwhile is read as it is when
its turn comes. No transaction stays open while a slow reader takes the file away.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from candidature.confirmations.models import Confirmation
from candidature.log.models import TAKEN_BACK
from candidature.models import FormVersion, LogEntry, Submission, UploadedFile
from candidature.statuses import OPEN_STATUSES
from istruttoria.exports.columns import READ, Columns, Decided, Registers, columns_of
from istruttoria.exports.points import NOT_GIVEN, point_columns, points_of
from istruttoria.labels.models import Labelling
from istruttoria.queue.listing import Listing
from istruttoria.queue.orders import OLDEST_FIRST
from istruttoria.scores.reading import ScoredCall, calls_of
from moduli import Schema, answer_cells, for_kind
from portal.models import User
from portal.spreadsheets.cells import Cell
from territori.models import Municipality, Zone

AT_ONCE = 250
_UNDECIDED = Decided()


@dataclass
class Row:
    """One submission.

    Attributes:
        cells: one for each column.
        records: rows of answers that have some, by the place of their sheet.
        confirmations: who else was asked to confirm, see `CONFIRMATION_KEYS`.
    """

    pk: int
    reference: str
    cells: list[Cell]
    records: list[tuple[int, list[list[Cell]]]]
    confirmations: list[list[Cell]]


CONFIRMATION_KEYS = ["reference", "role", "body", "name", "email", "state", "asked_at", "answered_at"]


def confirmation_labels() -> list[str]:
    return [
        _("Codice"),
        _("In quale veste"),
        _("Organizzazione"),
        _("Nome e cognome"),
        _("Email"),
        _("Risposta"),
        _("Chiesta"),
        _("Data"),
    ]


class Selection:
    """The submissions of a list, oldest first, and what is needed to read them.

    Args:
        personal: see `columns_of`.
        chosen: the rows ticked, in the place of all that filters and words choose.
    """

    def __init__(
        self, listing: Listing, *, personal: bool, chosen: QuerySet[Submission] | None = None
    ) -> None:
        self.personal = personal
        self._found = (listing.chosen if chosen is None else chosen).order_by(*OLDEST_FIRST)
        self._titles = listing.filters.names_of("page")
        # Who takes it away: what they may not know of colleagues' points is not in it.
        self._user = cast(User, listing.filters.request.user)

    @cached_property
    def _decided(self) -> tuple["array[int]", dict[int, set[int]]]:
        """The ids, and by page the versions of the forms that they answer; looked for once, when asked."""
        ids, versions = array("q"), defaultdict[int, set[int]](set)
        rows = self._found.values_list("pk", "page_id", "form_version_id")
        for pk, page, version in rows.iterator(chunk_size=5000):
            ids.append(pk)
            versions[page].add(version)
        return ids, versions

    @property
    def ids(self) -> "array[int]":
        return self._decided[0]

    @cached_property
    def columns(self) -> Columns:
        versions = self._decided[1]
        in_order = {page: versions[page] for page in self._pages}
        return columns_of(in_order, personal=self.personal, points=point_columns(self._calls))

    @property
    def _pages(self) -> list[int]:
        """The pages of what is exported, by title."""
        return sorted(self._decided[1], key=lambda page: (self._titles.get(page, "").casefold(), page))

    @cached_property
    def _calls(self) -> dict[int, ScoredCall]:
        """Those of the pages on which points are given."""
        calls = calls_of(self._pages)
        return {page: calls[page] for page in self._pages if page in calls}

    @cached_property
    def _registers(self) -> Registers:
        return Registers(
            pages=self._titles,
            zones=dict(Zone.objects.order_by().values_list("pk", "name")),
            municipalities={
                pk: (name, province)
                for pk, name, province in Municipality.objects.order_by().values_list(
                    "pk", "name", "province"
                )
            }
            if self.personal
            else {},
            accounts={user.pk: str(user) for user in User.objects.order_by()},
        )

    @cached_property
    def _schemas(self) -> dict[tuple[int, str], Schema]:
        """Filled as they are asked for: the questions of a version for each kind of applicant."""
        return {}

    def rows(self) -> Iterator[Row]:
        for start in range(0, len(self.ids), AT_ONCE):
            yield from self._some(self.ids[start : start + AT_ONCE])

    def _some(self, ids: Sequence[int]) -> Iterator[Row]:
        found = Submission.objects.filter(pk__in=list(ids)).order_by().values(*READ)
        by_id = {row["pk"]: row for row in found}
        rows = [by_id[pk] for pk in ids if pk in by_id]
        files = self._files(ids) if self.personal else {}
        asked = [row["pk"] for row in rows if row["has_confirmations"]] if self.personal else []
        confirmations = _confirmations(asked) if asked else {}
        labels = _labels(ids) if self.personal else {}
        decided = _decided({row["pk"]: row["status"] for row in rows if row["status"] not in OPEN_STATUSES})
        points = points_of(rows, self._calls, self._user)
        for row in rows:
            row["points"] = points.get(row["pk"], NOT_GIVEN)
            row["labels"] = labels.get(row["pk"])
            row["decided"] = decided.get(row["pk"], _UNDECIDED)
        return (self._row(row, files, confirmations.get(row["pk"], [])) for row in rows)

    def _row(self, row: Mapping[str, Any], files: Mapping[str, str], confirmations: list[list[Cell]]) -> Row:
        columns, registers = self.columns, self._registers
        cells: list[Cell] = [column.of(row, registers) for column in columns.fixed]
        cells += [None] * (len(columns.keys) - len(cells))
        records: list[tuple[int, list[list[Cell]]]] = []
        page, version = row["page_id"], row["form_version_id"]
        place, sheet = columns.place[page], columns.sheet[page]
        schema = self._schema(version, row["applicant_kind"])
        for key, cell, rows in answer_cells(schema, row["answers"], files):
            if key in place:
                cells[place[key]] = cell
                if rows:
                    records.append((sheet[key], columns.on_sheet(page, version, key, rows)))
        reference = row["reference"]
        own: list[list[Cell]] = [[reference, *one] for one in confirmations]
        return Row(row["pk"], reference, cells, records, own)

    def _schema(self, version: int, kind: str) -> Schema:
        known = self._schemas
        if (version, kind) not in known:
            schema = FormVersion.objects.values_list("schema", flat=True).get(pk=version)
            known[version, kind] = for_kind(schema, kind)
        return known[version, kind]

    def _files(self, ids: Sequence[int]) -> dict[str, str]:
        named = UploadedFile.objects.filter(submission__in=list(ids)).order_by()
        return {str(public_id): name for public_id, name in named.values_list("public_id", "original_name")}


def _labels(ids: Sequence[int]) -> dict[int, str]:
    """The names of the labels on each of these submissions that has some."""
    found: dict[int, list[str]] = defaultdict(list)
    marks = Labelling.objects.filter(submission__in=list(ids)).order_by(Lower("label__name"), "label")
    for pk, name in marks.values_list("submission", "label__name"):
        found[pk].append(name)
    return {pk: ", ".join(names) for pk, names in found.items()}


def _decided(ended: Mapping[int, str]) -> dict[int, Decided]:
    """When each came to the state at which it ended, and why.

    Args:
        ended: by submission, that state.
    """
    entries = LogEntry.objects.filter(submission__in=list(ended)).exclude(to_status="")
    # A change that was taken back led to where it was before, and decided nothing.
    entries = entries.exclude(action=TAKEN_BACK).order_by("pk")
    rows = entries.values_list("submission", "to_status", "at", "reason__text")
    return {pk: Decided(at, reason) for pk, status, at, reason in rows if ended.get(pk or 0) == status and pk}


def _confirmations(ids: Sequence[int]) -> dict[int, list[list[Cell]]]:
    """Who was asked to confirm each of these submissions, and what came of it."""
    found: dict[int, list[list[Cell]]] = defaultdict(list)
    for one in Confirmation.objects.filter(submission__in=ids).exclude(state=Confirmation.State.REMOVED):
        cells: list[Cell] = [
            str(one.get_role_display()),
            one.body or None,
            one.name or None,
            one.email or None,
            str(one.get_state_display()),
            one.asked_at,
            one.answered_at,
        ]
        found[one.submission_id or 0].append(cells)
    return found
