"""What all choices share: options, some of which may open more questions."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moduli.room import Room
from moduli.shape import Option, Question, chosen_options
from moduli.types.base import AnyQuestion, Copier, QuestionType, written_text


class ChoiceField(forms.ChoiceField):
    """One option, by its key; one that leads out is refused with the reason.

    Args:
        leads_out: why, by the key of the option.
    """

    default_error_messages = {"invalid_choice": gettext_lazy("Scegli una delle risposte proposte.")}

    def __init__(self, *, leads_out: Mapping[str, str], **kwargs: Any) -> None:
        self.leads_out = leads_out
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value in self.leads_out:
            why = self.leads_out[value] or _("con questa risposta non si può partecipare.")
            raise ValidationError(_("Non puoi partecipare: %(why)s"), code="leads_out", params={"why": why})


class Choice(QuestionType[AnyQuestion]):
    """A choice is kept as the key of the option, so that its words may change."""

    def field(self, question: AnyQuestion, **shared: Any) -> forms.Field:
        leads_out = {
            option["key"]: option["leads_out"]["why"]
            for option in question["options"]
            if "leads_out" in option
        }
        return ChoiceField(
            choices=named_options(question), leads_out=leads_out, widget=forms.RadioSelect, **shared
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
        )
        for child in (options.bound_blocks if options else [])
        if (label := written_text(child.value, "label"))
    ]


def with_way_out(option: Option, out: Any) -> Option:
    """An option with what an editor wrote beside it (`moduli.eligibility.LeadsOutBlock`), if it leads out."""
    if not out or not out.get("leads_out"):
        return option
    page = out.get("page")
    return {**option, "leads_out": {"why": written_text(out, "why"), "page": page.pk if page else None}}
