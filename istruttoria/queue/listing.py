"""The rows of the queue that a request asks for: counted, cut into pages and followed one by one.

The time it takes does not follow how many submissions there are:

* counts come from `SubmissionCount`, which the database keeps; only a search, a span of days, letters that
  did not arrive or messages to read count rows, by an index;
* the rows of a page are found by their ids, and those by an index that holds every column the filters ask
  for, read from whichever end is nearer;
* the order by title goes through pages, of which there are few, and only then through their submissions.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.functional import cached_property

from candidature.models import ErasureRequest, Submission, SubmissionCount
from candidature.search.words import search
from istruttoria.queue.filters import STAGE_STATUSES, Stage, SubmissionFilterSet, in_stage, stage_of

OLDEST_FIRST = ("submitted_at", "pk")
NEWEST_FIRST = ("-submitted_at", "-pk")
BY_TITLE = "page__title"

Order = tuple[str, ...]


def reversed_order(order: Sequence[str]) -> Order:
    return tuple(key[1:] if key.startswith("-") else f"-{key}" for key in order)


# What a column sorts by. Each ends with the row's own number, so that pages never overlap, and but for the
# title each has its index.
ORDERINGS: dict[str, Order] = {
    "reference": ("reference", "pk"),
    "status": ("status", "submitted_at", "pk"),
    BY_TITLE: (BY_TITLE, "submitted_at", "pk"),
    "submitted_at": OLDEST_FIRST,
}
ORDERINGS |= {f"-{key}": reversed_order(order) for key, order in ORDERINGS.items()}


def default_order(parameters: Mapping[str, Any]) -> Order:
    return OLDEST_FIRST if stage_of(parameters) in (Stage.TODO, Stage.WAITING) else NEWEST_FIRST


def order_of(parameters: Mapping[str, Any]) -> Order:
    """The order asked for, or the one that suits the stage."""
    return ORDERINGS.get(parameters.get("ordering", ""), default_order(parameters))


@dataclass(frozen=True)
class Segment:
    """A run of rows that stand together: those of one page."""

    page: int
    how_many: int


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

    @cached_property
    def _in_every_stage(self) -> QuerySet[Submission]:
        visible = self.filters.reach.narrow(Submission.objects.all())
        return search(self.filters.filter_queryset(visible), self.query)

    @cached_property
    def found(self) -> QuerySet[Submission]:
        """The submissions, in no order."""
        return in_stage(self._in_every_stage, self.stage).order_by()

    @cached_property
    def _counts(self) -> dict[tuple[int, str], int]:
        """How many there are of each page and state, in one query."""
        if not (self.query or self.filters.is_beyond_counts):
            counts = self.filters.reach.narrow(SubmissionCount.objects.all())
            return self.filters.narrowed_by_columns(counts).by_page_and_status()
        if self._by_title:
            rows = self._in_every_stage.order_by().values_list("page", "status")
            return {(page, status): n for page, status, n in rows.annotate(n=Count("pk"))}
        by_status = self._in_every_stage.order_by().values_list("status").annotate(n=Count("pk"))
        return {(0, status): n for status, n in by_status}

    @cached_property
    def stage_counts(self) -> dict[str, int]:
        """How many submissions each stage holds."""
        return counted_by_stage(self._counts)

    @property
    def how_many(self) -> int:
        return self.stage_counts[self.stage]

    def rows(self, start: int, end: int) -> list[Submission]:
        """The rows from the position `start` up to, not including, `end`, in order.

        Each with the day by which a request of erasure is to be answered, if one waits (`erasure_by`).
        """
        rows = Submission.objects.select_related("page", "zone", "page__locale", "proposal").defer("answers")
        asked = ErasureRequest.objects.filter(submission=OuterRef("pk"), refused_at=None)
        rows = rows.annotate(erasure_by=Subquery(asked.values("answer_by")[:1]))
        if not self._by_title:
            within = _window(self.found, self.order, self.how_many, start, end)
            return list(rows.filter(pk__in=within).order_by(*self.order))
        touched = self._touched(start, end)
        if not touched:
            return []
        within = self._window_of_pages(touched)
        found = list(rows.filter(pk__in=within).order_by(*self._order_in_a_page))
        place = {segment.page: number for number, (segment, _first, _last) in enumerate(touched)}
        return sorted(found, key=lambda row: place[row.page_id])

    # By title

    @property
    def _by_title(self) -> bool:
        return self.order[0].removeprefix("-") == BY_TITLE

    @property
    def _order_in_a_page(self) -> Order:
        return self.order[1:]

    @cached_property
    def _segments(self) -> list[Segment]:
        """The pages in the order asked for, each with how many rows of the list are its own."""
        counts: Counter[int] = Counter()
        for (page, status), how_many in self._counts.items():
            if status in STAGE_STATUSES[self.stage]:
                counts[page] += how_many
        titles = self.filters.page_titles
        in_order = sorted(counts, key=lambda page: (titles.get(page, "").casefold(), page))
        if self.order[0].startswith("-"):
            in_order.reverse()
        return [Segment(page, counts[page]) for page in in_order if counts[page]]

    def _touched(self, start: int, end: int) -> list[tuple[Segment, int, int]]:
        """The pages between two positions, each with the first and the last of its rows that are there."""
        touched: list[tuple[Segment, int, int]] = []
        passed = 0
        for segment in self._segments:
            first, last = max(start - passed, 0), min(end - passed, segment.how_many)
            if first < last:
                touched.append((segment, first, last))
            passed += segment.how_many
        return touched

    def _window_of_pages(self, touched: list[tuple[Segment, int, int]]) -> QuerySet[Submission, Any]:
        """The ids of a window over some pages: a part of the first and of the last, all that lies between."""
        ends = [self._window_of_page(*part) for part in (touched[:1] + touched[1:][-1:])]
        if len(ends) == 1:
            return ends[0]
        # SQLite takes no limit in the parts of a union, but inside them it does.
        first, last = (Submission.objects.filter(pk__in=end).order_by().values("pk") for end in ends)
        whole = self.found.filter(page__in=[segment.page for segment, _first, _last in touched[1:-1]])
        return first.union(last, whole.values("pk"), all=True)

    def _window_of_page(self, segment: Segment, first: int, last: int) -> QuerySet[Submission, Any]:
        rows = self.found.filter(page=segment.page)
        return _window(rows, self._order_in_a_page, segment.how_many, first, last)

    # One after the other

    def before(self, submission: Submission) -> int | None:
        """The id of the submission that stands before this one, even if this one has just left the list."""
        return self._beyond(submission, reversed_order(self.order))

    def after(self, submission: Submission) -> int | None:
        return self._beyond(submission, self.order)

    def _beyond(self, submission: Submission, order: Order) -> int | None:
        if len(order) == 2:
            return _first_beyond(self.found, submission, order)
        # First among those with the same title or state, then in whatever comes after.
        group, *rest = order
        if group.removeprefix("-") == BY_TITLE:
            alike, further = Q(page=submission.page_id), self._next_page(submission.page_id, order)
        else:
            alike = Q(status=submission.status)
            further = Q(**{f"status__{'lt' if group.startswith('-') else 'gt'}": submission.status})
        found = _first_beyond(self.found.filter(alike), submission, tuple(rest))
        if found is not None or further is None:
            return found
        in_order = rest if group.removeprefix("-") == BY_TITLE else order
        return self.found.filter(further).order_by(*in_order).values_list("pk", flat=True).first()

    def _next_page(self, page: int, order: Order) -> Q | None:
        """The rows of the page that stands after this one in `order`, if any does."""
        titles = self.filters.page_titles

        def place(pk: int) -> tuple[str, int]:
            return (titles.get(pk, "").casefold(), pk)

        others = [segment.page for segment in self._segments]
        if order[0].startswith("-"):
            before = [pk for pk in others if place(pk) < place(page)]
            return Q(page=max(before, key=place)) if before else None
        behind = [pk for pk in others if place(pk) > place(page)]
        return Q(page=min(behind, key=place)) if behind else None


def counted_by_stage(counts: Mapping[tuple[int, str], int]) -> dict[str, int]:
    """Counts of each page and state, as counts of each stage."""
    by_status: Counter[str] = Counter()
    for (_page, status), how_many in counts.items():
        by_status[status] += how_many
    return {
        stage: sum(by_status[status] for status in statuses) for stage, statuses in STAGE_STATUSES.items()
    }


def _window(
    rows: QuerySet[Submission], order: Order, total: int, start: int, end: int
) -> QuerySet[Submission, Any]:
    """The ids of the rows between two positions of `total`, read from whichever end is nearer."""
    if start <= total // 2:
        return rows.order_by(*order).values("pk")[start:end]
    return rows.order_by(*reversed_order(order)).values("pk")[max(total - end, 0) : total - start]


def _first_beyond(rows: QuerySet[Submission], submission: Submission, order: Order) -> int | None:
    """The first row whose value comes after this submission's. Equal values are told apart by the id."""
    key, last = order
    name = key.removeprefix("-")
    value = getattr(submission, name)
    further = "lt" if key.startswith("-") else "gt"
    # The first condition says again what the second implies: it is the one by which an index is entered.
    beyond = Q(**{f"{name}__{further}e": value}) & (
        Q(**{f"{name}__{further}": value})
        | Q(**{f"pk__{'lt' if last.startswith('-') else 'gt'}": submission.pk})
    )
    return rows.filter(beyond).order_by(*order).values_list("pk", flat=True).first()
