"""The code of a letter, to be typed where it was asked for."""

from django import forms
from django.utils.translation import gettext_lazy

from portal.forms.public import PublicForm

WRONG_CODE = "codice"
CODE_ERRORS = {
    WRONG_CODE: gettext_lazy(
        "Questo codice non è quello dell’ultima lettera: controlla le sei cifre. Dopo cinque errori un "
        "codice non vale più, e bisogna farsene mandare un altro."
    ),
}


class CodeForm(PublicForm):
    code = forms.CharField(
        label=gettext_lazy("Codice di sei cifre"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
