"""What staff type on the page of a submission: its protocol number, with its day."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from candidature.models import Submission
from candidature.submissions.protocol_number import ProtocolNumber

NUMBER_MAX_LENGTH = Submission._meta.get_field("protocol_number").max_length


class ProtocolForm(forms.Form):
    """The number under which the public register knows the submission, and the day of the register.

    `former` and `former_day` are what was on the screen. Where there was a number, replacing it must be said
    aloud.

    Args:
        submission: which is registered.
        present: what stands on the screen.
    """

    former = forms.CharField(widget=forms.HiddenInput, required=False, max_length=NUMBER_MAX_LENGTH)
    former_day = forms.DateField(widget=forms.HiddenInput, required=False)
    protocol_number = forms.CharField(
        label=gettext_lazy("Numero di protocollo"), required=False, max_length=NUMBER_MAX_LENGTH
    )
    protocol_date = forms.DateField(
        label=gettext_lazy("Data di protocollo"), required=False, widget=AdminDateInput
    )
    replace = forms.BooleanField(required=False)

    def __init__(self, submission: Submission, present: ProtocolNumber, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "former": present.number,
            "former_day": present.day,
            "protocol_number": present.number,
            # Mostly a number is written down on the day on which the register gave it.
            "protocol_date": present.day if present else timezone.localdate(),
        }
        super().__init__(*args, **kwargs)
        self.submission = submission
        if present:
            self.fields["replace"].label = _("Sostituisci il numero %(number)s") % {"number": present}
        else:
            del self.fields["replace"]

    @property
    def typed(self) -> ProtocolNumber:
        number = self.cleaned_data["protocol_number"]
        return ProtocolNumber(number, self.cleaned_data["protocol_date"] if number else None)

    @property
    def seen(self) -> ProtocolNumber:
        return ProtocolNumber(self.cleaned_data["former"], self.cleaned_data["former_day"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        # Adding the day that nobody wrote down replaces nothing.
        adds_day = self.seen.number == self.typed.number and self.seen.day is None
        replaces = bool(self.seen) and self.seen != self.typed and not adds_day
        if self.typed and (reason := self._refused_day()):
            self.add_error("protocol_date", reason)
        if replaces and "replace" in self.fields and not cleaned["replace"]:
            self.add_error(
                "replace",
                _("C’è già un numero registrato: spunta la casella se vuoi davvero sostituirlo."),
            )
        return cleaned

    def _refused_day(self) -> str:
        """Why the register cannot have given the number on this day; empty if it can have."""
        day, sent = self.cleaned_data["protocol_date"], timezone.localdate(self.submission.submitted_at)
        if day is None:
            # Of a number that was registered without its day, nobody is asked for it.
            known = self.seen == self.typed
            return "" if known else _("Scrivi la data che il protocollo ha dato con il numero.")
        if day > timezone.localdate():
            return _("La data di protocollo non può essere nel futuro.")
        if day < sent and not self.submission.is_from_desk:
            return _("È stata inviata %(day)s: il protocollo non può essere di prima.") % {
                "day": date_format(sent, "l j F Y")
            }
        return ""
