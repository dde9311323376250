"""Which of the machine's cores a measured server and its load have, so that neither takes from the other."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

# Of the server, and of whoever asks it; where there is one core, both have it.
SERVER, LOAD = 0, -1


@contextmanager
def on_core(number: int) -> Iterator[None]:
    """This process, and whoever is started within, stays on that core of those that it has."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(before)[number]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
