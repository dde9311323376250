"""What all choices share: options, some of which may open more questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moduli.leading_out import refuse_out, whys, with_way_out
from moduli.room import Room
from moduli.shape import Option, Question, chosen_options
from moduli.types.base import AnyQuestion, Copier, QuestionType, written_text


class ChoiceField(forms.ChoiceField):
    """One option, by its key; one that leads out is refused with the reason.

    Args:
        leads_out: see `moduli.leading_out.whys`.
    """

    default_error_messages = {"invalid_choice": gettext_lazy("Scegli una delle risposte proposte.")}

    def __init__(self, *, leads_out: dict[str, str], **kwargs: Any) -> None:
        self.leads_out = leads_out
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        refuse_out([value], self.leads_out)


class Choice(QuestionType[AnyQuestion]):
    """A choice is kept as the key of the option, so that its words may change."""

    def field(self, question: AnyQuestion, **shared: Any) -> forms.Field:
        return ChoiceField(
            choices=named_options(question), leads_out=whys(question), widget=forms.RadioSelect, **shared
        )

    def room(self, question: AnyQuestion) -> Room:
        return Room(lines=0, how=_("Segna una sola risposta."))

    def is_anonymous(self, question: AnyQuestion) -> bool:
        return not self.is_personal(question)

    def words(self, question: AnyQuestion, answer: Any) -> list[str]:
        return [option["label"] for option in chosen_options(question, answer)]


def named_options(question: Question) -> list[tuple[str, str]]:
    return [(option["key"], option["label"]) for option in question["options"]]


def option_ids(value: Any) -> list[str]:
    """The ids of the blocks of the options that an editor wrote, those left out that have no words yet.

    Empty where the options are the type's own.
    """
    options = value.get("options")
    return [
        str(child.id)
        for child in (options.bound_blocks if options else [])
        if written_text(child.value, "label")
    ]


def frozen_options(value: Any, copier: Copier) -> list[Option]:
    """The options that an editor wrote; one without words yet is left out."""
    options = value.get("options")
    return [
        with_way_out(
            {
                "key": copier.key(child.id),
                "label": label,
                "questions": copier.questions(child.value.get("questions")),
            },
            child.value.get("out"),
            written_text(child.value.get("out") or {}, "why"),
        )
        for child in (options.bound_blocks if options else [])
        if (label := written_text(child.value, "label"))
    ]
