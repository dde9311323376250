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

from moduli.conditions import Chosen, visible_by
from moduli.files.checking import CheckedFile
from moduli.files.upload import Upload, named_uploads
from moduli.leading_out import whom_it_stops
from moduli.nodes import Node, OptionNode, conditions_of
from moduli.shape import Answers, Option, Question, Step, chosen_options, is_blank, walk
from moduli.types.base import KEPT, AttachmentsField
from moduli.types.registry import type_of
from moduli.types.table_rows import RowsField
from portal.forms.public import PublicForm
from portal.forms.text import plain_text_data

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
        files: MultiValueDict[str, Any] | None = None,
        *,
        answers: Answers | None = None,
        uploads: Iterable[Upload] = (),
        dropped: Mapping[str, list[str]] | None = None,
    ) -> None:
        self.step = step
        # Whether the page says below an option that it leads out, before anybody goes on with it.
        self.tells_ways_out = False
        # Whether something else is shown than what is asked of everybody.
        self._is_changed = False
        answers = answers or {}
        super().__init__(None if data is None else plain_text_data(data), files, auto_id="%s", initial={})
        shown = self.data.getlist(ATTACHED) if isinstance(self.data, MultiValueDict) else []
        self._every_field: dict[str, Field] = {}
        self._questions: dict[str, Question] = {}
        asked = list(answerable(step["questions"]))
        # Files are not looked at, nor perhaps read, for a step that asks for none.
        asks_files = any(type_of(question).takes_files for question in asked)
        self._uploads = named_uploads(answers, uploads, shown) if asks_files else {}
        for question in asked:
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

    @property
    def is_untouched(self) -> bool:
        is_plain = not (self.tells_ways_out or self._is_changed or any(self._uploads.values()))
        return is_plain and super().is_untouched

    def add_error(self, field: str | None, error: Any) -> None:
        """An editor's own words for a mistake come before the reason (`moduli.extras`)."""
        question = self._questions.get(field) if field else None
        if question is not None and isinstance(error, ValidationError) and not _is_missing(error):
            error = type_of(question).complaint(question, error)
        super().add_error(field, error)

    def visible(self) -> list[Question]:
        """The questions that the choices made so far ask, in the order of the form."""
        return [question for question, _depth in self._asked() if not type_of(question).asks_nothing]

    def unrevealed(self) -> list[str]:
        """Branches and questions that were chosen but that the page sent did not hold.

        Not an error: without JavaScript the page could not open them. The step is shown again with them open.
        """
        if not self.is_bound:
            return []
        held = set(self.data.getlist(SHOWN) if isinstance(self.data, MultiValueDict) else [])
        return [name for name in self._revealed() if name not in held]

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

    def forget_missing(self, keys: Collection[str]) -> None:
        """Does not complain that these questions have no answer."""
        for name, errors in self.errors.as_data().items():
            question = self._questions.get(name)
            if question is not None and question["key"] in keys and all(map(_is_missing, errors)):
                del self.errors[name]

    def remark(self, keys: Collection[str], sentence: str) -> None:
        """Says something of these questions, after what explains them."""
        for name, question in self._questions.items():
            if question["key"] in keys:
                made = self._every_field[name]
                made.help_text = " ".join(part for part in (str(made.help_text), sentence) if part)
                self._is_changed = True

    def open_row(self, key: str) -> None:
        """Draws one more empty row of the table with this key, if it has room for one."""
        for name, question in self._questions.items():
            made = self._every_field[name]
            if question["key"] == key and isinstance(made, RowsField):
                made.open_rows = 1
                self._is_changed = True

    def error_lines(self) -> Iterator[tuple[str, str, str]]:
        """What is wrong in a row of a table leads to its own control."""
        for field in self.fields_with_errors():
            made = field.field
            wrong = made.wrong if isinstance(made, RowsField) else []
            for place, message in enumerate(field.errors):
                cell = wrong[place] if place < len(wrong) else ""
                target = f"{field.auto_id}-{cell}" if cell else field.focus_id
                yield target, str(field.label), str(message)

    def nodes(self) -> list[Node]:
        """The tree of what the page draws, branches that are not chosen included."""
        asked = {question["key"] for question, _depth in self._asked()}
        return self._nodes(self.step["questions"], asked)

    @property
    def every_field(self) -> Mapping[str, Field]:
        """The fields of all questions by name, also of those that are not asked now."""
        return self._every_field

    def has_required_fields(self) -> bool:
        return any(made.required for made in self._every_field.values())

    def _nodes(self, questions: list[Question], asked: Collection[str]) -> list[Node]:
        return [self._node(question, asked) for question in questions]

    def _node(self, question: Question, asked: Collection[str]) -> Node:
        kind = type_of(question)
        # Of which kind somebody is only the script knows, where a page asks that too.
        is_asked = question["key"] in asked and "kinds" not in question.get("only_if", {})
        node = Node(question, kind, only_if=conditions_of(question), is_asked=is_asked)
        if kind.asks_nothing:
            return node
        name = name_of(question)
        node.control = control = self._every_field[name].get_bound_field(self, name)
        node.uploads = self._uploads.get(question["key"], [])
        if options := question.get("options"):
            chosen = self._chosen(question)
            node.options = [
                OptionNode(
                    widget,
                    branch_of(question, option),
                    option in chosen,
                    self._nodes(option["questions"], asked),
                    whom_it_stops(option) if self.tells_ways_out else "",
                )
                for widget, option in zip(control.subwidgets, options, strict=True)
            ]
        return node

    def _asked(self) -> Iterator[tuple[Question, int]]:
        """What is asked after the choices made so far, with its depth, texts that are only read included."""
        return visible_by(self.step["questions"], self._chosen, Chosen())

    def _revealed(self) -> Iterator[str]:
        """The branches and the questions that choices of this step open."""
        for question, _depth in self._asked():
            if "only_if" in question:
                yield question["key"]
            for option in self._chosen(question):
                if option["questions"]:
                    yield branch_of(question, option)

    def _chosen(self, question: Question) -> list[Option]:
        """The options chosen in the data, or in the answers kept when there is no data."""
        if type_of(question).asks_nothing:
            return []
        name = name_of(question)
        if self.is_bound:
            value = self._every_field[name].widget.value_from_datadict(self.data, self.files, name)
        else:
            value = self.initial.get(name)
        return chosen_options(question, value)


def _is_missing(error: Any) -> bool:
    """Whether it is said that there is no answer, rather than that it is wrong."""
    return getattr(error, "code", None) == "required"


def answerable(questions: list[Question]) -> Iterator[Question]:
    """The questions of all levels that somebody can answer."""
    return (question for question in walk(questions) if not type_of(question).asks_nothing)


def name_of(question: Question) -> str:
    """Name and id of the control of a question, the same in every rendering."""
    return f"q-{question['key']}"


def branch_of(question: Question, option: Option) -> str:
    """Names the branch that an option opens."""
    return f"{question['key']}.{option['key']}"
