"""The form that an editor composes, as StreamField blocks.

A page holds steps, a step holds questions, and an option of a choice may reveal nested questions. A
condition is therefore always a place in the tree: it cannot point to a question that is gone, nor in a
circle. `schema.freeze` turns the tree into plain data; nothing else reads these blocks.

Wagtail saves half-typed drafts (and does so by itself, with autosave): it calls `defer_required_validation`
on the whole tree first, so every rule that could reject an unfinished draft asks
`self.is_deferred_validation` and holds only when the page is published or sent to moderation.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block, CharBlock, StreamBlock, StructBlock, TextBlock

from moduli.branches import Level
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
    questions = StreamBlock(question_blocks(), label=_("Domande"))

    class Meta:
        label = _("Passo")
        icon = "list-ol"
        form_classname = "struct-block question-step"


class StepsBlock(StreamBlock):
    """The whole form after the fixed first step about who is applying. May be empty."""

    step = StepBlock()

    class Meta:
        required = False
