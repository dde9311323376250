"""An email address."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from moduli.shape import Question
from moduli.types.base import QuestionBlock, QuestionType
from moduli.types.registry import register
from portal.forms.mailboxes import MailboxField

# The type of the control brings the keyboard with the at sign.
EMAIL_TYPING = {"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}


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
    personal = True
    typing: ClassVar[Mapping[str, str]] = EMAIL_TYPING
    error_messages = {
        "invalid": gettext_lazy("Scrivi un indirizzo completo, per esempio nome@esempio.it."),
    }

    def field(self, question: Question, **shared: Any) -> forms.Field:
        return MailboxField(max_length=254, **shared)
