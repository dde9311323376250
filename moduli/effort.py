"""What a form asks of whoever fills it in, before they begin: which documents, and how much time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from moduli.kinds import kinds
from moduli.shape import Question, Schema, Step, walk
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
        for file in _files(step["questions"], depends="only_if" in step):
            same = found.setdefault((file.label, file.hint), file)
            # Whoever is asked in one place without a condition needs it.
            found[file.label, file.hint] = replace(
                file,
                is_required=file.is_required or same.is_required,
                depends=file.depends and same.depends,
            )
    return list(found.values())


def seconds_to_fill_in(schema: Schema) -> float:
    """An estimate from the types of the questions: of what options open, the average of the options.

    What depends on the kind of who answers, or on what was chosen above, counts for as many as are asked if
    all choose evenly.
    """
    options = {
        question["key"]: len(question.get("options", []))
        for step in schema["steps"]
        for question in walk(step["questions"])
    }
    return sum(_seconds(step["questions"], options) * _share(step, options) for step in schema["steps"])


def _files(questions: list[Question], *, depends: bool) -> Iterator[NeededFile]:
    for question in questions:
        kind, hangs = type_of(question), depends or "only_if" in question
        if kind.takes_files:
            yield NeededFile(question["label"], kind.hint(question), question["required"], hangs)
        for option in question.get("options", []):
            yield from _files(option["questions"], depends=True)


def _seconds(questions: list[Question], options: Mapping[str, int]) -> float:
    total = 0.0
    for question in questions:
        seconds = float(type_of(question).seconds)
        if below := question.get("options"):
            seconds += sum(_seconds(option["questions"], options) for option in below) / len(below)
        total += seconds * _share(question, options)
    return total


def _share(asked: Question | Step, options: Mapping[str, int]) -> float:
    """Which part of those who answer is asked."""
    only_if = asked.get("only_if", {})
    share = len(only_if["kinds"]) / max(len(kinds()), 1) if "kinds" in only_if else 1.0
    for answer in only_if.get("answers", []):
        share *= len(answer["options"]) / max(options.get(answer["question"], 1), 1)
    return share
