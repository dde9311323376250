"""What all choices share: options, some of which may open more questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from moduli.shape import Option, Question, chosen_options
from moduli.types.base import AnyQuestion, Copier, QuestionType, written_text


class ChoiceField(forms.ChoiceField):
    """One option, by its key."""

    default_error_messages = {"invalid_choice": gettext_lazy("Scegli una delle risposte proposte.")}


class Choice(QuestionType[AnyQuestion]):
    """A choice is kept as the key of the option, so that its words may change."""

    def field(self, question: AnyQuestion, **shared: Any) -> forms.Field:
        return ChoiceField(choices=named_options(question), widget=forms.RadioSelect, **shared)

    def words(self, question: AnyQuestion, answer: Any) -> list[str]:
        return [option["label"] for option in chosen_options(question, answer)]


def named_options(question: Question) -> list[tuple[str, str]]:
    return [(option["key"], option["label"]) for option in question["options"]]


def frozen_options(value: Any, copier: Copier) -> list[Option]:
    """The options that an editor wrote; one without words yet is left out."""
    options = value.get("options")
    return [
        {
            "key": copier.key(child.id),
            "label": label,
            "questions": copier.questions(child.value.get("questions")),
        }
        for child in (options.bound_blocks if options else [])
        if (label := written_text(child.value, "label"))
    ]
