"""Parts of a form, and additions to it: what to ask again, what was not asked before."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from moduli.conditions import Chosen, asked_form, depending_on, visible
from moduli.files.kinds import FILE_KINDS
from moduli.shape import Answers, Question, Schema, Step, walk
from moduli.types.registry import type_of

# Of the step that holds added documents: further ones go there too.
ADDED_STEP = "documenti-aggiunti"
_ADDED_FILE = "documento"
# A document that was forgotten comes in whatever shape it exists in.
_ADDED_KINDS = ("pdf", "signed", "image", "text")
_ADDED_MEGABYTES, _ADDED_FILES = 10, 3


@dataclass(frozen=True)
class Asked:
    """A question that was asked of somebody. `depth` is 0 for the questions of the step."""

    step: Step
    question: Question
    depth: int


def asked_of(schema: Schema, answers: Answers) -> list[Asked]:
    """The questions that these answers made visible, in the order of the form."""
    return [
        Asked(step, question, depth)
        for step in asked_form(schema, answers)["steps"]
        for question, depth in visible(step["questions"], answers, Chosen())
        if not type_of(question).asks_nothing
    ]


def part_of(schema: Schema, keys: Collection[str]) -> Schema:
    """The form without the questions that have nothing to do with `keys`.

    A question that another one opens comes with that one and with all that it opens: what was answered there
    decides whether it is asked at all. So do those that depend on a question that is open, in whatever step.
    Steps of which nothing is left are left out.
    """
    found, known = set(keys), -1
    # What comes with a question may be what others depend on.
    while len(found) != known:
        known = len(found)
        found |= depending_on(schema, keys_of(_only(schema, found)))
    return _only(schema, found)


def keys_of(schema: Schema) -> set[str]:
    """The keys of all questions of a form, nested ones included."""
    return {question["key"] for step in schema["steps"] for question in walk(step["questions"])}


def with_files(schema: Schema, title: str, files: Iterable[tuple[str, str]]) -> tuple[Schema, list[str]]:
    """The form with further documents that are asked for, in a last step.

    Args:
        title: of that step, if there is none yet.
        files: label and help of each.

    Returns:
        The form, and the keys of the new questions.
    """
    steps = [step for step in schema["steps"] if step["key"] != ADDED_STEP]
    former = [
        question for step in schema["steps"] if step["key"] == ADDED_STEP for question in step["questions"]
    ]
    added = [
        _file(f"{_ADDED_FILE}-{number}", label, help_text)
        for number, (label, help_text) in enumerate(files, start=len(former) + 1)
    ]
    titles = [step["title"] for step in schema["steps"] if step["key"] == ADDED_STEP] or [title]
    last: Step = {"key": ADDED_STEP, "title": titles[0], "intro": "", "questions": [*former, *added]}
    return {**schema, "steps": [*steps, last]}, [question["key"] for question in added]


def _only(schema: Schema, keys: Collection[str]) -> Schema:
    """The questions of these keys with what opens them and what they open, and the steps that hold any."""
    steps: list[Step] = [{**step, "questions": _with(step["questions"], keys)} for step in schema["steps"]]
    return {**schema, "steps": [step for step in steps if step["questions"]]}


def _with(questions: list[Question], keys: Collection[str]) -> list[Question]:
    return [question for question in questions if any(below["key"] in keys for below in walk([question]))]


def _file(key: str, label: str, help_text: str) -> Question:
    return {  # type: ignore[typeddict-unknown-key]
        "key": key,
        "type": "file",
        "label": label,
        "help": help_text,
        "required": True,
        "extensions": [extension for kind in _ADDED_KINDS for extension in FILE_KINDS[kind].extensions],
        "max_bytes": _ADDED_MEGABYTES * 1024 * 1024,
        "max_files": _ADDED_FILES,
    }
