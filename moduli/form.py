"""The Django form of one step.

What is asked depends on what was chosen, and the server alone decides it: a form validates exactly the
questions that the choices in the same data make visible. An answer to any other question is not read, so
hiding a question in the page is never a way to skip it or to slip something in.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from moduli.files.checking import CheckedFile
from moduli.files.upload import Upload, named_uploads
from moduli.nodes import Node, OptionNode
from moduli.shape import Answers, Option, Question, Step, chosen_options, is_blank, walk
from moduli.text import plain_text_data
from moduli.types.base import KEPT, AttachmentsField
from moduli.types.registry import type_of
from portal.forms.public import PublicForm

# Name of the hidden inputs that say which branches the page held when it was sent.
SHOWN = "shown"
# Name of the hidden inputs that say which files the page held: who chooses another option, and then the first
# one again, finds its files there and need not send them once more.
ATTACHED = "attached"
# What is kept of an answer that is not valid yet, in characters. Whoever reads requests should refuse longer
# texts, and say so.
TYPED_LIMIT = 200_000


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
        super().__init__(None if data is None else plain_text_data(data), files, auto_id="%s", initial={})
        shown = self.data.getlist(ATTACHED) if isinstance(self.data, MultiValueDict) else []
        self._uploads = named_uploads(answers, uploads, shown)
        self._every_field: dict[str, Field] = {}
        self._questions: dict[str, Question] = {}
        for question in answerable(step["questions"]):
            name, kind = name_of(question), type_of(question)
            made = kind.form_field(question)
            if isinstance(made, AttachmentsField):
                made.kept = self._uploads.get(question["key"], [])
                made.dropped = (dropped or {}).get(name, [])
            elif (answer := answers.get(question["key"])) is not None:
                self.initial[name] = kind.show(question, answer)
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
            question = self._questions[name]
            key, value = question["key"], self.cleaned_data.get(name)
            if isinstance(made, AttachmentsField):
                if stored := self._uploads.get(key):
                    kept[key] = [str(upload.public_id) for upload in stored]
            elif not is_blank(value):
                kept[key] = type_of(question).keep(question, value)
        return kept

    def typed(self) -> Answers:
        """What a draft keeps of this step: valid answers, and the others as they were typed.

        So nothing typed is lost, and every rule is checked again before sending. Questions of the step that
        are hidden or left blank are there with None, which takes the place of an earlier answer.
        """
        kept: Answers = {question["key"]: None for question in self._questions.values()}
        kept |= self.answers()
        for name, made in self.fields.items():
            if name in self.errors and not isinstance(made, AttachmentsField):
                raw = made.widget.value_from_datadict(self.data, self.files, name)
                if not is_blank(raw):
                    kept[self._questions[name]["key"]] = raw[:TYPED_LIMIT]
        return kept

    def file_keys(self) -> set[str]:
        """The keys of the visible questions that are answered with files."""
        return {
            self._questions[name]["key"]
            for name, made in self.fields.items()
            if isinstance(made, AttachmentsField)
        }

    def new_files(self) -> list[tuple[str, CheckedFile]]:
        """The good files of this request with the key of their question, even when the form has errors."""
        self.errors  # noqa: B018 - validates
        return [
            (self._questions[name]["key"], checked)
            for name, made in self.fields.items()
            if isinstance(made, AttachmentsField)
            for checked in made.accepted
        ]

    def refuse(self, key: str, checked: CheckedFile, sentence: str = "") -> None:
        """Says of a good file of this request that the portal did not store it, and why."""
        sentence = sentence or _(
            "Il file «%(name)s» non è stato salvato per un guasto del portale: riprova tra qualche minuto."
        )
        name = next(name for name, question in self._questions.items() if question["key"] == key)
        self.add_error(name, ValidationError(sentence, params={"name": checked.name}))

    def refused_files(self) -> dict[str, list[str]]:
        """Why files of this request were not taken, by question key.

        A text that is not valid yet is kept as it was typed; a refused file is gone, so the person must know.
        """
        refused: dict[str, list[str]] = {}
        for name, errors in self.errors.items():
            if isinstance(self.fields.get(name), AttachmentsField):
                # What is wrong with a file that was taken earlier is found out again (`KEPT`).
                told = [error for error in errors.as_data() if error.code not in ("required", KEPT)]
                if told:
                    refused[self._questions[name]["key"]] = [
                        str(message) for error in told for message in error.messages
                    ]
        return refused

    def tell(self, refused: Mapping[str, Iterable[str]]) -> None:
        """Says of the visible questions why files were not taken (`refused_files`)."""
        for name, made in self.fields.items():
            if isinstance(made, AttachmentsField):
                for message in refused.get(self._questions[name]["key"], ()):
                    self.add_error(name, message)

    def attach(self, upload: Upload) -> None:
        """Counts a file of this request, just stored, among the answers."""
        self._uploads.setdefault(upload.question_key, []).append(upload)

    def remark(self, keys: Collection[str], sentence: str) -> None:
        """Says something of these questions, after what explains them."""
        for name, question in self._questions.items():
            if question["key"] in keys:
                made = self._every_field[name]
                made.help_text = " ".join(part for part in (str(made.help_text), sentence) if part)

    def nodes(self) -> list[Node]:
        """The tree of what the page draws, branches that are not chosen included."""
        return self._nodes(self.step["questions"])

    @property
    def every_field(self) -> Mapping[str, Field]:
        """The fields of all questions by name, also of those that are not asked now."""
        return self._every_field

    def has_required_fields(self) -> bool:
        return any(made.required for made in self._every_field.values())

    def _nodes(self, questions: list[Question]) -> list[Node]:
        return [self._node(question) for question in questions]

    def _node(self, question: Question) -> Node:
        kind = type_of(question)
        if kind.asks_nothing:
            return Node(question, kind)
        name = name_of(question)
        control = self._every_field[name].get_bound_field(self, name)
        node = Node(question, kind, control, uploads=self._uploads.get(question["key"], []))
        if options := question.get("options"):
            chosen = self._chosen(question)
            node.options = [
                OptionNode(
                    widget, branch_of(question, option), option in chosen, self._nodes(option["questions"])
                )
                for widget, option in zip(control.subwidgets, options, strict=True)
            ]
        return node

    def _chosen(self, question: Question) -> list[Option]:
        """The options chosen in the data, or in the answers kept when there is no data."""
        name = name_of(question)
        if self.is_bound:
            value = self._every_field[name].widget.value_from_datadict(self.data, self.files, name)
        else:
            value = self.initial.get(name)
        return chosen_options(question, value)

    def _visible(self, questions: list[Question]) -> Iterator[Question]:
        for question in questions:
            if type_of(question).asks_nothing:
                continue
            yield question
            for option in self._chosen(question):
                yield from self._visible(option["questions"])

    def _chosen_branches(self, questions: list[Question]) -> Iterator[str]:
        for question in self._visible(questions):
            for option in self._chosen(question):
                if option["questions"]:
                    yield branch_of(question, option)


def answerable(questions: list[Question]) -> Iterator[Question]:
    """The questions of all levels that somebody can answer."""
    return (question for question in walk(questions) if not type_of(question).asks_nothing)


def name_of(question: Question) -> str:
    """Name and id of the control of a question, the same in every rendering."""
    return f"q-{question['key']}"


def branch_of(question: Question, option: Option) -> str:
    """Names the branch that an option opens."""
    return f"{question['key']}.{option['key']}"
