"""What a page draws: the questions of a step as a tree, with the control of each."""

from dataclasses import dataclass, field
from typing import Any

from django.forms.boundfield import BoundField

from moduli.files.upload import Upload
from moduli.shape import Question, Step
from moduli.types.base import QuestionType

# Name of the control in which a page that shows the whole form asks of which kind somebody is.
KIND = "applicant_kind"


def conditions_of(asked: Question | Step) -> str:
    """On what a question or a step depends: names of controls with their values, all of which must hold.

    Read by `frontend/src/js/nested-questions.js`.
    """
    only_if = asked.get("only_if", {})
    kinds = [f"{KIND}:{','.join(only_if['kinds'])}"] if "kinds" in only_if else []
    answers = [f"q-{one['question']}:{','.join(one['options'])}" for one in only_if.get("answers", [])]
    return " ".join([*kinds, *answers])


@dataclass
class OptionNode:
    """An option as the page draws it, with what it opens.

    Attributes:
        stops: what is said of whoever chooses it, where it leads out and the page tells that beforehand.
    """

    widget: Any
    branch: str
    chosen: bool
    nodes: list["Node"]
    stops: str = ""


@dataclass
class Node:
    """A question as the page draws it.

    Attributes:
        control: None where nothing is answered.
        only_if: on what it depends, as the script reads it (`conditions_of`); empty for nothing.
        is_asked: whether that holds.
    """

    question: Question
    kind: QuestionType[Any]
    control: BoundField | None = None
    options: list[OptionNode] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)
    only_if: str = ""
    is_asked: bool = True

    @property
    def template(self) -> str:
        """A question that says more below its options is drawn with that, whatever its type."""
        says_more = self.opens_questions or any(option.stops for option in self.options)
        return "moduli/branching.html" if says_more else self.kind.template

    @property
    def parts(self) -> Any:
        """See `QuestionType.parts`."""
        return self.kind.parts(self.question, self.control) if self.control is not None else None

    @property
    def opens_questions(self) -> bool:
        return any(option.nodes for option in self.options)

    @property
    def has_room(self) -> bool:
        """Whether another file may be added."""
        return self.kind.has_room(self.question, len(self.uploads))
