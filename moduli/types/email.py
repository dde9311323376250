"""An email address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from moduli.shape import Question
from moduli.types.base import QuestionBlock, QuestionType
from moduli.types.registry import register


class EmailBlock(QuestionBlock):
    class Meta:
        label = gettext_lazy("Indirizzo email")
        icon = "mail"


@register
class Email(QuestionType[Question]):
    key = "email"
    position = 80
    block_class = EmailBlock
    blank = gettext_lazy("Scrivi un indirizzo email.")
    autocomplete = "email"
    error_messages = {
        "invalid": gettext_lazy("Scrivi un indirizzo completo, per esempio nome@esempio.it."),
    }

    def field(self, question: Question, **shared: Any) -> forms.Field:
        widget = forms.EmailInput(attrs={"autocomplete": self.autocomplete})
        return forms.EmailField(max_length=254, widget=widget, **shared)
