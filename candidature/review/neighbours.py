"""The submissions before and after one, in the list it was opened from."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail.coreutils import multigetattr

from candidature.models import Submission
from candidature.review.queue import detail_url, listed, order_of


@dataclass(frozen=True)
class Neighbours:
    """Addresses; None at either end of the list."""

    previous: str | None
    following: str | None


def neighbours(request: HttpRequest, submission: Submission) -> Neighbours:
    """Found by value, not by position, so they hold even when this submission has just left the list."""
    rows = listed(request)
    order = order_of(request.GET)
    return Neighbours(
        previous=_address(request, _first_beyond(rows, submission, _reversed(order))),
        following=_address(request, _first_beyond(rows, submission, order)),
    )


def _reversed(order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key[1:] if key.startswith("-") else f"-{key}" for key in order)


def _first_beyond(rows: QuerySet[Submission], submission: Submission, order: tuple[str, ...]) -> int | None:
    key, last = order
    name = key.removeprefix("-")
    value = multigetattr(submission, name.replace("__", "."))
    comparison = "lt" if key.startswith("-") else "gt"
    beyond = Q(**{f"{name}__{comparison}": value}) | Q(
        **{name: value, f"pk__{'lt' if last.startswith('-') else 'gt'}": submission.pk}
    )
    return rows.filter(beyond).order_by(*order).values_list("pk", flat=True).first()


def _address(request: HttpRequest, pk: int | None) -> str | None:
    return detail_url(pk, request.GET) if pk is not None else None
