"""A passage between the questions; nothing is answered here."""

from typing import Any

from django.utils.translation import gettext_lazy
from wagtail.blocks import CharBlock, StructBlock, TextBlock

from moduli.only_if import ONLY_IF_BLOCK
from moduli.shape import Question
from moduli.types.base import Copier, QuestionType, written_text
from moduli.types.registry import register


class TextOnlyQuestion(Question):
    text: str


class TextOnlyBlock(StructBlock):
    label = CharBlock(label=gettext_lazy("Titolo"), required=False, max_length=255)
    text = TextBlock(
        label=gettext_lazy("Testo"), help_text=gettext_lazy("Una riga vuota separa due paragrafi.")
    )
    only_if = ONLY_IF_BLOCK

    class Meta:
        label = gettext_lazy("Solo testo")
        icon = "doc-full"


@register
class TextOnly(QuestionType[TextOnlyQuestion]):
    key = "text_only"
    position = 180
    block_class = TextOnlyBlock
    seconds = 10
    template = "moduli/text_only.html"
    asks_nothing = True

    def label(self, value: Any) -> str:
        return written_text(value, "label")

    def wording(self, question: TextOnlyQuestion) -> str:
        return "\n".join(part for part in (question["label"], question["text"]) if part)

    def freeze(self, value: Any, copier: Copier) -> dict[str, Any]:
        return {"text": written_text(value, "text")}
