"""In which order the queue is read: by what its columns sort, and what suits each part of the work."""

from collections.abc import Mapping, Sequence
from typing import Any

from istruttoria.queue.needs import Need
from istruttoria.queue.stages import Stage, stage_of
from istruttoria.queue.terms import TermNow

OLDEST_FIRST = ("submitted_at", "pk")
NEWEST_FIRST = ("-submitted_at", "-pk")
BY_TITLE, BY_ZONE, BY_TERM = "page__title", "zone__name", "term_on"
MOST_URGENT_FIRST = (BY_TERM, "submitted_at", "pk")
# The orders that go through what there is little of: by which column of a submission.
RUNS = {BY_TITLE: "page", BY_ZONE: "zone"}

Order = tuple[str, ...]


def reversed_order(order: Sequence[str]) -> Order:
    return tuple(key[1:] if key.startswith("-") else f"-{key}" for key in order)


# What a column sorts by. Each ends with the row's own number, so that pages never overlap, and each has its
# index: those by title and by zone the index of the page, and of the zone.
ORDERINGS: dict[str, Order] = {
    "reference": ("reference", "pk"),
    "status": ("status", "submitted_at", "pk"),
    BY_TITLE: (BY_TITLE, "submitted_at", "pk"),
    BY_ZONE: (BY_ZONE, "submitted_at", "pk"),
    BY_TERM: MOST_URGENT_FIRST,
    "name_key": ("name_key", "pk"),
    "submitted_at": OLDEST_FIRST,
}
ORDERINGS |= {f"-{key}": reversed_order(order) for key, order in ORDERINGS.items()}


def default_order(parameters: Mapping[str, Any]) -> Order:
    if parameters.get("need") in Need.values or parameters.get("term") in TermNow.values:
        return MOST_URGENT_FIRST
    return MOST_URGENT_FIRST if stage_of(parameters) in (Stage.TODO, Stage.WAITING) else NEWEST_FIRST


def order_of(parameters: Mapping[str, Any]) -> Order:
    """The order asked for, or the one that suits the stage."""
    return ORDERINGS.get(parameters.get("ordering", ""), default_order(parameters))
