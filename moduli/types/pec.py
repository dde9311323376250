"""An address of posta elettronica certificata, which looks like any other address."""

from collections.abc import Mapping
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moduli.shape import Question
from moduli.types.base import QuestionBlock
from moduli.types.email import Email
from moduli.types.registry import register
from portal.forms.mailboxes import EMAIL_TYPING


class PecBlock(QuestionBlock):
    class Meta:
        label = gettext_lazy("Indirizzo PEC")
        icon = "mail"


@register
class Pec(Email):
    key = "pec"
    position = 90
    block_class = PecBlock
    blank = gettext_lazy("Scrivi un indirizzo PEC.")
    personal = True
    # Apart from the ordinary address, which is what browsers know.
    typing: ClassVar[Mapping[str, str]] = {**EMAIL_TYPING, "autocomplete": "section-pec email"}

    def hint(self, question: Question) -> str:
        return _("L’indirizzo di posta elettronica certificata, per esempio nome@pec.esempio.it.")
