"""A statement that must be ticked."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import CharBlock, TextBlock

from moduli.room import Room
from moduli.shape import Question
from moduli.types.base import ONE_TIME_EXTRAS, FoldedExtrasBlock, QuestionType
from moduli.types.registry import register


class DeclarationBlock(FoldedExtrasBlock):
    """A statement that must be ticked; it is never optional, so it has no such switch."""

    label = TextBlock(
        label=gettext_lazy("Dichiarazione"),
        max_length=2000,
        help_text=gettext_lazy(
            "Per esempio: «Dichiaro, ai sensi del DPR 445/2000, che quanto riportato è vero»."
        ),
    )
    help = CharBlock(label=gettext_lazy("Aiuto"), required=False, max_length=500)

    extras = ONE_TIME_EXTRAS

    class Meta:
        label = gettext_lazy("Dichiarazione da spuntare")
        icon = "tick"


@register
class Declaration(QuestionType[Question]):
    """Kept as True; without the tick nothing can be sent."""

    key = "declaration"
    position = 170
    block_class = DeclarationBlock
    seconds = 15
    holds_elsewhere = False
    blank = gettext_lazy("Per proseguire occorre spuntare questa dichiarazione.")

    def is_required(self, value: Any) -> bool:
        return True

    def field(self, question: Question, **shared: Any) -> forms.Field:
        return forms.BooleanField(**shared)

    def room(self, question: Question) -> Room:
        return Room(lines=0, tick=_("Lo dichiaro"))

    def show(self, question: Question, answer: Any) -> bool:
        return bool(answer)

    def words(self, question: Question, answer: Any) -> list[str]:
        return [_("Dichiarazione resa")]

    def is_anonymous(self, question: Question) -> bool:
        return not self.is_personal(question)
