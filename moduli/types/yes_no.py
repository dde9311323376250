"""Yes or no, each of which may open more questions."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import Block

from moduli.branches import Level
from moduli.eligibility import EligibilityQuestionBlock, LeadsOutBlock
from moduli.shape import Option, Question
from moduli.types.base import Copier, QuestionBlock
from moduli.types.choice import Choice, with_way_out
from moduli.types.registry import register


class YesNoBlock(QuestionBlock):
    class Meta:
        label = gettext_lazy("Sì o no")
        icon = "check"


class EligibilityYesNoBlock(EligibilityQuestionBlock):
    yes_out = LeadsOutBlock(label=gettext_lazy("Chi risponde sì"))
    no_out = LeadsOutBlock(label=gettext_lazy("Chi risponde no"))

    class Meta:
        label = gettext_lazy("Sì o no")
        icon = "check"

    def outs(self, value: Any) -> list[Any]:
        return [value["yes_out"], value["no_out"]]


@register
class YesNo(Choice[Question]):
    key = "yes_no"
    decides = True
    position = 30
    block_class = YesNoBlock
    eligibility_block_class = EligibilityYesNoBlock
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
        yes: Option = {"key": "yes", "label": _("Sì"), "questions": copier.questions(value.get("if_yes"))}
        no: Option = {"key": "no", "label": _("No"), "questions": copier.questions(value.get("if_no"))}
        return {"options": [with_way_out(yes, value.get("yes_out")), with_way_out(no, value.get("no_out"))]}
