"""A text of several lines."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import IntegerBlock

from moduli.room import Room
from moduli.shape import Question
from moduli.types.base import Copier, QuestionBlock, QuestionType
from moduli.types.limited_text import NO_HEALTH_DATA, LimitedTextField
from moduli.types.registry import register

DEFAULT_LENGTH = 2000
# The longest answer that an editor may ask for.
LONGEST_TEXT = 10_000
# Of what is written by hand. Who needs more lines than there are goes on on another sheet.
CHARACTERS_OF_A_LINE = 60
FEWEST_LINES, MOST_LINES = 4, 14


class LongTextQuestion(Question):
    max_length: int  # characters


class LongTextBlock(QuestionBlock):
    max_length = IntegerBlock(
        label=gettext_lazy("Numero massimo di caratteri"),
        required=False,
        min_value=1,
        max_value=LONGEST_TEXT,
        default=DEFAULT_LENGTH,
    )

    class Meta:
        label = gettext_lazy("Testo lungo")
        icon = "pilcrow"
        help_text = NO_HEALTH_DATA


@register
class LongText(QuestionType[LongTextQuestion]):
    key = "long_text"
    position = 50
    block_class = LongTextBlock
    seconds = 150
    blank = gettext_lazy("Rispondi a «%(question)s».")
    typing: ClassVar[Mapping[str, str]] = {"autocapitalize": "sentences", "spellcheck": "true"}

    def freeze(self, value: Any, copier: Copier) -> dict[str, Any]:
        return {"max_length": value.get("max_length") or DEFAULT_LENGTH}

    def field(self, question: LongTextQuestion, **shared: Any) -> forms.Field:
        widget = forms.Textarea(attrs={"rows": 8})
        return LimitedTextField(limit=question["max_length"], widget=widget, **shared)

    def room(self, question: LongTextQuestion) -> Room:
        needed = question["max_length"] // CHARACTERS_OF_A_LINE
        return Room(lines=min(MOST_LINES, max(FEWEST_LINES, needed)))

    def hint(self, question: LongTextQuestion) -> str:
        return _("Al massimo %(limit)d caratteri. Non scrivere dati sulla salute, tua o di altri.") % {
            "limit": question["max_length"]
        }
