"""Attempts are counted in the database, for a time, and never more are let through than the limit says."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from portal.limits import attempts
from portal.limits.attempts import Limit, TooManyAttemptsError
from portal.models import Attempt

pytestmark = pytest.mark.django_db

LIMIT = Limit("test", 3, timedelta(minutes=15))


def begin(key: str = "a", limit: Any = LIMIT, **options: Any) -> Any:
    try:
        return attempts.begin(limit, key, **options)
    except TooManyAttemptsError as refusal:
        return refusal


def let_through(*outcomes: Any) -> Any:
    return [isinstance(outcome, Attempt) for outcome in outcomes]


def test_after_so_many_attempts_the_next_is_refused_and_told_until_when() -> None:
    outcomes = [begin() for _turn in range(4)]

    assert let_through(*outcomes) == [True, True, True, False]
    assert outcomes[3].retry_at == outcomes[0].at + LIMIT.within


def test_a_refused_attempt_does_not_lengthen_the_wait() -> None:
    first = begin()
    begin()
    begin()

    assert {begin().retry_at for _turn in range(5)} == {first.at + LIMIT.within}
    assert Attempt.objects.count() == 3


def test_when_the_time_is_over_it_may_be_tried_again() -> None:
    for _turn in range(4):
        begin()
    Attempt.objects.update(at=timezone.now() - LIMIT.within)

    assert let_through(begin()) == [True]


def test_keys_and_subjects_are_counted_apart() -> None:
    for _turn in range(4):
        begin()

    assert let_through(begin("b"), begin(limit=Limit("other", 3, LIMIT.within))) == [True, True]


def test_a_success_is_not_counted() -> None:
    for _turn in range(10):
        attempts.forgive(begin())

    assert let_through(begin()) == [True]


def test_forgiving_one_attempt_leaves_the_others() -> None:
    begin()
    begin()
    attempts.forgive(begin())

    assert let_through(begin(), begin()) == [True, False]


def test_where_different_things_count_trying_one_again_is_free() -> None:
    same = [begin(about="anna") for _turn in range(10)]
    others = [begin(about=name) for name in ("bea", "carla", "dora")]

    assert all(let_through(*same))
    assert let_through(*others) == [True, True, False]
    assert let_through(begin(about="anna")) == [True]


def test_neither_an_address_nor_a_name_can_be_read_in_the_table() -> None:
    begin("203.0.113.7", about="anna@example.org")

    stored = str(list(Attempt.objects.values()))
    assert "203.0.113" not in stored
    assert "anna" not in stored


def test_what_no_limit_counts_any_more_is_forgotten() -> None:
    begin()
    old = begin("b")
    Attempt.objects.filter(pk=old.pk).update(at=timezone.now() - attempts.LONGEST_WINDOW)

    assert attempts.prune() == 1
    assert attempts.prune() == 0


def test_many_at_the_same_moment_are_never_more_than_the_limit(committed_db: None) -> None:
    def one(_number: int) -> Any:
        try:
            return begin()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(one, range(16)))

    assert sum(let_through(*outcomes)) <= LIMIT.at_most
    assert Attempt.objects.count() <= LIMIT.at_most
