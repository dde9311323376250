"""What staff type on the page of a submission: its protocol number."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidature.models import Submission

NUMBER_MAX_LENGTH = Submission._meta.get_field("protocol_number").max_length


class ProtocolForm(forms.Form):
    """The number under which the public register knows the submission.

    `former` is the number that was on the screen. Where there is one, replacing it must be said aloud.
    """

    former = forms.CharField(widget=forms.HiddenInput, required=False, max_length=NUMBER_MAX_LENGTH)
    protocol_number = forms.CharField(
        label=_("Numero di protocollo"), required=False, max_length=NUMBER_MAX_LENGTH
    )
    replace = forms.BooleanField(required=False)

    def __init__(self, present: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"former": present, "protocol_number": present}, **kwargs)
        if present:
            self.fields["replace"].label = _("Sostituisci il numero %(number)s") % {"number": present}
        else:
            del self.fields["replace"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        changes_it = cleaned.get("former") and cleaned.get("protocol_number") != cleaned.get("former")
        if changes_it and "replace" in self.fields and not cleaned.get("replace"):
            self.add_error(
                "replace",
                _("C’è già un numero registrato: spunta la casella se vuoi davvero sostituirlo."),
            )
        return cleaned
