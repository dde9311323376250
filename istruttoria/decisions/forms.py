"""What whoever changes a state types: a reason, a term."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from candidature.process.rules import Transition

REASON_MAX_LENGTH = 4000
DEFAULT_TERM = timedelta(days=10)
LONGEST_TERM = timedelta(days=180)


class DecisionForm(forms.Form):
    """The fields that one transition asks for, and the version of the submission that was on the screen."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    due_on = forms.DateField(
        label=_("Da completare entro il giorno"),
        widget=AdminDateInput,
        help_text=_("Fino alle 23:59 di quel giorno, ora di Roma."),
    )
    reason = forms.CharField(
        label=_("Motivazione"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=REASON_MAX_LENGTH,
        help_text=_("La legge chi ha inviato: è parte della lettera."),
        error_messages={"required": _("Scrivi la motivazione: chi ha inviato ha diritto di conoscerla.")},
    )

    def __init__(self, transition: Transition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not transition.needs_reason:
            del self.fields["reason"]
        elif transition.proposes:
            self.fields["reason"].help_text = _(
                "La legge chi decide, che può correggerla. Chi ha inviato non riceve nulla adesso."
            )
            self.fields["reason"].error_messages["required"] = _("Scrivi la motivazione della proposta.")
        if not transition.needs_due_date:
            del self.fields["due_on"]
        else:
            self.fields["due_on"].initial = timezone.localdate() + DEFAULT_TERM

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        today = timezone.localdate()
        if day <= today:
            raise forms.ValidationError(_("Il termine deve essere un giorno dopo oggi."))
        if day > today + LONGEST_TERM:
            raise forms.ValidationError(_("Il termine è troppo lontano: al massimo 180 giorni."))
        return day

    @property
    def due_at(self) -> datetime | None:
        """The last second of the day chosen, in Rome: the hour that everybody reads is 23:59."""
        day = self.cleaned_data.get("due_on")
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
