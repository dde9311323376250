"""What a form asks of whoever fills it in, before they begin: which documents, and how much time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from moduli.shape import Question, Schema
from moduli.types.registry import type_of


@dataclass(frozen=True)
class NeededFile:
    """A question that is answered with files.

    Attributes:
        hint: which files, how large and how many.
        is_required: of whoever is asked.
        depends: whether it is asked only after a certain answer.
    """

    label: str
    hint: str
    is_required: bool
    depends: bool


def needed_files(schema: Schema) -> list[NeededFile]:
    """The documents to have at hand, in the order of the form; one that several options ask for once."""
    found: dict[tuple[str, str], NeededFile] = {}
    for step in schema["steps"]:
        for file in _files(step["questions"], depends=False):
            same = found.setdefault((file.label, file.hint), file)
            # Whoever is asked in one place without a condition needs it.
            found[file.label, file.hint] = replace(
                file,
                is_required=file.is_required or same.is_required,
                depends=file.depends and same.depends,
            )
    return list(found.values())


def seconds_to_fill_in(schema: Schema) -> float:
    """An estimate from the types of the questions: of what options open, the average of the options."""
    return sum(_seconds(step["questions"]) for step in schema["steps"])


def _files(questions: list[Question], *, depends: bool) -> Iterator[NeededFile]:
    for question in questions:
        kind = type_of(question)
        if kind.takes_files:
            yield NeededFile(question["label"], kind.hint(question), question["required"], depends)
        for option in question.get("options", []):
            yield from _files(option["questions"], depends=True)


def _seconds(questions: list[Question]) -> float:
    total = 0.0
    for question in questions:
        total += type_of(question).seconds
        if options := question.get("options"):
            total += sum(_seconds(option["questions"]) for option in options) / len(options)
    return total
