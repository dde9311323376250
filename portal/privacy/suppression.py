"""Which figures are not told, so that none by which somebody might be known can be computed (decision 86).

Small ones, from 1 to 4, are not told. What is told beside them would often give them away: the total less the
other figures of the table, or the figures of all pages less those of one. So others are not told either.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

# Fewer are not told to whoever might know the people.
FEWEST_TOLD = 5

# A row of figures by their keys: of one page, or of all.
Row = Mapping[str, int]


def gives_away(hidden: Collection[int]) -> bool:
    """Whether the sum of what is not told, which can be computed, says what each of it is.

    It does of one alone, and where all are as small, or all as large, as a small figure can be.
    """
    return len(hidden) == 1 or set(hidden) in ({1}, {FEWEST_TOLD - 1})


def hidden_in(row: Row) -> set[str]:
    """The keys of what is not told of one page, whose total is told.

    Of very few nothing is told, because one figure alone would say it of everybody; nor where nothing is left
    by which the rest could be protected.
    """
    if sum(row.values()) < FEWEST_TOLD:
        return set(row)
    return _protected(row, _small(row), set(row))


def hidden_of_all(pages: Iterable[Row]) -> set[str]:
    """The keys of what is not told of several pages together, each of which can be asked for alone.

    A sum over all, less what the pages tell, is the sum of what they do not: it is not told where it gives
    that away, nor are those of what else the same page hides. It is protected by sums of which some page
    hides a part; any other can be computed. Where pages that tell nothing can only be of one kind, none is.
    """
    whole: Counter[str] = Counter()
    not_told: dict[str, list[int]] = {}
    hidden_together = []
    for row in pages:
        whole.update(row)
        hidden = {key for key in hidden_in(row) if row[key]}
        hidden_together.append(hidden)
        for key in hidden:
            not_told.setdefault(key, []).append(row[key])
    if whole.total() < FEWEST_TOLD or len(not_told) == 1:
        return set(whole)
    exposed = {key for key, parts in not_told.items() if gives_away(parts)}
    beside = {key for hidden in hidden_together if hidden & exposed for key in hidden}
    return _protected(whole, exposed | beside | _small(whole), set(not_told))


def _small(row: Row) -> set[str]:
    return {key for key, how_many in row.items() if 0 < how_many < FEWEST_TOLD}


def _protected(row: Row, hidden: set[str], protecting: set[str]) -> set[str]:
    """These and the smallest others, of those that protect, without which they are given away; or all."""
    others = sorted(
        (how_many, key) for key, how_many in row.items() if how_many and key in protecting - hidden
    )
    for _how_many, key in others:
        if not hidden or not gives_away([row[one] for one in hidden]):
            return hidden
        hidden = hidden | {key}
    return set(row) if hidden and gives_away([row[one] for one in hidden]) else hidden
