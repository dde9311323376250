"""How work grows with the text that somebody else chose."""

import time
from collections.abc import Callable


def growth(work: Callable[[str], object], piece: str, length: int) -> float:
    """How many times as long twice the text takes: about two, or four where the work is quadratic.

    Args:
        length: of the longer text, in characters.
    """
    small, large = (piece * (size // len(piece)) for size in (length // 2, length))
    # The least of five leaves out what a busy machine added.
    return min(_seconds(work, large) / _seconds(work, small) for _attempt in range(5))


def _seconds(work: Callable[[str], object], text: str) -> float:
    best = float("inf")
    for _turn in range(3):
        began = time.thread_time()
        work(text)
        best = min(best, time.thread_time() - began)
    return best
