"""What a page draws: the questions of a step as a tree, with the control of each."""

from dataclasses import dataclass, field
from typing import Any

from django.forms.boundfield import BoundField

from moduli.files.upload import Upload
from moduli.shape import Question
from moduli.types.base import QuestionType


@dataclass
class OptionNode:
    """An option as the page draws it, with what it opens."""

    widget: Any
    branch: str
    chosen: bool
    nodes: list["Node"]


@dataclass
class Node:
    """A question as the page draws it. `control` is None where nothing is answered."""

    question: Question
    kind: QuestionType[Any]
    control: BoundField | None = None
    options: list[OptionNode] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)

    @property
    def template(self) -> str:
        """A question that opens others is drawn with them, whatever its type."""
        return "moduli/branching.html" if self.opens_questions else self.kind.template

    @property
    def opens_questions(self) -> bool:
        return any(option.nodes for option in self.options)

    @property
    def has_room(self) -> bool:
        """Whether another file may be added."""
        return self.kind.has_room(self.question, len(self.uploads))
