"""What is chosen before a list is exported."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from istruttoria.exports.archive import MOST, MOST_WITH_RECEIPTS
from istruttoria.exports.models import Format


class ExportForm(forms.Form):
    """Which file, and what of it.

    Args:
        may_personal: the account may take personal data away; else nothing here offers any.
        how_many: submissions in the list.
    """

    format = forms.ChoiceField(
        label=gettext_lazy("Formato"), choices=Format.choices, widget=forms.RadioSelect, initial=Format.XLSX
    )
    personal = forms.BooleanField(
        label=gettext_lazy("Con i dati personali"),
        required=False,
        help_text=gettext_lazy(
            "Chi si candida, i recapiti, il protocollo, la motivazione, le etichette, i file e le risposte "
            "scritte a parole proprie. "
            "Senza, restano codici, stati, date, zone e le risposte a scelta, i numeri e le date."
        ),
    )
    receipts = forms.BooleanField(
        label=gettext_lazy("Con le ricevute in PDF"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, may_personal: bool, how_many: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.how_many = how_many
        self.fields["receipts"].help_text = _(
            "Solo nello ZIP, al massimo per %(most)d candidature. Ognuna richiede circa un decimo di secondo."
        ) % {"most": MOST_WITH_RECEIPTS}
        if not may_personal:
            del self.fields["personal"], self.fields["receipts"]
            offered = [choice for choice in Format.choices if choice[0] != Format.ZIP]
            self.fields["format"] = forms.ChoiceField(
                label=_("Formato"), choices=offered, widget=forms.RadioSelect, initial=Format.XLSX
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("format") != Format.ZIP:
            return cleaned
        if not cleaned.get("personal"):
            self.add_error("personal", _("Ricevute e file sono dati personali: spunta questa casella."))
        if self.how_many > MOST:
            said = _(
                "Lo ZIP contiene al massimo %(most)d candidature, qui sono %(count)d: aggiungi un filtro."
            )
            self.add_error("format", said % {"most": MOST, "count": self.how_many})
        elif self.how_many > MOST_WITH_RECEIPTS and cleaned.get("receipts"):
            said = _(
                "Le ricevute si fanno al massimo per %(most)d candidature, qui sono %(count)d: togli questa "
                "spunta o aggiungi un filtro."
            )
            self.add_error("receipts", said % {"most": MOST_WITH_RECEIPTS, "count": self.how_many})
        return cleaned
