"""The rows of the queue that a request asks for: counted, cut into pages and followed one by one.

The time it takes does not follow how many submissions there are:

* counts come from `SubmissionCount`, which the database keeps, less what the account gave points to, where
  the others are asked for; only a span of days, letters that did not
  arrive, messages to read, confirmations that are missing or labels count rows, by an index; so does what
  waits for an account and is not new;
* a search finds at most so many of the stage, the newest (`candidature.search.finding`), and counts what it
  found; only what is done with all of them (`chosen`) looks for the others;
* the rows of a page are found by their ids, and those by an index that holds every column the filters ask
  for, read from whichever end is nearer;
* the orders by title and by zone go through pages and zones, of which there are few, and only then through
  their submissions;
* days that are no day (no answer is owed) stand in one run at the end of the index of terms.
"""

import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.functional import cached_property

from candidature.models import ErasureRequest, Submission, SubmissionCount
from candidature.search import finding
from candidature.search.finding import Found, all_of, find
from candidature.statuses import Status
from candidature.submissions.models import NO_TERM
from istruttoria.columns.offered import facts_of, with_answers
from istruttoria.duplicates.reading import has_duplicates
from istruttoria.labels.offered import label_columns
from istruttoria.opening.marks import unread_columns
from istruttoria.opinions import seeing
from istruttoria.queue.filters import CountedT, SubmissionFilterSet
from istruttoria.queue.needs import Need, counted, waiting_for
from istruttoria.queue.observations import observation_columns
from istruttoria.queue.orders import BY_TERM, RUNS, Order, order_of, reversed_order
from istruttoria.queue.places import Anchor, Place
from istruttoria.queue.stages import STAGE_STATUSES, Stage, counted_by_stage, in_stage, stage_of
from istruttoria.scores.listed import score_columns, with_scores
from portal.models import OutboxMessage, User

# The name of the row that tells that a submission is in the list.
HERE = "here"


@dataclass(frozen=True)
class Segment:
    """A run of rows that stand together: those of one page, or of one zone (None for those of none)."""

    key: int | None
    how_many: int


@dataclass(frozen=True)
class Around:
    """The ids before and after a submission, and its position, from 1; None for none of them."""

    before: int | None
    after: int | None
    position: int | None


class Listing:
    """What a request's parameters choose, and in which order.

    Args:
        filters: those of this request, if the caller has them already.
    """

    def __init__(self, request: HttpRequest, filters: SubmissionFilterSet | None = None) -> None:
        self.filters = filters or SubmissionFilterSet(request.GET, request=request)
        self.filters.is_valid()
        self.query = request.GET.get("q", "").replace("\x00", " ").strip()
        self.stage = stage_of(request.GET)
        self.order = order_of(request.GET)
        # The words of the questions that stand as columns, of the rows that were read last.
        self.question_labels: dict[str, str] = {}

    @cached_property
    def by_words(self) -> Found:
        """What the words of the query find of what the filters choose: in the stage, and beside it."""
        return find(self._filtered, self.query, self.filters.reach, STAGE_STATUSES[self.stage])

    @property
    def cut_at(self) -> int | None:
        """How many the list holds, the newest, where the words stand in more; None where it holds all."""
        return finding.MOST_FOUND if self.query and self.by_words.is_cut else None

    @property
    def _filtered(self) -> QuerySet[Submission]:
        rows: QuerySet[Submission] = self.filters.filter_queryset(
            self.filters.reach.narrow(Submission.objects.all())
        )
        return rows

    @cached_property
    def _in_every_stage(self) -> QuerySet[Submission]:
        if not self.query:
            return self._filtered
        return Submission.objects.filter(pk__in=[one.pk for one in self.by_words.rows])

    @cached_property
    def found(self) -> QuerySet[Submission]:
        """The submissions, in no order."""
        return in_stage(self._in_every_stage, self.stage).order_by()

    @cached_property
    def chosen(self) -> QuerySet[Submission]:
        """All that filters and words choose, in no order: for what is done with all of the list.

        Of a search that is cut also what is too old to be shown.
        """
        return self.found if self.cut_at is None else self.chosen_among(Q())

    def chosen_among(self, condition: Q) -> QuerySet[Submission]:
        """Those of them of which this holds, in no order."""
        rows = in_stage(self._filtered.filter(condition), self.stage).order_by()
        return all_of(rows, self.query, self.filters.reach) if self.query else rows

    @cached_property
    def how_many_chosen(self) -> int:
        """How many `chosen` holds. Where the search is cut they are counted, which takes time."""
        return self.how_many if self.cut_at is None else self.chosen.count()

    @cached_property
    def _counts(self) -> dict[tuple[int | None, str], int]:
        """How many there are of each run and state, in one query; of the pages, where there are no runs."""
        if self.query:
            found = (*self.by_words.rows, *self.by_words.beside)
            return Counter((getattr(one, self.runs or "page"), one.status) for one in found)
        if not self.filters.is_beyond_counts:
            return self._counted
        if self.runs:
            rows = self._in_every_stage.order_by().values_list(self.runs, "status")
            return {(key, status): n for key, status, n in rows.annotate(n=Count("*"))}
        by_status = self._in_every_stage.order_by().values_list("status").annotate(n=Count("*"))
        return {(0, status): n for status, n in by_status}

    @property
    def _counted(self) -> dict[tuple[int | None, str], int]:
        """From what the database has counted. Of what waits for the account the few others are counted; what
        it gave points to is few, too, and is taken off where the rest is asked for.
        """
        known = self.filters.known_counts(self.runs or "page")
        if known is not None:
            return known
        counts, rows = self._narrowed(SubmissionCount.objects.all()), self._narrowed(Submission.objects.all())
        user, need = cast(User, self.filters.request.user), self.filters.asked_need
        everything: list[tuple[QuerySet[Any], Any]] = [(counts, Sum("how_many"))]
        parts = counted(counts, rows, need, user) if need else everything
        if self.filters.lacks_own_points:
            own = rows.filter(pk__in=self.filters.with_all_own_points)
            parts.append((waiting_for(own, need, user) if need else own, Count("*") * -1))
        first, *rest = (
            part.order_by().values_list(self.runs or "page", "status").annotate(n=how_many)
            for part, how_many in parts
        )
        found: Counter[tuple[int | None, str]] = Counter()
        for key, status, n in first.union(*rest, all=True) if rest else first:
            found[key, status] += n
        return found

    def _narrowed(self, rows: CountedT) -> CountedT:
        """Of submissions, or of their counts."""
        return self.filters.narrowed_by_columns(self.filters.reach.narrow(rows))

    @cached_property
    def stage_counts(self) -> dict[str, int]:
        """How many submissions each stage holds; of a search at most what its list would."""
        counts = counted_by_stage(self._counts)
        if self.query:
            counts[Stage.ALL] = min(counts[Stage.ALL], finding.MOST_FOUND)
        return counts

    @property
    def stages_in_part(self) -> set[str]:
        """The stages that hold more than `stage_counts` says: a search does not look for all."""
        if not self.query:
            return set()
        found, here = self.by_words, set(STAGE_STATUSES[self.stage])
        cut = (here if found.is_cut else set()) | (set(Status) - here if found.is_beside_cut else set())
        in_part = {stage for stage, statuses in STAGE_STATUSES.items() if cut & set(statuses)}
        return in_part | ({Stage.ALL} if len(found.rows) + len(found.beside) > finding.MOST_FOUND else set())

    @property
    def how_many(self) -> int:
        known = self.filters.known_of_need if self.stage is Stage.ALL and not self.query else None
        return self.stage_counts[self.stage] if known is None else known

    def rows(self, start: int, end: int) -> list[Submission]:
        """The rows from the position `start` up to, not including, `end`, in order.

        Each with its labels (`labels.offered.marks_on`), the day by which a request of erasure is to be
        answered, if one waits (`erasure_by`), whether a letter is to be handed over (`is_to_hand_over`),
        whether it changed since the account opened it (`unread_columns`), whether somebody objected
        (`is_observed`), and what there is to see of its opinions (`seeing.columns`). Where they are columns,
        with its answers and its points (`score_in_words`).
        """
        rows = Submission.objects.select_related("page", "zone", "page__locale", "proposal", "assigned_to")
        if "municipality" in facts_of(self.filters.columns):
            rows = rows.select_related("municipality")
        if not self.filters.questions:
            rows = rows.defer("answers")
        asked = ErasureRequest.objects.filter(submission=OuterRef("pk"), refused_at=None)
        by_hand = OutboxMessage.objects.filter(
            related_to=OuterRef("reference"), status=OutboxMessage.Status.BY_HAND
        )
        rows = rows.annotate(
            erasure_by=Subquery(asked.values("answer_by")[:1]),
            is_to_hand_over=Exists(by_hand),
            is_maybe_twice=has_duplicates(self.filters.reach.narrow),
            **label_columns(),
            **unread_columns(self.filters.request.user),
            **observation_columns(),
            **seeing.columns(),
        )
        has_scores = "score" in facts_of(self.filters.columns)
        found = self.window(rows.annotate(**score_columns()) if has_scores else rows, start, end)
        if has_scores:
            with_scores(found, cast(User, self.filters.request.user))
        if self.filters.questions:
            self.question_labels = with_answers(found, self.filters.questions)
        return found

    def window(self, rows: QuerySet[Submission], start: int, end: int) -> list[Submission]:
        """Those of `rows`, as many columns as they have, that stand in the list from `start` up to `end`."""
        if not self.runs:
            more = min(start, max(0, _FEWEST - (self.how_many - start)))
            within = _window(self.found, self.order, self.how_many, start - more, end)
            return list(rows.filter(pk__in=within).order_by(*self.order))[more:]
        touched = self._touched(start, end)
        if not touched:
            return []
        within = self._window_of_runs(touched)
        place = {segment.key: number for number, (segment, _first, _last) in enumerate(touched)}
        found = list(rows.filter(pk__in=within).order_by(*self._order_in_a_run))
        return sorted(found, key=lambda row: place[self._key_of(row)])

    # Through pages, or zones

    @property
    def runs(self) -> str:
        """The column by which rows stand together in this order; empty for none."""
        return RUNS.get(self.order[0].removeprefix("-"), "")

    @property
    def _order_in_a_run(self) -> Order:
        return self.order[1:]

    def _key_of(self, submission: Submission) -> int | None:
        key: int | None = getattr(submission, f"{self.runs}_id")
        return key

    def _of_run(self, key: int | None) -> Q:
        return Q(**{f"{self.runs}__isnull": True}) if key is None else Q(**{self.runs: key})

    def _place(self, key: int | None) -> tuple[str, int]:
        """By what pages, or zones, are ordered."""
        return (self._names.get(key or 0, "").casefold(), key or 0)

    @cached_property
    def _names(self) -> Mapping[int, str]:
        return self.filters.names_of(self.runs)

    @cached_property
    def _segments(self) -> list[Segment]:
        """The runs in the order asked for, each with how many rows of the list are its own."""
        counts: Counter[int | None] = Counter()
        for (key, status), how_many in self._counts.items():
            if status in STAGE_STATUSES[self.stage]:
                counts[key] += how_many
        in_order = sorted(counts, key=self._place, reverse=self.order[0].startswith("-"))
        return [Segment(key, counts[key]) for key in in_order if counts[key]]

    def _touched(self, start: int, end: int) -> list[tuple[Segment, int, int]]:
        """The runs between two positions, each with the first and the last of its rows that are there."""
        touched: list[tuple[Segment, int, int]] = []
        passed = 0
        for segment in self._segments:
            first, last = max(start - passed, 0), min(end - passed, segment.how_many)
            if first < last:
                touched.append((segment, first, last))
            passed += segment.how_many
        return touched

    def _window_of_runs(self, touched: list[tuple[Segment, int, int]]) -> QuerySet[Submission, Any]:
        """The ids of a window over some runs: a part of the first and of the last, all that lies between."""
        ends = [self._window_of_run(*part) for part in (touched[:1] + touched[1:][-1:])]
        if len(ends) == 1:
            return ends[0]
        # SQLite takes no limit in the parts of a union, but inside them it does.
        first, last = (Submission.objects.filter(pk__in=end).order_by().values("pk") for end in ends)
        between = Q(pk__in=[])
        for segment, _first, _last in touched[1:-1]:
            between |= self._of_run(segment.key)
        return first.union(last, self.found.filter(between).values("pk"), all=True)

    def _window_of_run(self, segment: Segment, first: int, last: int) -> QuerySet[Submission, Any]:
        rows = self.found.filter(self._of_run(segment.key))
        return _window(rows, self._order_in_a_run, segment.how_many, first, last)

    # One after the other

    def around(self, submission: Submission) -> Around:
        """What stands before and after this one, and where it stands itself; two queries at most.

        Found by value, so that the neighbours hold even when this one has just left the list.
        """
        place = self._place_of(submission)
        ways = (reversed_order(self.order), self.order)
        beyond = [self._beyond(self.found, place, order) for order in ways]
        parts = [
            _first_of(rows, f"{way}{number}")
            for way, some in enumerate(beyond)
            for number, rows in enumerate(some)
        ]
        parts += self._passing(beyond[0], place)
        found = dict(parts[0].union(*parts[1:], all=True))
        before, after = (found.get(f"{way}0") or found.get(f"{way}1") for way in range(len(ways)))
        position = 1 + self._passed(found, place) if HERE in found else None
        return Around(before, after, position)

    def start_of_page(self, anchor: Anchor, per_page: int) -> int | None:
        """The position, from 0, of the first row of the page that goes on from a row; one query.

        None if the account sees no such row. It may have left the list: what stood beyond it still does.
        """
        place = self._place_by(anchor)
        parts = self._passing(self._beyond(self.found, place, reversed_order(self.order)), place)
        there = self._one(anchor.pk).values_list(Value("there", output_field=CharField()), "pk")
        found = dict(there.union(*parts, all=True))
        if "there" not in found:
            return None
        passed = self._passed(found, place)
        return passed + (HERE in found) if anchor.is_after else max(passed - per_page, 0)

    def _one(self, pk: int) -> QuerySet[Submission]:
        return self.filters.reach.narrow(Submission.objects.filter(pk=pk)).order_by()

    def _passing(self, before: list[QuerySet[Submission]], place: Place) -> list[QuerySet[Submission, Any]]:
        """Rows of a name and a number: how many stand before a place, and whether its own does there."""
        # Of runs that lie before, the database has counted the rows.
        counted = before[:1] if self.runs else before
        names = [Value(f"n{number}", output_field=CharField()) for number in range(len(counted))]
        here = self.found.filter(self._alike(place), pk=place.pk)
        return [here.values_list(Value(HERE, output_field=CharField()), "pk")] + [
            rows.order_by().values(what=name).annotate(n=Count("*")).values_list("what", "n")
            for name, rows in zip(names, counted, strict=True)
        ]

    def _passed(self, found: Mapping[str, int], place: Place) -> int:
        """How many rows stand before a place, by what `_passing` found."""
        passed = found.get("n0", 0) + found.get("n1", 0)
        if not self.runs:
            return passed
        here, is_reversed = self._place(place.run), self.order[0].startswith("-")
        before = [
            segment.how_many
            for segment in self._segments
            if (self._place(segment.key) > here if is_reversed else self._place(segment.key) < here)
        ]
        return passed + sum(before)

    def next_for(self, submission: Submission, user: User) -> int | None:
        """The id of the next that waits for this account; of the next at all, where none does."""
        return self._next(submission, waiting_for(self.found, Need.ANY, user), self.found)

    def next_to_score(self, submission: Submission) -> int | None:
        """The id of the next to which the account has still to give points; None where there is none."""
        return self._next(submission, self.filters.lacking_own_points(self.found))

    def _next(self, submission: Submission, *among: QuerySet[Submission]) -> int | None:
        """The id of the next of the first of these in which any comes after it."""
        place = self._place_of(submission)
        ways = [self._beyond(rows, place, self.order) for rows in among]
        parts = [_first_of(rows, str(number)) for number, rows in enumerate(itertools.chain(*ways))]
        first, *others = parts
        found = dict(first.union(*others, all=True) if others else first)
        return found[min(found)] if found else None

    def _beyond(self, among: QuerySet[Submission], place: Place, order: Order) -> list[QuerySet[Submission]]:
        """What of these comes after it: first of the same run, state or day, then what comes after those."""
        if len(order) == 2:
            return [_after(among, place, order)]
        group, *rest = order
        name, is_reversed = group.removeprefix("-"), group.startswith("-")
        further: Q | None = (
            self._next_run(place.run, is_reversed)
            if self.runs
            else Q(**{f"{name}__{'lt' if is_reversed else 'gt'}": place.value(name)})
        )
        near = _after(among.filter(self._alike(place)), place, tuple(rest))
        if further is None:
            return [near]
        return [near, among.filter(further).order_by(*(rest if self.runs else order))]

    def _alike(self, place: Place) -> Q:
        """The rows that stand together with a place: of its run, its state or its day."""
        if self.runs:
            return self._of_run(place.run)
        name = self.order[0].removeprefix("-")
        return Q() if len(self.order) == 2 else Q(**{name: place.value(name)})

    def _place_of(self, submission: Submission) -> Place:
        """By the values that the submission had when it was read."""
        run = self._key_of(submission) if self.runs else None
        return Place(submission.pk, run, lambda name: self._value(submission, name))

    def _value(self, submission: Submission, name: str) -> Any:
        """What it is sorted by; where it has just left the list, the day that it had there."""
        if name != BY_TERM:
            return getattr(submission, name)
        is_here = submission.status in STAGE_STATUSES[self.stage]
        return submission.term_now if is_here else submission.respond_by or NO_TERM

    def _place_by(self, anchor: Anchor) -> Place:
        """Where a row stood when it was shown, else where it stands now: nowhere, if the account sees no such
        row.
        """
        shown = self._group_of(anchor)
        is_here = Q(status__in=STAGE_STATUSES[self.stage])
        days = Case(When(is_here, then=F("term_on")), default=Coalesce("respond_by", NO_TERM))

        def value(name: str) -> Any:
            if shown is not None and name == self.order[0].removeprefix("-"):
                return shown
            one = self._one(anchor.pk).annotate(sorted_by=days if name == BY_TERM else F(name))
            return Subquery(one.values("sorted_by")[:1])

        return Place(anchor.pk, anchor.run if self.runs else None, value)

    def _group_of(self, anchor: Anchor) -> Any:
        """The state, or the day, with which a row was shown; None where its address does not say."""
        match self.order[0].removeprefix("-"):
            case "status":
                return anchor.group if anchor.group in Status else None
            case name if name == BY_TERM:
                return anchor.day
        return None

    def _next_run(self, key: int | None, is_reversed: bool) -> Q | None:
        """The rows of the run that stands after this one, if any does."""
        here, others = self._place(key), [segment.key for segment in self._segments]
        if is_reversed:
            before = [other for other in others if self._place(other) < here]
            return self._of_run(max(before, key=self._place)) if before else None
        behind = [other for other in others if self._place(other) > here]
        return self._of_run(min(behind, key=self._place)) if behind else None


def _first_of(rows: QuerySet[Submission], name: str) -> QuerySet[Submission, Any]:
    """A row of the name and the first id, if there is one, to be joined to others."""
    # SQLite takes no limit in the parts of a union, but inside them it does.
    first = Submission.objects.filter(pk__in=rows.values("pk")[:1]).order_by()
    return first.values_list(Value(name, output_field=CharField()), "pk")


# Asked for two or three rows SQLite sorts all of a state; for more it walks along the index of the order.
_FEWEST = 10


def _window(
    rows: QuerySet[Submission], order: Order, total: int, start: int, end: int
) -> QuerySet[Submission, Any]:
    """The ids of the rows between two positions of `total`, read from whichever end is nearer."""
    if start <= total // 2:
        return rows.order_by(*order).values("pk")[start:end]
    return rows.order_by(*reversed_order(order)).values("pk")[max(total - end, 0) : total - start]


def _after(rows: QuerySet[Submission], place: Place, order: Order) -> QuerySet[Submission]:
    """The rows whose value comes after that of the place. Equal values are told apart by the id."""
    key, last = order
    name = key.removeprefix("-")
    value = place.value(name)
    further = "lt" if key.startswith("-") else "gt"
    # The first condition says again what the second implies: it is the one by which an index is entered.
    beyond = Q(**{f"{name}__{further}e": value}) & (
        Q(**{f"{name}__{further}": value}) | Q(**{f"pk__{'lt' if last.startswith('-') else 'gt'}": place.pk})
    )
    return rows.filter(beyond).order_by(*order)
