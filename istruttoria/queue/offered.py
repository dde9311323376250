"""What the filters of the queue offer to whom, with how many of each; looked up in one query."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Trim
from django.utils.choices import BaseChoiceIterator
from wagtail.models import Page

from candidature.access.scope import Reach
from candidature.models import SubmissionCount
from istruttoria.columns.models import ColumnChoice
from istruttoria.labels.models import Label
from istruttoria.queue.needs import Needed, counting, named
from istruttoria.queue.stages import STAGE_STATUSES, Stage
from istruttoria.saved.models import SavedFilter
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
        .values_list(Value("saved"), "pk", Concat(*packed, output_field=CharField()))
    )


@dataclass(frozen=True)
class Offered:
    """What can be chosen, by what it is; how much needs something of the account; how many there are."""

    choices: dict[str, Choices]
    needed: list[Needed]
    # By filter and value, how many stand where the work is looked for.
    totals: dict[str, Counter[str]]

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


def _totals(reach: Reach, stage: Stage) -> list[QuerySet[Any, Any]]:
    """Queries of a filter's name, how many, and of which value, from what the database has counted."""
    counts = reach.narrow(SubmissionCount.objects.all()).order_by()
    here = counts.filter(status__in=STAGE_STATUSES[stage])
    return [
        # Who asks for a state looks everywhere.
        (counts if name == "status" else here)
        .values(name)
        .annotate(
            what=Value(f"total:{name}", output_field=CharField()),
            n=Sum("how_many"),
            value=Cast(name, CharField()),
        )
        .filter(**{f"{name}__isnull": False})
        .values_list("what", "n", "value")
        for name in COUNTED
    ]


def offered_to(user: User, reach: Reach, stage: Stage) -> Offered:
    """In one query: zones, pages with something to see, who works on any, labels, and what is needed.

    So are the filters that the account may use, and the columns that it chose.
    """
    with_something = (
        reach.narrow(SubmissionCount.objects.all()).order_by().values("page").annotate(total=Sum("how_many"))
    )
    held = reach.narrow(SubmissionCount.objects.exclude(assigned_to=None)).order_by().values("assigned_to")
    holding = held.annotate(total=Sum("how_many")).filter(total__gt=0).values("assigned_to")
    pages = Page.objects.filter(pk__in=with_something.filter(total__gt=0).values("page"))
    rows = (
        pages.order_by()
        .values_list(Value("page"), "pk", "title")
        .union(
            Zone.objects.order_by().values_list(Value("zone"), "pk", "name"),
            User.objects.filter(pk__in=holding).order_by().values_list(Value("account"), "pk", NAME_OR_EMAIL),
            Label.objects.filter(Q(page=None) | Q(page__in=pages.order_by().values("pk")))
            .order_by()
            .values_list(Value("label"), "pk", "name"),
            *counting(reach, user, "need"),
            *_totals(reach, stage),
            _known_filters(user),
            ColumnChoice.objects.filter(account=user.pk).values_list(Value("columns"), "pk", "keys"),
            all=True,
        )
    )
    ordered = sorted(rows, key=lambda row: (row[2].casefold(), row[1]))
    choices: dict[str, Choices] = defaultdict(list)
    counts: dict[str, int] = {}
    totals: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
    for what, pk, words in ordered:
        if what == "need":
            counts[words] = pk
        elif what.startswith("total:"):
            totals[what.removeprefix("total:")][words] += pk
        else:
            choices[what].append((str(pk), words))
    return Offered(choices, named(counts), totals)
