"""The field that short and long texts share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# To editors, of every question that is answered freely.
NO_HEALTH_DATA = gettext_lazy(
    "Non chiedere dati sulla salute, di chi risponde o di altri, e dillo nell’aiuto se la risposta potrebbe "
    "contenerli."
)


class LimitedTextField(forms.CharField):
    """A text of so many characters. What is longer is refused with both lengths, never cut."""

    def __init__(self, *, limit: int, **kwargs: Any) -> None:
        # No `max_length`: its `maxlength` in the page makes a browser cut a pasted text without a word.
        self.limit = limit
        super().__init__(**kwargs)
        # For the script that counts along; without it the hint says the limit.
        self.widget.attrs |= {
            "data-limit": limit,
            "data-counted": _("{count} di {limit} caratteri"),
            "data-over": _("{count} di {limit} caratteri: {over} di troppo"),
        }

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        if len(value) > self.limit:
            raise ValidationError(
                _("Il testo ha %(length)d caratteri: il massimo è %(limit)d."),
                params={"length": len(value), "limit": self.limit},
            )
