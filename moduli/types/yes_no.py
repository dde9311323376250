"""Yes or no, each of which may open more questions."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import Block

from moduli.branches import Level
from moduli.eligibility import EligibilityQuestionBlock
from moduli.leading_out import FoldedLeadsOutBlock, LeadsOutBlock, all_lead_out, with_way_out
from moduli.shape import Option, Question
from moduli.types.base import Copier, QuestionBlock, written_text
from moduli.types.choice import Choice
from moduli.types.registry import register

# One of each for all levels, so that the edit page carries its definition once.
_YES_OUT = FoldedLeadsOutBlock(label=gettext_lazy("Il sì porta fuori?"))
_NO_OUT = FoldedLeadsOutBlock(label=gettext_lazy("Il no porta fuori?"))


class YesNoBlock(QuestionBlock):
    def unanswerable(self, value: Any) -> Mapping[str, str]:
        said = all_lead_out([value.get("yes_out"), value.get("no_out")])
        return {"label": said} if said else {}

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
    blank = gettext_lazy("Rispondi a «%(question)s»: scegli sì o no.")

    def block(self, level: Level) -> Block:
        return YesNoBlock(
            [
                *level.branch("if_yes", gettext_lazy("Domande che si aprono con il sì")),
                ("yes_out", _YES_OUT),
                *level.branch("if_no", gettext_lazy("Domande che si aprono con il no")),
                ("no_out", _NO_OUT),
            ]
        )

    def freeze(self, value: Any, copier: Copier) -> dict[str, Any]:
        yes: Option = {"key": "yes", "label": _("Sì"), "questions": copier.questions(value.get("if_yes"))}
        no: Option = {"key": "no", "label": _("No"), "questions": copier.questions(value.get("if_no"))}
        return {"options": [_with_way_out(yes, value.get("yes_out")), _with_way_out(no, value.get("no_out"))]}


def _with_way_out(option: Option, out: Any) -> Option:
    return with_way_out(option, out, written_text(out or {}, "why"))
