"""What a type of question is: all about it in one place, so that the engine never asks which one it is.

A new type is a file in this folder (`docs/question-type.md`). The engine calls its methods in the order of
the life of a question: an editor composes it (`block`), it is frozen (`freeze`), asked (`field`, `hint`),
answered (`keep`, `show`; `room` on paper) and read (`words`).
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, Generic, NamedTuple, Protocol, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import Block, BlockGroup, BooleanBlock, CharBlock, StructBlock, StructBlockValidationError

from moduli.branches import Level
from moduli.extras import EXTRAS, ExtrasBlock, ReusableExtrasBlock, with_own_error
from moduli.files.checking import CheckedFile
from moduli.files.upload import Upload
from moduli.leading_out import LEADS_OUT
from moduli.only_if import ONLY_IF, ONLY_IF_BLOCK
from moduli.room import Room
from moduli.shape import Question
from portal.forms.public import TOO_LONG
from portal.forms.text import shortened
from portal.spreadsheets.cells import Cell

# One for all types and levels, so that the edit page carries its definition once.
REUSABLE_EXTRAS = ReusableExtrasBlock()
ONE_TIME_EXTRAS = ExtrasBlock()

# Of codes that people copy, letters in capitals: nothing that a browser corrects is one.
CODE_TYPING = {"autocapitalize": "characters", "spellcheck": "false"}

AnyQuestion = TypeVar("AnyQuestion", bound=Question)


class FoldedExtrasBlock(StructBlock):
    """A question with when it is asked, and what is rarely needed folded, under all the rest."""

    only_if: Block = ONLY_IF_BLOCK
    extras: Block = REUSABLE_EXTRAS

    def get_form_layout(self) -> BlockGroup:
        names = [name for name in self.child_blocks if name not in (ONLY_IF, EXTRAS)]
        return BlockGroup([*names, ONLY_IF, EXTRAS])


class QuestionBlock(FoldedExtrasBlock):
    """What an editor says of every question; the type is the block's name in the stream."""

    label = CharBlock(label=gettext_lazy("Domanda"), max_length=255)
    help = CharBlock(
        label=gettext_lazy("Aiuto"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Una frase che aiuta a rispondere. Solo testo, senza formattazione."),
    )
    required = BooleanBlock(label=gettext_lazy("Risposta obbligatoria"), required=False, default=True)

    # Pairs of fields (lower, upper) whose values must stand in this order.
    ordered_limits: Sequence[tuple[str, str]] = ()

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        errors = {}
        for lower, upper in self.ordered_limits:
            low, high = value.get(lower), value.get(upper)
            if low is not None and high is not None and low > high:
                errors[upper] = ValidationError(_("Il limite massimo viene prima di quello minimo."))
        for name, said in self.unanswerable(value).items():
            errors.setdefault(name, ValidationError(said))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return value

    def unanswerable(self, value: Any) -> Mapping[str, str]:
        """Why no answer could be right, by the field that makes it so."""
        return {}


# Code of what is wrong with a file that was taken, and that the question would not take now.
KEPT = "kept"


class AttachmentsField(forms.Field):
    """The field of a type that takes files, as the form uses it; `clean` fills `accepted`."""

    def __init__(self, **kwargs: Any) -> None:
        # Files of this question that were sent earlier and count.
        self.kept: Sequence[Upload] = ()
        # Names of files that were larger than anything allowed and were not even kept.
        self.dropped: list[str] = []
        # The good files of this request.
        self.accepted: list[CheckedFile] = []
        super().__init__(**kwargs)

    @property
    def stored(self) -> int:
        return len(self.kept)

    def check_announced(self, name: str, size: int) -> None:
        """Looks at what a browser says of a file before it sends it.

        Raises:
            ValidationError: it would be refused.
        """

    def too_many(self) -> ValidationError:
        """The refusal of one file more than the question takes."""
        raise NotImplementedError


class RecordColumn(NamedTuple):
    """A column of the rows of an answer."""

    key: str
    label: str


class Copier(Protocol):
    """What a type needs to freeze the questions below its own, see `schema.freeze`."""

    def key(self, block_id: str | None) -> str: ...

    def questions(self, stream: Any) -> list[Question]: ...


class QuestionType(Generic[AnyQuestion]):
    """One type of question. The registry holds one instance of each, which keeps nothing of any question.

    Stored forms and answers outlive this code: `key`, what `freeze` adds and what `keep` gives may grow, and
    must go on being read. `AnyQuestion` is the frozen shape, a `Question` with what `freeze` adds.
    """

    # Name in streams and in frozen forms. Never changes.
    key: ClassVar[str]
    # Place in the editor's menu.
    position: ClassVar[int]
    # What an editor fills in; made once, and shared by every level of the form.
    block_class: ClassVar[type[Block]]
    # What an editor fills in where it is asked before all else (`moduli.eligibility`); None: it cannot be.
    eligibility_block_class: ClassVar[type[Block] | None] = None
    # Draws the question, given its `node`.
    template: ClassVar[str] = "moduli/question.html"
    # Whether nothing is answered here; no other question about answering is then put to the type.
    asks_nothing: ClassVar[bool] = False
    # Whether others may depend on what is chosen here; its options then have block ids, or are `yes`, `no`.
    decides: ClassVar[bool] = False
    # Whether several options may be chosen together.
    takes_several: ClassVar[bool] = False
    # Whether an answer names files. `field` then gives an `AttachmentsField`.
    takes_files: ClassVar[bool] = False
    # How long most people take to answer it, in seconds: an estimate (`moduli.effort`).
    seconds: ClassVar[int] = 20
    # Whether an answer names one person or organisation and no other.
    identifies: ClassVar[bool] = False
    # Whether an answer given to one form may answer the same question of another.
    holds_elsewhere: ClassVar[bool] = True
    # Whether an answer is personal data, where the editor says nothing of it.
    personal: ClassVar[bool] = False
    # Whether reviewers find the answer above the others, where the editor says nothing of it.
    listed: ClassVar[bool] = False
    # What is said where an answer is missing: it names the thing, or the question (`%(question)s`).
    blank: ClassVar[Any] = gettext_lazy("Rispondi a «%(question)s».")
    # What a browser does while it is typed: keyboard, capitals, spelling, what it offers (`autocomplete`).
    # Never "off": a browser that goes back puts nothing into such a field again. Of what a question itself
    # decides, see `field`.
    typing: ClassVar[Mapping[str, str]] = {}
    # Django's other messages of the form field, by code.
    error_messages: ClassVar[Mapping[str, Any]] = {}

    # An editor composes it

    def block(self, level: Level) -> Block:
        """The block for one level of the form; `level` gives what an option may open."""
        return self._only_block

    @cached_property
    def _only_block(self) -> Block:
        return self.block_class()

    # It is frozen, perhaps half-typed: any entry of `value` may be missing or None

    def label(self, value: Any) -> str:
        return written_text(value, "label") or _("(domanda senza testo)")

    def is_required(self, value: Any) -> bool:
        return bool(value.get("required"))

    def freeze(self, value: Any, copier: Copier) -> Mapping[str, Any]:
        """The entries that only this type has, as plain JSON."""
        return {}

    # It is asked

    def form_field(self, question: AnyQuestion) -> forms.Field:
        """The field with all that every type shares."""
        made = self.field(
            question,
            label=question["label"],
            required=question["required"],
            help_text=self.explained(question, self.hint(question)),
            error_messages={
                "required": question.get("error") or self.blank_of(question),
                "max_length": TOO_LONG,
                **self.error_messages,
            },
        )
        made.widget.attrs = {**self.typing, **made.widget.attrs}
        return made

    def blank_of(self, question: AnyQuestion) -> str:
        """What is said where this question, of whose mistakes the editor says nothing, is not answered."""
        return str(self.blank) % {"question": shortened(question["label"])}

    def explained(self, question: AnyQuestion, rule: str) -> str:
        """What stands below the label: the editor's help, the rule, the example."""
        example = question.get("example")
        shown = _("Per esempio: %(example)s") % {"example": example} if example else ""
        return " ".join(part for part in (question["help"], rule, shown) if part)

    def complaint(self, question: AnyQuestion, error: ValidationError) -> ValidationError:
        """What is said of a wrong answer: the editor's own words first, if there are any."""
        own = str(question.get("error", ""))
        leads_out = any(one.code == LEADS_OUT for one in error.error_list)
        # Of who cannot take part nothing is wrong that could be put right.
        if not own or self.takes_files or leads_out:
            return error
        return ValidationError(with_own_error(own, " ".join(error.messages)))

    def field(self, question: AnyQuestion, **shared: Any) -> forms.Field:
        """The form field that checks an answer; `shared` is for Django's own constructor."""
        raise NotImplementedError

    def is_of_a_person(self, question: AnyQuestion) -> bool:
        """Whether an answer names one person: no organisation, and nobody who answers for others."""
        return False

    def hint(self, question: AnyQuestion) -> str:
        """What the rules of the question ask, said before anybody gets them wrong."""
        return ""

    def rules(self, question: AnyQuestion) -> str:
        """What an answer must be, to tell one version of the question from another."""
        return self.hint(question)

    def wording(self, question: AnyQuestion) -> str:
        """All that is read of the question but its explanation."""
        return question["label"]

    def parts(self, question: AnyQuestion, control: BoundField) -> Any:
        """What the type's own template draws of its control, where the control is several."""
        return None

    def has_room(self, question: AnyQuestion, stored: int) -> bool:
        """Whether a file may be added to those stored."""
        return False

    # It is answered

    def keep(self, question: AnyQuestion, value: Any) -> Any:
        """A cleaned value as the JSON that is stored."""
        return value

    def show(self, question: AnyQuestion, answer: Any) -> Any:
        """A stored answer, or what was typed and is not valid yet, as the widget shows it."""
        return answer

    def carried(self, earlier: AnyQuestion, answer: Any, question: AnyQuestion) -> Any:
        """An answer to an earlier question of the type as one to this question, which is another one."""
        return answer

    # It is filled in by hand

    def room(self, question: AnyQuestion) -> Room:
        """The room that an answer takes on paper."""
        return Room()

    # It is read

    def is_personal(self, question: AnyQuestion) -> bool:
        """Whether an answer is personal data."""
        return bool(question.get("personal", self.personal))

    def is_listed(self, question: AnyQuestion) -> bool:
        """Whether reviewers find the answer above the others."""
        return bool(question.get("listed", self.listed))

    def drawing(self, question: AnyQuestion, answer: Any) -> str:
        """What of an answer is a drawing, as the path of an SVG; empty for most."""
        return ""

    def words(self, question: AnyQuestion, answer: Any) -> list[str]:
        """An answer, never a blank one, in words; what is not valid yet reads as it was typed."""
        return [str(answer)]

    # It is put into a spreadsheet

    def is_anonymous(self, question: AnyQuestion) -> bool:
        """Whether no answer tells by itself who gave it; what is in one's own words may name anybody."""
        return False

    def heading(self, question: AnyQuestion) -> str:
        """What stands above the answers, with their unit."""
        return question["label"]

    def cell(self, question: AnyQuestion, answer: Any) -> Cell:
        """An answer, never a blank one, as one value; what is not valid yet stays as it was typed."""
        return "; ".join(self.words(question, answer))

    def record_columns(self, question: AnyQuestion) -> list[RecordColumn]:
        """The columns of a table of its own, where an answer has rows; empty for most."""
        return []

    def records(self, question: AnyQuestion, answer: Any) -> list[list[Cell]]:
        """The rows of an answer, each with a cell for every one of `record_columns`."""
        return []


def written_text(value: Any, name: str) -> str:
    """An entry of a block's value as text without blanks around it; empty when it was never typed."""
    return str(value.get(name) or "").strip()


def written_limit(value: Any, name: str) -> str | None:
    """A limit that an editor may have left blank, such as a number or a date, as text."""
    limit = value.get(name)
    return None if limit is None else str(limit)
