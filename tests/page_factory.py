"""Pages that tests arrange: in the search and reference indexes only where a test looks there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import wagtail_factories
from django.db.models import Field, ForeignKey
from modelsearch import signal_handlers as search_signals
from wagtail.models import Page, pages
from wagtail.signal_handlers import disable_reference_index_auto_update

from search.index import writing

_indexes = False


class PageFactory(wagtail_factories.PageFactory):
    """A page saved as the portal saves it, but for the two indexes, which cost more than the page.

    Nor does the log tell of its making, and whether what it points to is there is left to the database, which
    looks when the test ends.
    """

    class Meta:
        abstract = True

    @classmethod
    def _create_instance(cls, model_class: type[Page], parent: Page | None, kwargs: dict[str, Any]) -> Any:
        if parent and not kwargs.keys() & {"locale", "locale_id"}:
            # As Wagtail finds it, which reads the parent anew with all its text.
            kwargs["locale_id"] = parent.locale_id
        with _unlogged(), _unasked():
            if _indexes:
                page = super()._create_instance(model_class, parent, kwargs)
                writing.write_now(page.pk)
                return page
            with disable_reference_index_auto_update(), _unsearched():
                return super()._create_instance(model_class, parent, kwargs)


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


@contextmanager
def _unlogged() -> Iterator[None]:
    log = pages.log
    pages.log = lambda **entry: None
    try:
        yield
    finally:
        pages.log = log


@contextmanager
def _unasked() -> Iterator[None]:
    ask = ForeignKey.validate
    ForeignKey.validate = _filled_in  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        ForeignKey.validate = ask  # type: ignore[method-assign]


def _filled_in(key: Any, value: Any, page: Any) -> None:
    """As Django validates a foreign key, without asking for what it points to."""
    if not key.remote_field.parent_link:
        Field.validate(key, value, page)
