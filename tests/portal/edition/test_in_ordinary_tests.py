"""Within a test that is taken back the memory is the one that visitors meet (`tests.remembering`)."""

import pytest
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from portal.edition import memory
from portal.edition.memory import edition_of, remembered
from tests.home.factories import StandardPageFactory, make_home

pytestmark = pytest.mark.django_db

on_sqlite = connection.vendor == "sqlite"


class Asked:
    """What is asked for, and how many times it was made."""

    times = 0

    def make(self) -> int:
        self.times += 1
        return self.times


def ask(asked: Asked) -> int:
    return remembered(RequestFactory().get("/"), "asked", asked.make)


def test_it_is_made_once_until_something_changes() -> None:
    home, asked = make_home(), Asked()

    first = [ask(asked), ask(asked)]
    StandardPageFactory.create(parent=home)
    then = [ask(asked), ask(asked)]

    assert (first, then) == (([1, 1], [2, 2]) if on_sqlite else ([1, 2], [3, 4]))


def test_what_a_transaction_within_reads_is_made_each_time() -> None:
    asked = Asked()
    ask(asked)

    with transaction.atomic():
        assert edition_of(None) is None
        assert [ask(asked), ask(asked)] == [2, 3]


def test_where_queries_are_counted_it_is_made_each_time() -> None:
    asked = Asked()
    ask(asked)

    with CaptureQueriesContext(connection):
        assert [ask(asked), ask(asked)] == [2, 3]


@pytest.mark.parametrize("turn", [1, 2])
def test_no_test_finds_what_another_remembered(turn: int) -> None:
    assert memory._memory == ("", {})

    ask(Asked())
