"""Pages that tests arrange: in the search and reference indexes only where a test looks there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import wagtail_factories
from modelsearch import signal_handlers as search_signals
from wagtail.signal_handlers import disable_reference_index_auto_update

from search.index import writing

_indexes = False


class PageFactory(wagtail_factories.PageFactory):
    """A page saved as the portal saves it, but for the two indexes, which cost more than the page."""

    class Meta:
        abstract = True

    @classmethod
    def _create_instance(cls, *args: Any) -> Any:
        if _indexes:
            page = super()._create_instance(*args)
            writing.write_now(page.pk)
            return page
        with disable_reference_index_auto_update(), _unsearched():
            return super()._create_instance(*args)


@contextmanager
def pages_in_the_indexes() -> Iterator[None]:
    """What is made meanwhile can be searched, and is known to be used by what it points to."""
    global _indexes
    _indexes = True
    try:
        yield
    finally:
        _indexes = False


class _NoTask:
    @staticmethod
    def enqueue(*args: str) -> None: ...


@contextmanager
def _unsearched() -> Iterator[None]:
    task, mark = search_signals.insert_or_update_object_task, writing.mark
    search_signals.insert_or_update_object_task = _NoTask
    writing.mark = lambda pages: None
    try:
        yield
    finally:
        search_signals.insert_or_update_object_task, writing.mark = task, mark
