"""What the filters of the queue offer to whom, with how many of each; looked up in one query."""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Trim
from django.utils.choices import BaseChoiceIterator
from wagtail.models import Page

from candidature.access.scope import Reach
from candidature.models import SubmissionCount
from istruttoria.columns.models import ColumnChoice
from istruttoria.labels.models import Label
from istruttoria.queue.needs import Waiting, counting, read
from istruttoria.queue.stages import STAGE_STATUSES, Stage
from istruttoria.saved.models import SavedFilter
from istruttoria.scores.own import calls_with_points
from portal.models import User
from territori.models import Zone

Choices = list[tuple[str, Any]]
# The filters whose values the database has counted.
COUNTED = ("status", "page", "zone", "assigned_to")
# Of an account, as it calls itself.
NAME_OR_EMAIL = Coalesce(
    NullIf(Trim(Concat("first_name", Value(" "), "last_name")), Value("")),
    F("email"),
    output_field=CharField(),
)
# Between the parts of a saved filter. What a person is called may hold anything, so that stands last.
_BETWEEN = "\x1f"
# What the rows of the one query begin with that say how many there are, and that name a label.
_TOTAL, _LABEL = "total:", "label:"
# What a row begins with that names a page, and one whose submissions are given points; its kind follows.
_PAGE, _SCORED_PAGE = "page:", "page with points:"


@dataclass(frozen=True)
class KnownFilter:
    """A filter that the account saved or that a colleague shares (`whose`)."""

    name: str
    query: str
    owner: int
    whose: str


def _known_filters(user: Any) -> QuerySet[Any, Any]:
    """The filters under a name, packed into the columns of a choice."""
    whose = Concat("owner__first_name", Value(" "), "owner__last_name")
    parts: list[Any] = [Cast("owner_id", CharField()), "query", "name", whose]
    packed = [part for one in parts for part in (one, Value(_BETWEEN))][:-1]
    return (
        SavedFilter.objects.filter(Q(owner=user.pk) | Q(is_shared=True))
        .order_by()
        .values_list(Value("saved"), "pk", Concat(*packed, output_field=CharField()), Value(0))
    )


@dataclass(frozen=True)
class Offered:
    """What can be chosen, by what it is; how much needs something of the account.

    Attributes:
        waiting: for the account; told apart by columns where that was asked for.
        totals: by filter and value, how many stand where the work is looked for.
        counted: of each page, and of each zone, how many stand in each state; None is no zone.
        kind_of_page: of each page that can be chosen, call or event.
        pages_with_points: those of these whose submissions are given points.
        page_of_label: empty for a label of all pages.
    """

    choices: dict[str, Choices]
    waiting: list[Waiting]
    totals: dict[str, Counter[str]]
    counted: dict[str, Counter[tuple[int | None, str]]]
    kind_of_page: dict[str, str]
    pages_with_points: set[str]
    page_of_label: dict[str, str]

    @property
    def columns(self) -> list[str] | None:
        """The keys of the columns that the account chose; None while it never did."""
        return next((keys.split() for _pk, keys in self.choices["columns"]), None)

    @property
    def known_filters(self) -> list[KnownFilter]:
        """The filters under a name that the account may use, by name."""
        packed = (words.split(_BETWEEN, 3) for _pk, words in self.choices["saved"])
        known = [KnownFilter(name, query, int(owner), whose) for owner, query, name, whose in packed]
        return sorted(known, key=lambda one: one.name.casefold())


class WhenAsked(BaseChoiceIterator):
    """Choices that are looked up where somebody reads them: a page about one submission rarely does."""

    def __init__(self, choices: Callable[[], Choices]) -> None:
        self.choices = choices

    def __iter__(self) -> Iterator[Any]:
        return iter(self.choices())

    def __deepcopy__(self, _memo: Any) -> "WhenAsked":
        """Each form copies its fields; what can be chosen stays the same."""
        return self


def _totals(counts: QuerySet[Any], name: str) -> QuerySet[Any, Any]:
    """A query of the column's name, its value, a state and how many, from what the database counted.

    From an index in which they stand by that column and by state, so that nothing is sorted.
    """
    by_value: QuerySet[Any, Any] = counts.values(name, "status").annotate(n=Sum("how_many"))
    return by_value.values_list(Value(f"{_TOTAL}{name}"), name, "status", "n")


def _labels(counts: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Those of all calls, and of the calls that are counted, with the call's number."""
    page = Coalesce(Cast("page_id", CharField()), Value(""))
    return (
        Label.objects.filter(Q(page=None) | _any(counts, page=OuterRef("page")))
        .order_by()
        .values_list(Concat(Value(_LABEL), page), "pk", "name", Value(0))
    )


def _pages(counts: QuerySet[Any]) -> QuerySet[Any, Any]:
    """The pages that are counted, with their titles; their kind, and whether they have points, stands in what
    they are.
    """
    has_points = When(pk__in=calls_with_points().values("pk"), then=Value(_SCORED_PAGE))
    kind = Subquery(SubmissionCount.objects.filter(page=OuterRef("pk")).values("kind")[:1])
    what = Concat(Case(has_points, default=Value(_PAGE)), kind, output_field=CharField())
    pages = Page.objects.filter(_any(counts, page=OuterRef("pk"))).order_by().annotate(what=what)
    found: QuerySet[Any, Any] = pages.values_list("what", "pk", "title", Value(0))
    return found


def _any(counts: QuerySet[Any], **of: OuterRef) -> Exists:
    """Whether anything of this is counted: looked for in an index, not in a list of all."""
    return Exists(counts.filter(**of))


def names_within(reach: Reach, name: str) -> dict[int, str]:
    """The titles of the pages with something to see (`page`), or the names of the zones, by their ids."""
    if name == "zone":
        return dict(Zone.objects.order_by().values_list("pk", "name"))
    counted = _any(reach.narrow(SubmissionCount.objects.all()), page=OuterRef("pk"))
    return dict(Page.objects.filter(counted).order_by().values_list("pk", "title"))


def offered_to(user: User, reach: Reach, stage: Stage, *, told_apart: str = "") -> Offered:
    """In one query: zones, pages with something to see, who works on any, labels, and what is needed.

    So are the filters that the account may use, and the columns that it chose.

    Args:
        told_apart: the need whose submissions are told apart by columns, too (`needs.counting`).
    """
    counts = reach.narrow(SubmissionCount.objects.all()).order_by()
    holding = User.objects.filter(_any(counts, assigned_to=OuterRef("pk"))).order_by()
    rows = _pages(counts).union(
        Zone.objects.order_by().values_list(Value("zone"), "pk", "name", Value(0)),
        holding.values_list(Value("account"), "pk", NAME_OR_EMAIL, Value(0)),
        _labels(counts),
        *counting(reach, user, "need", told_apart=told_apart),
        _totals(counts, "page"),
        _totals(counts.exclude(assigned_to=None), "assigned_to"),
        # Beside what waits the filters tell of that alone.
        *([] if told_apart else [_totals(counts, "zone")]),
        _known_filters(user),
        ColumnChoice.objects.filter(account=user.pk).values_list(Value("columns"), "pk", "keys", Value(0)),
        all=True,
    )
    return _sorted_out(rows, STAGE_STATUSES[stage])


def _sorted_out(rows: Iterable[tuple[str, int | None, str, int]], here: Container[str]) -> Offered:
    """What the rows of the one query say, each after its kind; `here` are the states of the stage."""
    choices: dict[str, Choices] = defaultdict(list)
    waiting: list[Waiting] = []
    totals: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
    counted: dict[str, Counter[tuple[int | None, str]]] = defaultdict(Counter)
    # Whatever its state, by column.
    everywhere: dict[str, Counter[str]] = defaultdict(Counter)
    labels: list[tuple[str, str, str]] = []
    kind_of_page: dict[str, str] = {}
    pages_with_points: set[str] = set()
    for what, number, words, how_many in rows:
        if what == "need":
            waiting.append(read(how_many, words))
        elif what.startswith(_TOTAL):
            name, value = what.removeprefix(_TOTAL), str(number)
            counted[name][number, words] = how_many
            everywhere[name][value] += how_many
            if words in here:
                totals[name][value] += how_many
            # Who asks for a state looks everywhere.
            if name == "page":
                totals["status"][words] += how_many
        elif what.startswith(_LABEL):
            labels.append((what.removeprefix(_LABEL), str(number), words))
        elif what.startswith((_PAGE, _SCORED_PAGE)):
            kind_of_page[str(number)] = what.partition(":")[2]
            choices["page"].append((str(number), words))
            if what.startswith(_SCORED_PAGE):
                pages_with_points.add(str(number))
        else:
            choices[what].append((str(number), words))
    # What was counted and is no more leaves rows that add up to nothing until they are folded.
    for what, name in (("page", "page"), ("account", "assigned_to")):
        choices[what] = [(pk, words) for pk, words in choices[what] if everywhere[name][pk] > 0]
    choices["label"] = [(pk, words) for page, pk, words in labels if not page or everywhere["page"][page] > 0]
    for offered in choices.values():
        offered.sort(key=lambda choice: (choice[1].casefold(), int(choice[0])))
    page_of_label = {pk: page for page, pk, _words in labels}
    return Offered(choices, waiting, totals, counted, kind_of_page, pages_with_points, page_of_label)
