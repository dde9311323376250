"""The day by which whoever is given something should have looked at it, as it is typed."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput


class WorkByField(forms.DateField):
    """A day from today on, or none. One that was given before may stay."""

    widget = AdminDateInput

    def __init__(self, *, given: date | None = None) -> None:
        self.given = given
        super().__init__(
            label=gettext_lazy("Da valutare entro il"),
            required=False,
            initial=given,
            help_text=gettext_lazy(
                "Facoltativo: compare nell’elenco e nella lettera del mattino di chi la riceve. "
                "Non cambia il termine del procedimento."
            ),
        )

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and day != self.given and day < timezone.localdate():
            raise forms.ValidationError(_("Scegli un giorno da oggi in poi."))
        return day
