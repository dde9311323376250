"""The form under each page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.forms.public import PublicForm
from portal.forms.text import plain_text_data
from riscontri import personal_text
from riscontri.clarity.answers import GOOD, HARD, LONGEST_DETAIL, STARS, answers_to

_NO_SUCH = gettext_lazy("Scegli una delle risposte proposte.")
# Of ids: the page around it has fields of its own.
AUTO_ID = "parere_%s"


class RatingForm(PublicForm):
    """Stars are all that must be there. Of the two questions only the one that goes with them counts."""

    stars = forms.TypedChoiceField(
        label=gettext_lazy("Quanto sono chiare"),
        choices=[(one.number, one.words) for one in STARS],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Scegli da una a cinque stelle."),
            "invalid_choice": gettext_lazy("Scegli da una a cinque stelle."),
        },
    )
    good = forms.ChoiceField(
        label=gettext_lazy("Quali sono stati gli aspetti che hai preferito?"),
        choices=[(one.value, one.label) for one in GOOD],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _NO_SUCH},
    )
    hard = forms.ChoiceField(
        label=gettext_lazy("Dove hai incontrato le maggiori difficoltà?"),
        choices=[(one.value, one.label) for one in HARD],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _NO_SUCH},
    )
    detail = forms.CharField(
        label=gettext_lazy("Vuoi aggiungere altri dettagli?"),
        required=False,
        max_length=LONGEST_DETAIL,
        error_messages={
            "max_length": gettext_lazy("È troppo lungo: al massimo %(limit_value)d caratteri."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(None if data is None else plain_text_data(data), auto_id=AUTO_ID)

    def clean_detail(self) -> str:
        detail = " ".join(str(self.cleaned_data["detail"]).split())
        if found := personal_text.found_in(detail):
            raise ValidationError(
                _("Sembra che qui ci sia %(what)s: toglilo e invia di nuovo. Non ci serve sapere chi sei.")
                % {"what": get_text_list([str(one) for one in found], _("e"))}
            )
        return detail

    @property
    def answer(self) -> str:
        """That of the question that goes with the stars, of a form without mistakes."""
        given = {self.cleaned_data["good"], self.cleaned_data["hard"]}
        return next((str(one.value) for one in answers_to(self.cleaned_data["stars"]) if one in given), "")
