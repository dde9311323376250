"""What whoever asks for an integration types: which questions, and which documents the form lacks."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.process.workflow import AskedFor, Document
from istruttoria.decisions.forms import DecisionForm
from istruttoria.detail.choosing import by_step
from moduli import Asked

MOST_DOCUMENTS = 3


class RequestForm(DecisionForm):
    """A decision with the questions that the applicant may answer again.

    Args:
        shown: the questions that the applicant was asked, in the order of the form.
    """

    everything = forms.BooleanField(
        label=gettext_lazy("Tutte le risposte"),
        required=False,
        help_text=gettext_lazy("Chi ha inviato può cambiare qualunque risposta."),
    )
    questions = forms.MultipleChoiceField(
        label=gettext_lazy("Quali risposte"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Si aprono solo queste; una domanda aperta da un’altra porta con sé quella e tutto ciò che apre."
        ),
        error_messages={
            "invalid_choice": gettext_lazy("Una delle domande scelte non è stata fatta a chi ha inviato.")
        },
    )

    field_order = ("due_on", "everything", "questions")

    def __init__(self, shown: list[Asked], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if shown:
            cast(forms.MultipleChoiceField, self.fields["questions"]).choices = by_step(shown)
        else:
            del self.fields["questions"], self.fields["everything"]
        for number in range(1, MOST_DOCUMENTS + 1):
            self.fields[_document(number)] = forms.CharField(
                label=_("Documento che nel modulo manca"),
                required=False,
                max_length=255,
                help_text=_("Per esempio: «Statuto firmato». Diventa una domanda in più per chi ha inviato."),
            )
            self.fields[_help(number)] = forms.CharField(
                label=_("Aiuto per questo documento"), required=False, max_length=500
            )
        # What the applicant reads stays last.
        self.order_fields([name for name in self.fields if name != "reason"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for number in range(1, MOST_DOCUMENTS + 1):
            if cleaned.get(_help(number)) and not cleaned.get(_document(number)):
                self.add_error(_document(number), _("Scrivi quale documento chiedi."))
        names = ("questions", *(_document(number) for number in range(1, MOST_DOCUMENTS + 1)))
        if not self.is_anything and not any(name in self.errors for name in names):
            self.add_error(None, _("Scegli una risposta, oppure «Tutte le risposte», o scrivi un documento."))
        return cleaned

    @property
    def is_anything(self) -> bool:
        asked = self.asked
        return bool(asked.everything or asked.questions or asked.documents)

    @property
    def asked(self) -> AskedFor:
        """What is asked for."""
        values = self.cleaned_data
        return AskedFor(
            questions=tuple(values.get("questions") or ()),
            everything=bool(values.get("everything")),
            documents=tuple(
                Document(values[_document(number)], values.get(_help(number), ""))
                for number in range(1, MOST_DOCUMENTS + 1)
                if values.get(_document(number))
            ),
        )


def _document(number: int) -> str:
    return f"document_{number}"


def _help(number: int) -> str:
    return f"document_{number}_help"
