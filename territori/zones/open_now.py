"""How much there is to take part in, by zone: asked of the apps above, which announce themselves."""

from collections import Counter
from collections.abc import Callable, Collection

# Given the keys of zones and that of a language; zones of which there is nothing may be left out.
Counting = Callable[[Collection[int], int], dict[int, int]]

_counting: list[Counting] = []


def register(counting: Counting) -> None:
    """Adds what is counted; the app calls it once, in `AppConfig.ready`."""
    _counting.append(counting)


def open_calls(zones: Collection[int], locale_id: int) -> Counter[int]:
    """The number of open calls of a language for each zone, by its key; 0 for one that has none."""
    found: Counter[int] = Counter()
    for counting in _counting:
        found.update(counting(zones, locale_id))
    return found
