"""Errands that tell whether one knows of another, and that fail (`tests.load.test_errands`)."""

import os
from typing import Any

from tests.load.errands import serve

_DONE: list[int] = []


def count() -> int:
    """How many were done, as this one knows."""
    _DONE.append(1)
    print("Counted.")  # noqa: T201 - as what loads data says
    return len(_DONE)


def fail(why: str) -> Any:
    raise ValueError(why)


def die(status: int) -> Any:
    os._exit(status)


if __name__ == "__main__":
    serve({"count": count, "fail": fail, "die": die})
