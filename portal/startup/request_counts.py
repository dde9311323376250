"""Requests counted by all processes of gunicorn, in memory that they share.

It is made before the processes part, so what one counted stays when it ends. Each writes in its own place:
nobody waits for a lock that a killed process would hold for ever.
"""

import mmap
import threading
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass

STATUSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
# Upper bounds in seconds; the last bucket has none.
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
PAGE_CACHE = ("hit", "miss", "pass")
_BUCKETS = len(BOUNDS) + 1
# Of each status its buckets and the sum of the seconds, then what the page cache said.
_OF_A_STATUS = _BUCKETS + 1
_ROW = len(STATUSES) * _OF_A_STATUS + len(PAGE_CACHE)
_BYTES = 8


@dataclass(frozen=True)
class Totals:
    """What all processes counted since the web server began.

    Attributes:
        buckets: by status, how many requests took at most each bound, and more than the last; not added up.
        seconds: by status, how long they took in all.
        page_cache: by what the header `X-Page-Cache` said.
    """

    buckets: dict[str, list[int]]
    seconds: dict[str, float]
    page_cache: dict[str, int]


class Counts:
    """Counters with room for so many processes at once; of more, the last ones share a place."""

    def __init__(self, places: int) -> None:
        self.places = places
        self._figures = memoryview(mmap.mmap(-1, places * _ROW * _BYTES)).cast("d")
        self.take(0)

    def free(self, taken: Collection[int]) -> int:
        """A place that none of the living processes has."""
        return next((place for place in range(self.places) if place not in taken), self.places - 1)

    def take(self, place: int) -> None:
        """To be called by a process once it is one, with the place that it writes in from now on."""
        self._begin = place * _ROW
        self._lock = threading.Lock()

    def add(self, status: int, seconds: float, page_cache: str | None) -> None:
        """Counts a request that was answered."""
        kind = min(max(status // 100, 1), len(STATUSES)) - 1
        begin = self._begin + kind * _OF_A_STATUS
        with self._lock:
            self._figures[begin + bisect_left(BOUNDS, seconds)] += 1
            self._figures[begin + _BUCKETS] += seconds
            if page_cache in PAGE_CACHE:
                self._figures[self._begin + len(STATUSES) * _OF_A_STATUS + PAGE_CACHE.index(page_cache)] += 1

    def totals(self) -> Totals:
        sums = [sum(self._figures[place * _ROW + one] for place in range(self.places)) for one in range(_ROW)]
        of_status = {name: sums[at * _OF_A_STATUS :][:_OF_A_STATUS] for at, name in enumerate(STATUSES)}
        return Totals(
            buckets={name: _whole(figures[:_BUCKETS]) for name, figures in of_status.items()},
            seconds={name: figures[_BUCKETS] for name, figures in of_status.items()},
            page_cache=dict(zip(PAGE_CACHE, _whole(sums[-len(PAGE_CACHE) :]), strict=True)),
        )


_shared: Counts | None = None


def begin(places: int) -> Counts:
    """Makes the counters that all processes share; to be called before they part."""
    global _shared
    _shared = Counts(places)
    return _shared


def shared() -> Counts | None:
    """What `begin` made; None where nobody counts."""
    return _shared


def _whole(figures: Sequence[float]) -> list[int]:
    return [int(one) for one in figures]
