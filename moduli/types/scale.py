"""A degree from 1 to 5 or to 10, with words at its ends."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import CharBlock, ChoiceBlock

from moduli.shape import Option, Question, chosen_options
from moduli.types.base import Copier, QuestionBlock, written_text
from moduli.types.choice import Choice
from moduli.types.registry import register
from portal.spreadsheets.cells import Cell

DEGREES = {"5": gettext_lazy("Da 1 a 5"), "10": gettext_lazy("Da 1 a 10")}
USUAL = "5"


class ScaleBlock(QuestionBlock):
    degrees = ChoiceBlock(label=gettext_lazy("Quanti gradi"), choices=list(DEGREES.items()), default=USUAL)
    lowest = CharBlock(
        label=gettext_lazy("Che cosa vuol dire 1"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Per esempio: per niente."),
    )
    highest = CharBlock(
        label=gettext_lazy("Che cosa vuol dire il grado più alto"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Per esempio: moltissimo."),
    )

    class Meta:
        label = gettext_lazy("Scala")
        icon = "bars"


@register
class Scale(Choice[Question]):
    """Kept as the degree; its options are the degrees, which open nothing."""

    key = "scale"
    position = 32
    block_class = ScaleBlock
    template = "moduli/scale.html"
    seconds = 10
    blank = gettext_lazy("Rispondi a «%(question)s»: scegli un grado della scala.")

    def freeze(self, value: Any, copier: Copier) -> dict[str, Any]:
        written = value.get("degrees")
        most = int(written if written in DEGREES else USUAL)
        ends = {1: written_text(value, "lowest"), most: written_text(value, "highest")}
        return {"options": [_degree(number, ends.get(number, "")) for number in range(1, most + 1)]}

    def words(self, question: Question, answer: Any) -> list[str]:
        return [
            _("%(degree)s su %(most)d") % {"degree": label, "most": len(question["options"])}
            for label in super().words(question, answer)
        ]

    def cell(self, question: Question, answer: Any) -> Cell:
        return int(answer) if chosen_options(question, answer) else str(answer)


def _degree(number: int, meaning: str) -> Option:
    return {"key": str(number), "label": f"{number} ({meaning})" if meaning else str(number), "questions": []}
