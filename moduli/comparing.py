"""What changed between two sets of answers, question by question, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from moduli.answers import Row, Section


@dataclass(frozen=True)
class Difference:
    """A question whose answer is another one now. A side is None where the question was not asked."""

    label: str
    depth: int
    before: Row | None
    after: Row | None


@dataclass(frozen=True)
class ChangedStep:
    """The differences of one step; there is at least one."""

    key: str
    title: str
    differences: list[Difference]


def compare(before: Iterable[Section], after: Iterable[Section]) -> list[ChangedStep]:
    """The steps in which something differs, in the order in which they are asked now.

    Args:
        before, after: as `readable` gives them; a question is known again by its key.
    """
    former = {section.key: section for section in before}
    changed = []
    for section in after:
        was = former.pop(section.key, None)
        changed.append(_changed(was.rows if was else [], section.rows, section))
    # Steps that are not asked any more.
    changed += [_changed(section.rows, [], section) for section in former.values()]
    return [step for step in changed if step.differences]


def _changed(before: list[Row], after: list[Row], section: Section) -> ChangedStep:
    former, now = {row.key: row for row in before}, {row.key: row for row in after}
    found = [
        Difference(row.label, row.depth, former.get(key), now.get(key))
        for key, row in _in_order(before, after)
        if not _is_same(former.get(key), now.get(key))
    ]
    return ChangedStep(section.key, section.title, found)


def _in_order(before: list[Row], after: list[Row]) -> list[tuple[str, Row]]:
    """Every question once: as they stand now, and what is not asked any more behind what stood above it."""
    ordered = [row.key for row in after]
    rows = {row.key: row for row in [*before, *after]}
    place = -1
    for row in before:
        if row.key in ordered:
            place = ordered.index(row.key)
        else:
            place += 1
            ordered.insert(place, row.key)
    return [(key, rows[key]) for key in ordered]


def _is_same(before: Row | None, after: Row | None) -> bool:
    """Whether nobody reading both would find a difference; not asked and left blank are the same."""
    return _said(before) == _said(after)


def _said(row: Row | None) -> tuple[list[str], list[str], str]:
    return (row.values, [file.public_id for file in row.files], row.drawing) if row else ([], [], "")
