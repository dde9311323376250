"""The Django form of one step, and the check of a whole set of answers.

What is asked depends on what was chosen, and the server alone decides it: a form validates exactly the
questions that the choices in the same data make visible. An answer to any other question is not read, so
hiding a question in the page is never a way to skip it or to slip something in.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.forms import Field
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from moduli.fields import FilesField, field_for
from moduli.files.checking import CheckedFile
from moduli.schema import CHOICE_TYPES, Answers, Question, Schema, Step
from portal.forms import PublicForm

# Name of the hidden inputs that say which branches the page held when it was sent.
SHOWN = "shown"
# What is kept of an answer that is not valid yet; nobody types more, a program might.
TYPED_LIMIT = 20_000
# Embeddings, overrides and isolates: a name with one would turn around the rest of a row, or of a letter.
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Upload(Protocol):
    """A file that was stored earlier, as `candidature.models.UploadedFile` is."""

    public_id: Any
    question_key: str
    original_name: str
    size: int


@dataclass
class OptionNode:
    """An option as the page draws it, with what it opens."""

    widget: Any
    branch: str
    chosen: bool
    nodes: list["Node"]


@dataclass
class Node:
    """A question as the page draws it. `control` is None for a passage of text."""

    question: Question
    control: BoundField | None = None
    options: list[OptionNode] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)

    @property
    def opens_questions(self) -> bool:
        return any(option.nodes for option in self.options)

    @property
    def has_room(self) -> bool:
        """Whether another file may be added."""
        return len(self.uploads) < self.question.get("max_files", 1)


class StepForm(PublicForm):
    """The form of one step.

    `answers` are those kept so far: they fill an unbound form, and they name the files that count among
    `uploads`, the files stored so far. `dropped` are the names of files that the upload handler refused to
    store, by field name.
    """

    def __init__(
        self,
        step: Step,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict | None = None,
        *,
        answers: Answers | None = None,
        uploads: Iterable[Upload] = (),
        dropped: Mapping[str, list[str]] | None = None,
    ) -> None:
        self.step = step
        answers = answers or {}
        self._uploads = _named_uploads(answers, uploads)
        super().__init__(None if data is None else plain_text_data(data), files, auto_id="%s", initial={})
        self._every_field: dict[str, Field] = {}
        self._questions: dict[str, Question] = {}
        for question in _asked(step["questions"]):
            name = name_of(question)
            made = field_for(question, stored_files=len(self._uploads.get(question["key"], [])))
            if isinstance(made, FilesField):
                made.dropped = (dropped or {}).get(name, [])
            elif (answer := answers.get(question["key"])) is not None:
                self.initial[name] = made.show(answer) if hasattr(made, "show") else answer
            self._every_field[name] = made
            self._questions[name] = question
        self.fields = {name_of(question): self._every_field[name_of(question)] for question in self.visible()}

    def visible(self) -> list[Question]:
        """The questions that the choices made so far ask, in the order of the form."""
        return list(self._visible(self.step["questions"]))

    def unrevealed(self) -> list[str]:
        """Branches that were chosen but that the page sent did not hold.

        Not an error: without JavaScript the page could not open them. The step is shown again with them open.
        """
        if not self.is_bound:
            return []
        held = set(self.data.getlist(SHOWN) if isinstance(self.data, MultiValueDict) else [])
        return [branch for branch in self._chosen_branches(self.step["questions"]) if branch not in held]

    def answers(self) -> Answers:
        """The valid answers to the visible questions, ready to be kept as JSON.

        The answer of a file question names the files stored before; `new_files` are still to be stored.
        """
        self.errors  # noqa: B018 - validates
        kept: Answers = {}
        for name, made in self.fields.items():
            key = self._questions[name]["key"]
            value = self.cleaned_data.get(name)
            if isinstance(made, FilesField):
                if stored := self._uploads.get(key):
                    kept[key] = [str(upload.public_id) for upload in stored]
            elif not _is_blank(value):
                kept[key] = made.keep(value) if hasattr(made, "keep") else value
        return kept

    def typed(self) -> Answers:
        """What a draft keeps of this step: valid answers, and the others as they were typed.

        So nothing typed is lost, and every rule is checked again before sending. Questions of the step that
        are hidden or left blank are there with None, which takes the place of an earlier answer.
        """
        kept: Answers = {question["key"]: None for question in self._questions.values()}
        kept |= self.answers()
        for name, made in self.fields.items():
            if name in self.errors and not isinstance(made, FilesField):
                raw = made.widget.value_from_datadict(self.data, self.files, name)
                if not _is_blank(raw):
                    kept[self._questions[name]["key"]] = raw[:TYPED_LIMIT]
        return kept

    def new_files(self) -> list[tuple[str, CheckedFile]]:
        """The good files of this request with the key of their question, even when the form has errors."""
        self.errors  # noqa: B018 - validates
        return [
            (self._questions[name]["key"], checked)
            for name, made in self.fields.items()
            if isinstance(made, FilesField)
            for checked in made.accepted
        ]

    def refuse(self, key: str, checked: CheckedFile) -> None:
        """Says of a good file of this request that the portal could not store it."""
        sentence = _(
            "Il file «%(name)s» non è stato salvato per un guasto del portale: riprova tra qualche minuto."
        )
        name = next(name for name, question in self._questions.items() if question["key"] == key)
        self.add_error(name, ValidationError(sentence, code="storage", params={"name": checked.name}))

    def keep_only_refused_files(self) -> bool:
        """Forgets every error but those of files that were sent and not taken; whether there are any.

        A text that is not valid yet is kept as it was typed; a refused file is gone, so the person must know.
        """
        refused = {
            name: [error for error in errors.as_data() if error.code != "required"]
            for name, errors in self.errors.items()
            if isinstance(self.fields.get(name), FilesField)
        }
        self.forget_errors()
        for name, errors in refused.items():
            if errors:
                self.add_error(name, errors)
        return bool(self.errors)

    def attach(self, upload: Upload) -> None:
        """Counts a file of this request, just stored, among the answers."""
        self._uploads.setdefault(upload.question_key, []).append(upload)

    def forget_errors(self) -> None:
        """Makes a bound form show what was typed without complaining about it."""
        self._errors = type(self.errors)(renderer=self.renderer)

    def nodes(self) -> list[Node]:
        """The tree of what the page draws, branches that are not chosen included."""
        return self._nodes(self.step["questions"])

    def has_required_fields(self) -> bool:
        return any(made.required for made in self._every_field.values())

    def _nodes(self, questions: list[Question]) -> list[Node]:
        return [self._node(question) for question in questions]

    def _node(self, question: Question) -> Node:
        if question["type"] == "text_only":
            return Node(question)
        name = name_of(question)
        control = self._every_field[name].get_bound_field(self, name)
        node = Node(question, control, uploads=self._uploads.get(question["key"], []))
        if question["type"] in CHOICE_TYPES:
            chosen = self._chosen(question)
            node.options = [
                OptionNode(
                    widget,
                    branch_of(question, option["key"]),
                    option["key"] in chosen,
                    self._nodes(option["questions"]),
                )
                for widget, option in zip(control.subwidgets, question["options"], strict=True)
            ]
        return node

    def _chosen(self, question: Question) -> set[str]:
        """Keys of the options chosen in the data, or in the answers kept when there is no data."""
        name = name_of(question)
        if self.is_bound:
            value = self._every_field[name].widget.value_from_datadict(self.data, self.files, name)
        else:
            value = self.initial.get(name)
        return set(value) if isinstance(value, list) else {value}

    def _visible(self, questions: list[Question]) -> Iterator[Question]:
        for question in questions:
            if question["type"] == "text_only":
                continue
            yield question
            if question["type"] in CHOICE_TYPES:
                chosen = self._chosen(question)
                for option in question["options"]:
                    if option["key"] in chosen:
                        yield from self._visible(option["questions"])

    def _chosen_branches(self, questions: list[Question]) -> Iterator[str]:
        for question in questions:
            if question["type"] not in CHOICE_TYPES:
                continue
            chosen = self._chosen(question)
            for option in question["options"]:
                if option["key"] in chosen and option["questions"]:
                    yield branch_of(question, option["key"])
                    yield from self._chosen_branches(option["questions"])


class IncompleteAnswersError(Exception):
    """Some answers are missing or not valid. `steps` are the keys of the steps concerned, in order."""

    def __init__(self, steps: list[str]) -> None:
        super().__init__(f"Incomplete steps: {len(steps)}")
        self.steps = steps


def check_answers(schema: Schema, typed: Answers, uploads: Iterable[Upload] = ()) -> Answers:
    """Checks everything that a draft holds, once more and in one place, before it is sent.

    Returns the answers to the visible questions only; whatever else was in `typed` is dropped.

    Raises:
        IncompleteAnswersError: a visible question lacks a valid answer.
    """
    stored = list(uploads)
    answers: Answers = {}
    incomplete: list[str] = []
    for step in schema["steps"]:
        form = StepForm(step, as_data(step, typed), answers=typed, uploads=stored)
        if not form.is_valid():
            incomplete.append(step["key"])
        answers |= form.answers()
    if incomplete:
        raise IncompleteAnswersError(incomplete)
    return answers


def as_data(step: Step, answers: Answers) -> MultiValueDict:
    """Answers as a browser would have sent them."""
    data: MultiValueDict[str, Any] = MultiValueDict()
    for question in _asked(step["questions"]):
        answer = answers.get(question["key"])
        if question["type"] == "file" or answer is None:
            continue
        made = field_for(question)
        shown = made.show(answer) if hasattr(made, "show") else answer
        if isinstance(shown, list):
            data.setlist(name_of(question), shown)
        elif shown is not False:
            data[name_of(question)] = "on" if shown is True else shown
    return data


def name_of(question: Question) -> str:
    """Name and id of the control of a question, the same in every rendering."""
    return f"q-{question['key']}"


def branch_of(question: Question, option_key: str) -> str:
    """Names the branch that an option opens."""
    return f"{question['key']}.{option_key}"


def plain_text_data(data: Mapping[str, Any]) -> MultiValueDict:
    """Posted text without what no keyboard types: control characters (PostgreSQL refuses NUL), lone
    surrogates, marks that turn around the text after them (UAX #9). Line ends become single characters, so
    that limits count what the person sees."""
    lists = (
        data.lists() if isinstance(data, MultiValueDict) else ((key, [value]) for key, value in data.items())
    )
    return MultiValueDict({key: [_plain_text(value) for value in values] for key, values in lists})


def _is_blank(value: Any) -> bool:
    """Whether a value is no answer; the number zero is one."""
    return value is None or value is False or value in ("", [])


def _plain_text(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        character
        for character in value
        if character in "\n\t"
        or (unicodedata.category(character) not in ("Cc", "Cs") and character not in DIRECTION_MARKS)
    )


def _named_uploads(answers: Answers, uploads: Iterable[Upload]) -> dict[str, list[Upload]]:
    """The stored files that the answers name, by question. A file of another question never counts."""
    named: dict[str, list[Upload]] = {}
    for upload in uploads:
        ids = answers.get(upload.question_key)
        if isinstance(ids, list) and str(upload.public_id) in ids:
            named.setdefault(upload.question_key, []).append(upload)
    return named


def _asked(questions: list[Question]) -> Iterator[Question]:
    for question in questions:
        if question["type"] != "text_only":
            yield question
        for option in question.get("options", []):
            yield from _asked(option["questions"])
