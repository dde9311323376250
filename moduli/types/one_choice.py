"""One of several options."""

from typing import Any

from django.utils.translation import gettext_lazy
from wagtail.blocks import Block

from moduli.branches import Level
from moduli.shape import Question
from moduli.types.base import Copier, QuestionBlock
from moduli.types.choice import Choice, frozen_options
from moduli.types.registry import register


class OneChoiceBlock(QuestionBlock):
    class Meta:
        label = gettext_lazy("Una scelta")
        icon = "radio-full"


@register
class OneChoice(Choice[Question]):
    key = "one_choice"
    position = 10
    block_class = OneChoiceBlock
    seconds = 10
    blank = gettext_lazy("Scegli una risposta.")

    def block(self, level: Level) -> Block:
        return OneChoiceBlock([("options", level.options)])

    def freeze(self, value: Any, copier: Copier) -> dict[str, Any]:
        return {"options": frozen_options(value, copier)}
