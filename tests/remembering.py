"""The memory of an edition (`portal.edition.memory`) in tests: what surrounds a test is no transaction.

Each test stands in transactions that are taken back when it ends. Whoever asks the portal within is answered
as outside of them: from memory, until something changes that is remembered. Transactions of the portal's own,
or of a test's body, count as they do elsewhere.

Where queries are counted nothing is remembered, so that what a test counts is what the first visit costs.
Triggers of PostgreSQL write the word of an edition when a transaction ends, which a test's never does:
nothing is remembered there either. Tests whose transactions commit see the memory as it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.edition import memory

_counting = 0


def forget() -> None:
    """A word comes back when a test is taken back, what it stood for does not."""
    memory._memory = ("", {})


def _may_be_taken_back() -> bool:
    if _counting or connection.vendor != "sqlite":
        return connection.in_atomic_block
    return not all(block._from_testcase for block in connection.atomic_blocks)  # type: ignore[attr-defined]


@contextmanager
def as_outside_of_tests() -> Iterator[None]:
    begin, end = CaptureQueriesContext.__enter__, CaptureQueriesContext.__exit__

    def begin_counting(context: CaptureQueriesContext) -> CaptureQueriesContext:
        global _counting
        _counting += 1
        return begin(context)

    def end_counting(context: CaptureQueriesContext, *error: Any) -> None:
        global _counting
        _counting -= 1
        end(context, *error)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(memory, "may_be_taken_back", _may_be_taken_back)
        patched.setattr(CaptureQueriesContext, "__enter__", begin_counting)
        patched.setattr(CaptureQueriesContext, "__exit__", end_counting)
        yield
