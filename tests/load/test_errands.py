"""Each errand begins where a new process would, and one that fails says so and stops none after it."""

import os
from collections.abc import Iterator

import pytest

from tests.load.errands import Errands


@pytest.fixture
def errands() -> Iterator[Errands]:
    errands = Errands("tests.load.counting", dict(os.environ))
    yield errands
    errands.end()


def test_an_errand_knows_nothing_of_those_before(errands: Errands) -> None:
    assert [errands.send("count", {}) for _time in range(3)] == [1, 1, 1]


def test_an_errand_that_fails_says_why(errands: Errands) -> None:
    with pytest.raises(AssertionError, match="ValueError: No such page"):
        errands.send("fail", {"why": "No such page"})
    with pytest.raises(AssertionError, match="'die' ended with 3"):
        errands.send("die", {"status": 3})
    assert errands.send("count", {}) == 1
