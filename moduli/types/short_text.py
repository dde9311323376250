"""A line of text."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import IntegerBlock

from moduli.shape import Question
from moduli.types.base import Copier, QuestionBlock, QuestionType
from moduli.types.limited_text import NO_HEALTH_DATA, LimitedTextField
from moduli.types.registry import register

DEFAULT_LENGTH = 255


class ShortTextQuestion(Question):
    max_length: int  # characters


class ShortTextBlock(QuestionBlock):
    max_length = IntegerBlock(
        label=gettext_lazy("Numero massimo di caratteri"),
        required=False,
        min_value=1,
        max_value=500,
        default=DEFAULT_LENGTH,
    )

    class Meta:
        label = gettext_lazy("Testo breve")
        icon = "minus"
        help_text = NO_HEALTH_DATA


@register
class ShortText(QuestionType[ShortTextQuestion]):
    key = "short_text"
    position = 40
    block_class = ShortTextBlock
    blank = gettext_lazy("Rispondi a «%(question)s».")
    typing: ClassVar[Mapping[str, str]] = {"autocapitalize": "sentences"}

    def freeze(self, value: Any, copier: Copier) -> dict[str, Any]:
        return {"max_length": value.get("max_length") or DEFAULT_LENGTH}

    def rules(self, question: ShortTextQuestion) -> str:
        return _("Al massimo %(limit)d caratteri.") % {"limit": question["max_length"]}

    def field(self, question: ShortTextQuestion, **shared: Any) -> forms.Field:
        return LimitedTextField(limit=question["max_length"], **shared)
