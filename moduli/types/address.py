"""A postal address, as one text."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moduli.room import Room
from moduli.shape import Question
from moduli.types.base import QuestionBlock, QuestionType
from moduli.types.registry import register


class AddressBlock(QuestionBlock):
    class Meta:
        label = gettext_lazy("Indirizzo postale")
        icon = "home"


@register
class Address(QuestionType[Question]):
    key = "address"
    position = 150
    block_class = AddressBlock
    seconds = 30
    blank = gettext_lazy("Scrivi l’indirizzo.")
    personal = True
    typing: ClassVar[Mapping[str, str]] = {
        "autocomplete": "street-address",
        "autocapitalize": "words",
        "spellcheck": "false",
    }

    def field(self, question: Question, **shared: Any) -> forms.Field:
        widget = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(max_length=300, widget=widget, **shared)

    def room(self, question: Question) -> Room:
        return Room(lines=2)

    def hint(self, question: Question) -> str:
        return _("Via o piazza, numero civico, CAP, comune e provincia.")
