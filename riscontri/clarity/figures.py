"""Opinions in figures: by page, by month, by answer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from riscontri.clarity.answers import Answer
from riscontri.clarity.models import PageRating
from riscontri.handling import State

# Below it one visitor more changes the average by a star.
FEW = 5
MONTHS = 12


@dataclass(frozen=True)
class Figure:
    """Some opinions taken together. `average` is None where there are none."""

    how_many: int
    average: float | None

    @property
    def is_few(self) -> bool:
        """Whether they are too few to say much."""
        return self.how_many < FEW


@dataclass(frozen=True)
class Month:
    first: date
    figure: Figure


def together(ratings: QuerySet[PageRating]) -> Figure:
    found = ratings.aggregate(how_many=Count("pk"), average=Avg("stars"))
    return Figure(found["how_many"], found["average"])


def by_page(ratings: QuerySet[PageRating], order: str, *, at_least: int = 1) -> QuerySet[Any, Any]:
    """A row for each page with opinions: `page`, `title`, `how_many`, `average`, `to_read` (remarks).

    Args:
        order: one of `ORDERS`.
        at_least: pages with fewer are left out.
    """
    rows = (
        ratings.order_by()
        .values("page")
        .annotate(
            title=F("page__title"),
            how_many=Count("pk"),
            average=Avg("stars"),
            to_read=Count("pk", filter=Q(state=State.NEW) & ~Q(detail="")),
        )
    )
    rows = rows.filter(how_many__gte=at_least)
    return rows.order_by(*ORDERS[order], "page")


# By how a list is asked for in its address.
ORDERS = {
    "peggio": ("average", "-how_many"),
    "meglio": ("-average", "-how_many"),
    "tanti": ("-how_many", "average"),
    "pagina": ("title",),
}


def by_month(ratings: QuerySet[PageRating], today: date | None = None) -> list[Month]:
    """The last twelve months, oldest first; those without opinions too."""
    months = _months(today or timezone.localdate())
    rows = (
        ratings.filter(given_at__gte=_midnight(months[0]))
        .order_by()
        .annotate(month=TruncMonth("given_at"))
        .values("month")
        .annotate(how_many=Count("pk"), average=Avg("stars"))
    )
    found = {timezone.localdate(row["month"]): Figure(row["how_many"], row["average"]) for row in rows}
    return [Month(first, found.get(first, Figure(0, None))) for first in months]


def by_answer(ratings: QuerySet[PageRating]) -> list[tuple[Answer, int]]:
    """How often each answer was given, the most frequent first; those that nobody gave are left out."""
    rows = ratings.exclude(answer="").order_by().values_list("answer").annotate(Count("pk"))
    found = [(Answer(answer), how_many) for answer, how_many in rows]
    return sorted(found, key=lambda one: (-one[1], list(Answer).index(one[0])))


def since(days: int | None) -> QuerySet[PageRating]:
    """The opinions of the last days; all of them without a number."""
    ratings = PageRating.objects.all()
    return ratings.filter(given_at__gte=timezone.now() - timedelta(days=days)) if days else ratings


def _months(today: date) -> list[date]:
    last = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - MONTHS + 1, last + 1)]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))
