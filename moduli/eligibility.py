"""Questions asked before anything else, an answer to which may lead out: this is not for you, and why.

They are choices like any other, in a step of their own at the head of the form, so whatever reads a form
reads them too. An answer that leads out is not a valid one: nobody can send it.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    PageChooserBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
)

from moduli.shape import Answers, Schema, Step, chosen_options


class LeadsOutBlock(StructBlock):
    """Whether an answer leads out, why, and where to."""

    leads_out = BooleanBlock(
        label=gettext_lazy("Chi risponde così non può partecipare"),
        required=False,
    )
    why = TextBlock(
        label=gettext_lazy("Perché, e che cosa può fare"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy(
            "Per esempio: «L’avviso è per chi ha compiuto 18 anni. Puoi venire agli incontri aperti a "
            "tutti.» Sotto compaiono da soli i contatti della pagina e ciò che è aperto adesso."
        ),
    )
    page = PageChooserBlock(
        label=gettext_lazy("Pagina a cui mandare"),
        required=False,
        help_text=gettext_lazy("Un altro avviso, un evento o una pagina del sito."),
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if self.is_deferred_validation or not value.get("leads_out") or value.get("why"):
            return value
        said = ValidationError(_("Scrivi perché: chi risponde così deve sapere come mai si ferma qui."))
        raise StructBlockValidationError(block_errors={"why": said})

    class Meta:
        form_classname = "struct-block leads-out"


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
        leading = [bool(out.get("leads_out")) for out in self.outs(value)]
        if all(leading):
            said = _(
                "Ogni risposta porta fuori: nessuno potrebbe partecipare. Lasciane almeno una che entra."
            )
        elif not any(leading):
            said = _(
                "Nessuna risposta porta fuori: spunta quella di chi non può partecipare, oppure metti la "
                "domanda in un passo."
            )
        else:
            return value
        raise StructBlockValidationError(block_errors={"label": ValidationError(said)})


@dataclass(frozen=True)
class WayOut:
    """An answer that leads out.

    Attributes:
        question, answer: in words.
        why: what the editor says to whoever gave it.
        page_id: of the page where they are sent instead, if there is one.
    """

    question: str
    answer: str
    why: str
    page_id: int | None


def eligibility_step(schema: Schema) -> Step | None:
    """The questions that are asked before anything else, if there are any."""
    return next((step for step in schema["steps"] if step.get("eligibility")), None)


def ways_out(step: Step, answers: Answers) -> list[WayOut]:
    """The answers to a step that lead out; answers are given by the key of the question."""
    return [
        WayOut(question["label"], option["label"], out["why"], out["page"])
        for question in step["questions"]
        for option in chosen_options(question, answers.get(question["key"]))
        if (out := option.get("leads_out"))
    ]
