"""One of several options."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy
from wagtail.blocks import Block, CharBlock, StructBlock

from moduli.branches import Level, OptionsBlock
from moduli.eligibility import EligibilityQuestionBlock
from moduli.leading_out import LeadsOutBlock, all_lead_out
from moduli.shape import Question
from moduli.types.base import Copier, QuestionBlock
from moduli.types.choice import Choice, frozen_options
from moduli.types.registry import register


class OneChoiceBlock(QuestionBlock):
    def unanswerable(self, value: Any) -> Mapping[str, str]:
        said = all_lead_out(option.get("out") for option in value.get("options") or [])
        return {"label": said} if said else {}

    class Meta:
        label = gettext_lazy("Una scelta")
        icon = "radio-full"


class EligibilityOptionBlock(StructBlock):
    label = CharBlock(label=gettext_lazy("Opzione"), max_length=255)
    out = LeadsOutBlock(label=gettext_lazy("Chi sceglie questa opzione"))


class EligibilityChoiceBlock(EligibilityQuestionBlock):
    options = OptionsBlock(
        EligibilityOptionBlock(label=gettext_lazy("Opzione")),
        label=gettext_lazy("Opzioni"),
        default=[{"label": ""}, {"label": ""}],
    )

    class Meta:
        label = gettext_lazy("Una scelta")
        icon = "radio-full"

    def outs(self, value: Any) -> list[Any]:
        return [option["out"] for option in value["options"]]


@register
class OneChoice(Choice[Question]):
    key = "one_choice"
    decides = True
    position = 10
    block_class = OneChoiceBlock
    eligibility_block_class = EligibilityChoiceBlock
    seconds = 10
    blank = gettext_lazy("Rispondi a «%(question)s»: scegli una risposta.")

    def block(self, level: Level) -> Block:
        return OneChoiceBlock([("options", level.options)])

    def freeze(self, value: Any, copier: Copier) -> dict[str, Any]:
        return {"options": frozen_options(value, copier)}
