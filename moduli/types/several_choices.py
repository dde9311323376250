"""Any number of options, or up to a limit."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.blocks import Block, IntegerBlock

from moduli.branches import Level
from moduli.leading_out import all_lead_out, refuse_out, whys
from moduli.room import Room
from moduli.shape import Question
from moduli.types.base import Copier, QuestionBlock
from moduli.types.choice import Choice, frozen_options, named_options
from moduli.types.registry import register


class SeveralChoicesQuestion(Question):
    max_choices: int | None


class SeveralChoicesBlock(QuestionBlock):
    max_choices = IntegerBlock(
        label=gettext_lazy("Al massimo quante"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("Lascia vuoto se si può spuntare tutto."),
    )

    def unanswerable(self, value: Any) -> Mapping[str, str]:
        # Left blank it lets in, if it may be.
        said = all_lead_out(option.get("out") for option in value["options"]) if value["required"] else ""
        return {"label": said} if said else {}

    class Meta:
        label = gettext_lazy("Più scelte")
        icon = "tasks"


class SeveralChoicesField(forms.MultipleChoiceField):
    """Any number of options by their keys, or up to a limit; one that leads out is refused with the reason.

    Args:
        leads_out: see `moduli.leading_out.whys`.
    """

    default_error_messages = {
        "invalid_choice": gettext_lazy("Scegli tra le risposte proposte."),
        "invalid_list": gettext_lazy("Scegli tra le risposte proposte."),
    }

    def __init__(self, *, limit: int | None, leads_out: dict[str, str], **kwargs: Any) -> None:
        self.limit, self.leads_out = limit, leads_out
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        refuse_out(value, self.leads_out)
        if self.limit is not None and len(set(value)) > self.limit:
            raise ValidationError(
                ngettext(
                    "Puoi sceglierne al massimo %(limit)d.",
                    "Puoi sceglierne al massimo %(limit)d.",
                    self.limit,
                ),
                params={"limit": self.limit},
            )


@register
class SeveralChoices(Choice[SeveralChoicesQuestion]):
    """Kept once each, in the order of the form."""

    key = "several_choices"
    decides = True
    takes_several = True
    position = 20
    block_class = SeveralChoicesBlock
    seconds = 20
    blank = gettext_lazy("Rispondi a «%(question)s»: scegli almeno una risposta.")

    def block(self, level: Level) -> Block:
        return SeveralChoicesBlock([("options", level.options)])

    def freeze(self, value: Any, copier: Copier) -> dict[str, Any]:
        return {"options": frozen_options(value, copier), "max_choices": value.get("max_choices")}

    def field(self, question: SeveralChoicesQuestion, **shared: Any) -> forms.Field:
        return SeveralChoicesField(
            choices=named_options(question),
            limit=question["max_choices"],
            leads_out=whys(question),
            **shared,
        )

    def hint(self, question: SeveralChoicesQuestion) -> str:
        limit = question["max_choices"]
        return _("Al massimo %(limit)d risposte.") % {"limit": limit} if limit else ""

    def room(self, question: SeveralChoicesQuestion) -> Room:
        return Room(lines=0, how=_("Puoi segnare più risposte."))

    def keep(self, question: SeveralChoicesQuestion, value: list[str]) -> list[str]:
        return [option["key"] for option in question["options"] if option["key"] in value]
