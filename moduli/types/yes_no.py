"""Yes or no, each of which may open more questions."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import Block

from moduli.branches import Level
from moduli.shape import Question
from moduli.types.base import Copier, QuestionBlock
from moduli.types.choice import Choice
from moduli.types.registry import register


class YesNoBlock(QuestionBlock):
    class Meta:
        label = gettext_lazy("Sì o no")
        icon = "check"


@register
class YesNo(Choice[Question]):
    key = "yes_no"
    position = 30
    block_class = YesNoBlock
    seconds = 8
    blank = gettext_lazy("Scegli sì o no.")

    def block(self, level: Level) -> Block:
        return YesNoBlock(
            [
                *level.branch("if_yes", gettext_lazy("Domande che si aprono con il sì")),
                *level.branch("if_no", gettext_lazy("Domande che si aprono con il no")),
            ]
        )

    def freeze(self, value: Any, copier: Copier) -> dict[str, Any]:
        return {
            "options": [
                {"key": "yes", "label": _("Sì"), "questions": copier.questions(value.get("if_yes"))},
                {"key": "no", "label": _("No"), "questions": copier.questions(value.get("if_no"))},
            ]
        }
