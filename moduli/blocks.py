"""The questions an editor can put on a call or event page, as StreamField blocks.

A page holds steps, a step holds questions, and an option of a choice may reveal nested questions. A
condition is therefore always a place in the tree: it cannot point to a question that is gone, nor in a
circle. `schema.freeze` turns the tree into plain data; nothing else reads these blocks.

Wagtail saves half-typed drafts (and does so by itself, with autosave): it calls `defer_required_validation`
on the whole tree first, so every rule below that could reject an unfinished draft asks
`self.is_deferred_validation` and holds only when the page is published or sent to moderation.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    Block,
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    DateBlock,
    DecimalBlock,
    IntegerBlock,
    ListBlock,
    MultipleChoiceBlock,
    StreamBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
)
from wagtail.blocks.list_block import ListBlockValidationError

from moduli.files.checking import FILE_KINDS

# How many levels of questions an option may open below the questions of the step.
# The edit page's block definitions weigh 255, 333 and 410 KB at one, two and three levels of questions
# (22 types, before sharing), which is why this is not simply "many".
MAX_DEPTH = 2

# The longest answer one long text may ask for.
LONGEST_TEXT = 10_000
# Largest single attachment that an editor may allow, in megabytes.
LARGEST_FILE = 25


class QuestionBlock(StructBlock):
    """What every question has in common; the type is the block's name in the stream."""

    label = CharBlock(label=_("Domanda"), max_length=255)
    help = CharBlock(
        label=_("Aiuto"),
        required=False,
        max_length=500,
        help_text=_("Una frase che aiuta a rispondere. Solo testo, senza formattazione."),
    )
    required = BooleanBlock(label=_("Risposta obbligatoria"), required=False, default=True)

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
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return value


class ShortTextBlock(QuestionBlock):
    max_length = IntegerBlock(
        label=_("Numero massimo di caratteri"), required=False, min_value=1, max_value=500, default=255
    )

    class Meta:
        label = _("Testo breve")
        icon = "minus"


class LongTextBlock(QuestionBlock):
    max_length = IntegerBlock(
        label=_("Numero massimo di caratteri"),
        required=False,
        min_value=1,
        max_value=LONGEST_TEXT,
        default=2000,
    )

    class Meta:
        label = _("Testo lungo")
        icon = "pilcrow"


class NumberBlock(QuestionBlock):
    minimum = DecimalBlock(label=_("Valore minimo"), required=False)
    maximum = DecimalBlock(label=_("Valore massimo"), required=False)
    whole = BooleanBlock(label=_("Solo numeri interi"), required=False, default=True)
    unit = CharBlock(
        label=_("Unità di misura"), required=False, max_length=30, help_text=_("Per esempio: anni, euro.")
    )

    ordered_limits = (("minimum", "maximum"),)

    class Meta:
        label = _("Numero")
        icon = "order"


class DateQuestionBlock(QuestionBlock):
    earliest = DateBlock(label=_("Non prima del"), required=False)
    latest = DateBlock(label=_("Non dopo il"), required=False)
    minimum_age = IntegerBlock(
        label=_("Età minima"),
        required=False,
        min_value=0,
        max_value=120,
        help_text=_(
            "Solo per una data di nascita: anni compiuti il giorno in cui si risponde. Con 0 la data non può "
            "essere nel futuro."
        ),
    )

    ordered_limits = (("earliest", "latest"),)

    class Meta:
        label = _("Data")
        icon = "date"


class EmailBlock(QuestionBlock):
    class Meta:
        label = _("Indirizzo email")
        icon = "mail"


class PecBlock(QuestionBlock):
    class Meta:
        label = _("Indirizzo PEC")
        icon = "mail"


class PhoneBlock(QuestionBlock):
    class Meta:
        label = _("Telefono")
        icon = "mobile-alt"


class TaxCodeBlock(QuestionBlock):
    holder = ChoiceBlock(
        label=_("Di chi è il codice"),
        choices=[
            ("either", _("Persona o ente")),
            ("person", _("Persona (16 caratteri)")),
            ("organisation", _("Ente (11 cifre)")),
        ],
        default="either",
    )

    class Meta:
        label = _("Codice fiscale")
        icon = "tag"


class VatNumberBlock(QuestionBlock):
    class Meta:
        label = _("Partita IVA")
        icon = "tag"


class MunicipalityBlock(QuestionBlock):
    class Meta:
        label = _("Comune")
        icon = "site"


class AddressBlock(QuestionBlock):
    class Meta:
        label = _("Indirizzo postale")
        icon = "home"


class FileBlock(QuestionBlock):
    kinds = MultipleChoiceBlock(
        label=_("Tipi di file ammessi"),
        choices=[(key, kind.label) for key, kind in FILE_KINDS.items()],
        default=["pdf", "signed"],
    )
    max_megabytes = IntegerBlock(
        label=_("Dimensione massima di un file, in MB"), min_value=1, max_value=LARGEST_FILE, default=10
    )
    max_files = IntegerBlock(label=_("Numero massimo di file"), min_value=1, max_value=10, default=1)

    class Meta:
        label = _("File")
        icon = "upload"


class DeclarationBlock(StructBlock):
    """A statement that must be ticked; it is never optional, so it has no such switch."""

    label = TextBlock(
        label=_("Dichiarazione"),
        max_length=2000,
        help_text=_("Per esempio: «Dichiaro, ai sensi del DPR 445/2000, che quanto riportato è vero»."),
    )
    help = CharBlock(label=_("Aiuto"), required=False, max_length=500)

    class Meta:
        label = _("Dichiarazione da spuntare")
        icon = "tick"


class TextOnlyBlock(StructBlock):
    """A passage between the questions; nothing is answered here."""

    label = CharBlock(label=_("Titolo"), required=False, max_length=255)
    text = TextBlock(label=_("Testo"), help_text=_("Una riga vuota separa due paragrafi."))

    class Meta:
        label = _("Solo testo")
        icon = "doc-full"


class OptionsBlock(ListBlock):
    """The options of a choice: at least two, each with its own label."""

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        if len(value) < 2:
            raise ListBlockValidationError(
                non_block_errors=ErrorList([str(_("Servono almeno due opzioni tra cui scegliere."))])
            )
        seen: set[str] = set()
        twice: dict[int, ValidationError] = {}
        for index, option in enumerate(value):
            label = " ".join(option["label"].split()).casefold()
            if label in seen:
                message = _("Questa opzione c’è già: chi risponde non saprebbe distinguerle.")
                twice[index] = StructBlockValidationError(block_errors={"label": ValidationError(message)})
            seen.add(label)
        if twice:
            raise ListBlockValidationError(block_errors=twice)
        return value


class OneChoiceBlock(QuestionBlock):
    class Meta:
        label = _("Una scelta")
        icon = "radio-full"


class SeveralChoicesBlock(QuestionBlock):
    max_choices = IntegerBlock(
        label=_("Al massimo quante"),
        required=False,
        min_value=1,
        help_text=_("Lascia vuoto se si può spuntare tutto."),
    )

    class Meta:
        label = _("Più scelte")
        icon = "tasks"


class YesNoBlock(QuestionBlock):
    class Meta:
        label = _("Sì o no")
        icon = "check"


# Types without options: one instance each serves every level, so that the edit page carries their
# definition once.
PLAIN_QUESTIONS: list[tuple[str, Block]] = [
    ("short_text", ShortTextBlock()),
    ("long_text", LongTextBlock()),
    ("number", NumberBlock()),
    ("date", DateQuestionBlock()),
    ("email", EmailBlock()),
    ("pec", PecBlock()),
    ("phone", PhoneBlock()),
    ("tax_code", TaxCodeBlock()),
    ("vat_number", VatNumberBlock()),
    ("municipality", MunicipalityBlock()),
    ("address", AddressBlock()),
    ("file", FileBlock()),
    ("declaration", DeclarationBlock()),
    ("text_only", TextOnlyBlock()),
]


def question_types(depth: int = 0) -> list[tuple[str, Block]]:
    """The question blocks that may stand at `depth`; 0 are the questions of a step.

    At `MAX_DEPTH` choices lose their branches and keep the rest of their JSON, so changing the constant
    does not change what is stored.
    """
    option: list[tuple[str, Block]] = [("label", CharBlock(label=_("Opzione"), max_length=255))]
    branches: list[tuple[str, Block]] = []
    if depth < MAX_DEPTH:
        below = question_types(depth + 1)
        option.append(
            ("questions", StreamBlock(below, label=_("Domande che questa opzione apre"), required=False))
        )
        branches = [
            ("if_yes", StreamBlock(below, label=_("Domande che si aprono con il sì"), required=False)),
            ("if_no", StreamBlock(below, label=_("Domande che si aprono con il no"), required=False)),
        ]
    # A new choice starts with two empty options, the least it can have.
    options = OptionsBlock(
        StructBlock(option, label=_("Opzione")), label=_("Opzioni"), default=[{"label": ""}, {"label": ""}]
    )
    return [
        ("one_choice", OneChoiceBlock([("options", options)])),
        ("several_choices", SeveralChoicesBlock([("options", options)])),
        ("yes_no", YesNoBlock(branches)),
        *PLAIN_QUESTIONS,
    ]


class StepBlock(StructBlock):
    """One screen of the form."""

    title = CharBlock(label=_("Titolo del passo"), max_length=120)
    intro = TextBlock(
        label=_("Introduzione"), required=False, help_text=_("Una riga vuota separa due paragrafi.")
    )
    questions = StreamBlock(question_types(), label=_("Domande"))

    class Meta:
        label = _("Passo")
        icon = "list-ol"
        form_classname = "struct-block question-step"


class StepsBlock(StreamBlock):
    """The whole form after the fixed first step about who is applying. May be empty."""

    step = StepBlock()

    class Meta:
        required = False
