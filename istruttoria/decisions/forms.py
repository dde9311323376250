"""What whoever changes a state types: a reason, a term."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.widgets import AdminDateInput

from candidature.process.rules import Transition
from portal.forms.text import PlainTextForm

REASON_MAX_LENGTH = 4000
DEFAULT_TERM = timedelta(days=10)
LONGEST_TERM = timedelta(days=180)
# A key of Wagtail's leads to it past what else is asked; it is named with the others in their dialog.
REACHED_BY_A_KEY = {
    "data-controller": "w-kbd",
    "data-w-kbd-key-value": "m",
    "data-w-kbd-action-value": "focus",
    "aria-keyshortcuts": "m",
}


class DecisionForm(PlainTextForm):
    """The fields that one transition asks for, and the version of the submission that was on the screen.

    Args:
        is_untold: whether the letter with the reasons, which should have come before, has not left.
    """

    expected_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    due_on = forms.DateField(
        label=_("Da completare entro il giorno"),
        widget=AdminDateInput,
        help_text=_("Fino alle 23:59 di quel giorno, ora di Roma."),
    )
    reason = forms.CharField(
        label=_("Motivazione"),
        widget=forms.Textarea(attrs={"rows": 6, **REACHED_BY_A_KEY}),
        max_length=REASON_MAX_LENGTH,
        help_text=_("La legge chi ha inviato: è parte della lettera."),
        error_messages={"required": _("Scrivi la motivazione: chi ha inviato ha diritto di conoscerla.")},
    )

    # Whether it is ticked is asked by the door (`guards.was_told`), which also shows letters without it.
    knows_untold = forms.BooleanField(
        label=_("Lo so, e decido lo stesso senza che i motivi siano stati comunicati"), required=False
    )

    def __init__(self, transition: Transition, *args: Any, is_untold: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_untold:
            del self.fields["knows_untold"]
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
        self.least_days = transition.least_days
        if transition.least_days:
            self.fields["due_on"].label = _("Osservazioni entro il giorno")
            self.fields["due_on"].help_text = ngettext(
                "Almeno %(days)d giorno dopo oggi (L. 241/1990, art. 10-bis). Fino alle 23:59, ora di Roma.",
                "Almeno %(days)d giorni dopo oggi (L. 241/1990, art. 10-bis). Fino alle 23:59, ora di Roma.",
                transition.least_days,
            ) % {"days": transition.least_days}

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        today = timezone.localdate()
        if day <= today:
            raise forms.ValidationError(_("Il termine deve essere un giorno dopo oggi."))
        if day < today + timedelta(days=self.least_days):
            raise forms.ValidationError(
                _("La legge dà almeno %(days)d giorni, da domani.") % {"days": self.least_days}
            )
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
