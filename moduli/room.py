"""The room that a question has on paper."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Room:
    """Where the answer goes.

    Attributes:
        lines: to write on.
        tick: what stands beside a box to tick, where the question is not a choice.
        how: how to answer, where the room does not say it.
    """

    lines: int = 1
    tick: str = ""
    how: str = ""
