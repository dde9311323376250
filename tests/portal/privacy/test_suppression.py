"""What is not told cannot be computed from what is: tried with many small tables."""

import random
from collections.abc import Iterator
from functools import cache
from itertools import product

import pytest

from portal.privacy.suppression import FEWEST_TOLD, gives_away, hidden_in, hidden_of_all

KEYS = "abcd"
Pages = list[dict[str, int]]
Cell = tuple[int, str]


def pages_of(values: tuple[int, ...], width: int) -> Pages:
    """Pages as wide as that; what nothing came of is in no table."""
    parts = [values[start : start + width] for start in range(0, len(values), width)]
    return [{key: n for key, n in zip(KEYS, part, strict=False) if n} for part in parts]


def unknown(pages: Pages, width: int) -> dict[Cell, int]:
    """What a reader is not told, and by how much each can be less.

    Of a table that is shown each figure is one or more; of one that is not, because nothing in it is told,
    any can be nothing at all.
    """
    found: dict[Cell, int] = {}
    for number, row in enumerate(pages):
        hidden = hidden_in(row)
        if row and hidden == set(row):
            found |= {(number, key): row.get(key, 0) for key in KEYS[:width]}
        else:
            found |= {(number, key): row[key] - 1 for key in hidden}
    return found


@cache
def shifts(cells: tuple[Cell, ...], told_of_all: frozenset[str]) -> list[tuple[int, ...]]:
    """The ways to move ones between cells that no sum shows: each page's is told, and some of all pages."""
    sums = [[i for i, (page, _key) in enumerate(cells) if page == number] for number in range(len(cells))]
    sums += [[i for i, (_page, key) in enumerate(cells) if key == one] for one in told_of_all]
    every = product((-1, 0, 1), repeat=len(cells))
    return [shift for shift in every if any(shift) and all(not sum(shift[i] for i in one) for one in sums)]


def computable(pages: Pages, width: int) -> list[Cell]:
    """The small figures that are hidden and that can be no other than they are."""
    slack = unknown(pages, width)
    cells = tuple(sorted(slack))
    of_all = hidden_of_all(pages)
    is_shown = not of_all >= {key for row in pages for key in row}
    told = frozenset(KEYS[:width] if is_shown else ()) - of_all
    possible = [
        shift
        for shift in shifts(cells, told)
        if all(step >= 0 or slack[cell] for cell, step in zip(cells, shift, strict=True))
    ]
    return [
        cell
        for number, cell in enumerate(cells)
        if 0 < pages[cell[0]].get(cell[1], 0) < FEWEST_TOLD and not any(shift[number] for shift in possible)
    ]


def tables() -> Iterator[tuple[Pages, int]]:
    for values in product(range(7), repeat=4):
        yield pages_of(values, 4), 4
    for values in product(range(9), repeat=4):
        yield pages_of(values, 2), 2
    chance = random.Random(86)  # noqa: S311 - the same tables each time
    for how_many_pages, width, times in ((2, 3, 3000), (3, 2, 3000), (4, 2, 1000), (3, 3, 150)):
        for _time in range(times):
            drawn = chance.choices((0, 1, 2, 3, 4, 5, 7, 12, 40), k=how_many_pages * width)
            yield pages_of(tuple(drawn), width), width


def test_no_small_figure_that_is_hidden_can_be_computed() -> None:
    given_away = [(pages, cells) for pages, width in tables() if (cells := computable(pages, width))]

    assert given_away == []


def test_the_trial_notices_what_would_be_given_away(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [{"a": 40, "b": 2, "c": 3}, {"a": 10, "b": 9, "c": 30}]
    assert computable(pages, 3) == []

    monkeypatch.setitem(globals(), "hidden_of_all", lambda _pages: set())

    assert computable(pages, 3) == [(0, "b"), (0, "c")]


def test_all_figures_of_very_few_are_hidden() -> None:
    assert hidden_in({"a": 3, "b": 1}) == {"a", "b"}
    assert hidden_of_all([{"a": 1}, {"a": 2, "b": 1}]) == {"a", "b"}


def test_where_nothing_can_protect_the_rest_nothing_is_told() -> None:
    assert hidden_in(dict.fromkeys("abcde", 1)) == set("abcde")


def test_large_figures_of_all_are_told_though_many_pages_hide_a_part() -> None:
    assert hidden_of_all([{"a": 40, "b": 2, "c": 3}] * 3) == set()


def test_what_one_page_alone_hides_is_not_told_of_all() -> None:
    assert hidden_of_all([{"a": 40, "b": 2, "c": 3}, {"a": 10, "b": 9, "c": 30}]) == {"b", "c"}


@pytest.mark.parametrize("values", [[7], [1, 1], [4, 4, 4]])
def test_a_sum_gives_away_one_alone_or_all_that_are_alike(values: list[int]) -> None:
    assert gives_away(values)
    assert not gives_away([*values, 2])
