"""Where a submission stands in the order of a list, and pages that go on from one instead of a number."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from candidature.models import Submission
from istruttoria.queue.orders import RUNS, Order

AFTER, BEFORE = "dopo", "prima"
# The number of a page, without which the two above say nothing: whoever changes a filter drops it.
NUMBER = "p"
_MARK = re.compile(r"(\d{1,15})(?:-(\w[\w-]{0,19}))?", re.ASCII)


@dataclass(frozen=True)
class Place:
    """A place in the order of a list.

    Attributes:
        pk: of the submission that stands there, or stood.
        run: the page, or the zone, with whose rows it stands; None for those of no zone, or without runs.
        value: by the name of a column, what it is sorted by: a value, or an expression.
    """

    pk: int
    run: int | None
    value: Callable[[str], Any]


@dataclass(frozen=True)
class Anchor:
    """The row from which a page of a list goes on: rows that leave the list meanwhile move no others past.

    Attributes:
        group: what stood together with it when it was shown: the number of its page or zone, its state or its
            day, as `mark_of` writes them; empty in orders that know no groups.
        is_after: whether the page begins after it, rather than ends before it.
    """

    pk: int
    group: str
    is_after: bool

    @classmethod
    def asked(cls, parameters: Mapping[str, Any]) -> Self | None:
        """The one of a request's parameters, if there is one that can be read."""
        for name in (AFTER, BEFORE):
            mark = _MARK.fullmatch(parameters.get(name, "")) if NUMBER in parameters else None
            if mark:
                pk, group = mark.groups()
                return cls(int(pk), group or "", is_after=name == AFTER)
        return None

    @property
    def run(self) -> int | None:
        """The number of the page or of the zone; None for no zone."""
        return int(self.group) or None if self.group.isdecimal() and len(self.group) < 16 else None

    @property
    def day(self) -> date | None:
        """The day, if the group is one."""
        try:
            return date.fromisoformat(self.group)
        except ValueError:
            return None


def mark_of(submission: Submission, order: Order) -> str:
    """How an address names a row: with its state or its day as shown, since whoever decides changes both."""
    if len(order) == 2:
        return str(submission.pk)
    name = order[0].removeprefix("-")
    value = getattr(submission, f"{RUNS[name]}_id") or 0 if name in RUNS else getattr(submission, name)
    return f"{submission.pk}-{value}"
