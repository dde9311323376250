"""A telephone number."""

from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moduli.shape import Question
from moduli.types.base import QuestionBlock, QuestionType
from moduli.types.registry import register
from portal.spreadsheets.cells import Cell


class PhoneBlock(QuestionBlock):
    class Meta:
        label = gettext_lazy("Telefono")
        icon = "mobile-alt"


class PhoneField(forms.CharField):
    """A telephone number, Italian unless it begins with +; cleaned to the international form (E.164)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"type": "tel"}), **kwargs)
        self.widget.attrs["autocomplete"] = "tel"

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        if not written:
            return ""
        try:
            number = phonenumbers.parse(written, "IT")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or number.extension or not phonenumbers.is_valid_number(number):
            raise ValidationError(
                _("Questo numero non esiste. Scrivi per esempio 055 2345678 oppure +39 347 1234567.")
            )
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def readable_phone(number: str) -> str:
    """A stored number as people write it; what is none stays as it was typed."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@register
class Phone(QuestionType[Question]):
    key = "phone"
    position = 100
    block_class = PhoneBlock
    blank = gettext_lazy("Scrivi un numero di telefono.")
    personal = True

    def field(self, question: Question, **shared: Any) -> forms.Field:
        return PhoneField(**shared)

    def show(self, question: Question, answer: Any) -> str:
        return readable_phone(str(answer))

    def words(self, question: Question, answer: Any) -> list[str]:
        return [readable_phone(str(answer))]

    def cell(self, question: Question, answer: Any) -> Cell:
        """As it is kept, in the international form: every program knows it."""
        return str(answer)
