"""An email address."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from moduli.shape import Question
from moduli.types.base import QuestionBlock, QuestionType
from moduli.types.registry import register
from portal.forms.mailboxes import EMAIL_TYPING, INVALID_EMAIL, MailboxField


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
    error_messages = {"invalid": INVALID_EMAIL}

    def field(self, question: Question, **shared: Any) -> forms.Field:
        return MailboxField(max_length=254, **shared)
