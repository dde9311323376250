"""A form as a StreamField stores it, walked through."""

from collections.abc import Iterator
from typing import Any

from moduli.blocks import MAX_DEPTH

Stored = dict[str, Any]


def branches(question: Stored) -> list[list[Stored]]:
    """The lists of questions that a question may open."""
    value = question["value"]
    named = [value[name] for name in ("if_yes", "if_no") if name in value]
    options = value.get("options")
    of_options = options if isinstance(options, list) else []
    return named + [option["value"]["questions"] for option in of_options if "questions" in option["value"]]


def streams(questions: list[Stored], depth: int) -> Iterator[tuple[list[Stored], int]]:
    yield questions, depth
    if depth < MAX_DEPTH:
        for question in questions:
            for branch in branches(question):
                yield from streams(branch, depth + 1)


def height(question: Stored) -> int:
    """How many levels of questions stand below it."""
    below = [height(inner) + 1 for branch in branches(question) for inner in branch]
    return max(below, default=0)


def blocks(block: Any) -> Iterator[Stored]:
    """A stored block and all inside it that have an id."""
    if isinstance(block, dict):
        if "id" in block:
            yield block
        for inner in block.values():
            yield from blocks(inner)
    elif isinstance(block, list):
        for inner in block:
            yield from blocks(inner)
