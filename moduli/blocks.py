"""The form that an editor composes, as StreamField blocks.

A page holds steps, a step holds questions, and an option of a choice may reveal nested questions: a condition
that is a place in the tree cannot point to a question that is gone, nor in a circle. Questions and steps may
besides depend on the kind of who answers and on choices above them (`moduli.only_if`). `schema.freeze` turns
the tree into plain data; nothing else reads these blocks, but for what is told an editor.

Wagtail saves half-typed drafts (and does so by itself, with autosave): it calls `defer_required_validation`
on the whole tree first, so every rule that could reject an unfinished draft asks
`self.is_deferred_validation` and holds only when the page is published or sent to moderation.
"""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    Block,
    CharBlock,
    StreamBlock,
    StreamBlockValidationError,
    StructBlock,
    TextBlock,
)

from moduli.branches import Level, QuestionsBlock
from moduli.only_if import ONLY_IF_BLOCK
from moduli.types.registry import question_types

# How many levels of questions an option may open below the questions of the step.
# The edit page's block definitions weigh 255, 333 and 410 KB at one, two and three levels of questions
# (22 types, before sharing), which is why this is not simply "many".
MAX_DEPTH = 2


def question_blocks(depth: int = 0) -> list[tuple[str, Block]]:
    """The question blocks that may stand at `depth`; 0 are the questions of a step.

    At `MAX_DEPTH` choices lose their branches and keep the rest of their JSON, so changing the constant
    does not change what is stored.
    """
    level = Level(question_blocks(depth + 1) if depth < MAX_DEPTH else [])
    return [(kind.key, kind.block(level)) for kind in question_types()]


class StepBlock(StructBlock):
    """One screen of the form."""

    title = CharBlock(label=_("Titolo del passo"), max_length=120)
    intro = TextBlock(
        label=_("Introduzione"), required=False, help_text=_("Una riga vuota separa due paragrafi.")
    )
    only_if = ONLY_IF_BLOCK
    questions = QuestionsBlock(question_blocks(), label=_("Domande"))

    class Meta:
        label = _("Passo")
        icon = "list-ol"
        form_classname = "struct-block question-step"


class EligibilityBlock(StructBlock):
    """The questions before the form (`moduli.eligibility`)."""

    title = CharBlock(
        label=_("Titolo"),
        required=False,
        max_length=120,
        help_text=_("Se resta vuoto: «Puoi partecipare?»."),
    )
    intro = TextBlock(label=_("Introduzione"), required=False)
    questions = QuestionsBlock(
        [
            (kind.key, kind.eligibility_block_class())
            for kind in question_types()
            if kind.eligibility_block_class
        ],
        label=_("Domande"),
        max_num=5,
        stays=True,
    )

    class Meta:
        label = _("Domande d’ingresso")
        icon = "key"
        form_classname = "struct-block question-step"
        help_text = _(
            "Si fanno prima di tutto, anche prima di chiedere il nome: chi non può partecipare lo scopre "
            "subito, e di lui non si salva nulla. Le risposte di chi entra restano con la candidatura o "
            "l’iscrizione. Devono stare prima dei passi."
        )


class StepsBlock(StreamBlock):
    """The whole form after the fixed first step about who is applying. May be empty.

    What is asked before all else stands first, if anything is.
    """

    step = StepBlock()
    eligibility = EligibilityBlock()

    class Meta:
        required = False
        block_counts: ClassVar[dict[str, dict[str, int]]] = {"eligibility": {"max_num": 1}}

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        places = [index for index, child in enumerate(value) if child.block_type == "eligibility"]
        if places in ([], [0]) or self.is_deferred_validation:
            return value
        said = _("Le domande d’ingresso si fanno prima di tutto: spostale sopra i passi.")
        raise StreamBlockValidationError(block_errors={places[0]: ValidationError(said)})
