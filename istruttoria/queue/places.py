"""Where a submission stands in the order of a list, and pages that go on from one instead of a number."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from candidature.models import Submission

AFTER, BEFORE = "dopo", "prima"
# The number of a page, without which the two above say nothing: whoever changes a filter drops it.
NUMBER = "p"
_MARK = re.compile(r"(\d{1,15})(?:-(\d{1,15}))?", re.ASCII)


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
        is_after: whether the page begins after it, rather than ends before it.
    """

    pk: int
    run: int | None
    is_after: bool

    @classmethod
    def asked(cls, parameters: Mapping[str, Any]) -> Self | None:
        """The one of a request's parameters, if there is one that can be read."""
        for name in (AFTER, BEFORE):
            mark = _MARK.fullmatch(parameters.get(name, "")) if NUMBER in parameters else None
            if mark:
                pk, run = mark.groups()
                return cls(int(pk), int(run or 0) or None, is_after=name == AFTER)
        return None


def mark_of(submission: Submission, runs: str) -> str:
    """How an address names a row.

    Args:
        runs: the column by which rows stand together, or empty.
    """
    return f"{submission.pk}-{getattr(submission, f'{runs}_id') or 0}" if runs else str(submission.pk)
