"""Questions asked before anything else, an answer to which may lead out: this is not for you, and why.

They are choices like any other, in a step of their own at the head of the form, so whatever reads a form
reads them too. What leading out means is the same as anywhere (`moduli.leading_out`).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import CharBlock, StructBlock, StructBlockValidationError

from moduli.leading_out import all_lead_out
from moduli.shape import Schema, Step


class EligibilityQuestionBlock(StructBlock):
    """A question of which some answers lead out and some do not. It is always to be answered."""

    label = CharBlock(label=gettext_lazy("Domanda"), max_length=255)
    help = CharBlock(
        label=gettext_lazy("Aiuto"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Una frase che aiuta a rispondere. Solo testo, senza formattazione."),
    )

    def outs(self, value: Any) -> list[Any]:
        """What stands beside each of its answers."""
        raise NotImplementedError

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        outs = self.outs(value)
        said = all_lead_out(outs)
        if not said and not any(out.get("leads_out") for out in outs):
            said = _(
                "Nessuna risposta porta fuori: spunta quella di chi non può partecipare, oppure metti la "
                "domanda in un passo."
            )
        if not said:
            return value
        raise StructBlockValidationError(block_errors={"label": ValidationError(said)})


def eligibility_step(schema: Schema) -> Step | None:
    """The questions that are asked before anything else, if there are any."""
    return next((step for step in schema["steps"] if step.get("eligibility")), None)
