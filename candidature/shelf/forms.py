"""What a copy is asked for before it is made."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput

from candidature.pages.participation import ParticipationPage
from candidature.pages.window import AdmittedFrom
from territori.models import TerritoryPage, Zone


class CopyForm(forms.Form):
    """The title, and whatever the page is asked anew: its zones and dates. Only the title must be known."""

    title = forms.CharField(
        label=gettext_lazy("Titolo"),
        max_length=255,
        error_messages={"required": gettext_lazy("Scrivi il titolo del nuovo avviso o evento.")},
    )
    territories = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Territori"),
        queryset=TerritoryPage.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Le zone a cui si rivolge il nuovo, non quelle del modello."),
    )

    def __init__(self, *args: Any, model: ParticipationPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.model = model
        territories = cast("forms.ModelMultipleChoiceField[TerritoryPage]", self.fields["territories"])
        territories.queryset = TerritoryPage.objects.live().filter(zone__isnull=False).order_by("title")
        territories.label_from_instance = _titled  # type: ignore[assignment,method-assign]
        if model.admits_from == AdmittedFrom.CHOSEN:
            self.fields["admitted_zones"] = forms.ModelMultipleChoiceField(
                label=gettext_lazy("Zone ammesse"),
                queryset=Zone.objects.all(),
                initial=model.admitted_zone_ids(),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=gettext_lazy("Da dove si può partecipare: per ora sono quelle del modello."),
            )
        for name in model.moments:
            self.fields[name] = model._meta.get_field(name).formfield(widget=AdminDateTimeInput())
            self.fields[name].help_text = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        trial = type(self.model)()
        for name in self.model.moments:
            setattr(trial, name, cleaned.get(name))
        for name, message in trial.wrong_moments().items():
            if name not in self.errors:
                self.add_error(name, message)
        return cleaned


def _titled(page: TerritoryPage) -> str:
    text: str = page.title
    return text
