"""The code of a letter, typed where it was asked for, and what is said of the code and of its letter."""

from django import forms
from django.utils.translation import gettext_lazy

from portal.forms.public import PublicForm

# In the address after a press, what came of it: of the code; of another letter that was asked for.
NO_CODE, WRONG_CODE = "manca", "codice"
JUST_LEFT, NO_LETTER = "appena-partita", "senza-lettera"
# Of letters to others, who were asked to confirm.
OTHERS_ASKED = "chieste"
# That somebody said no: nobody was written to; all others were.
SAID_NO, SOME_SAID_NO = "non-conferma", "chieste-agli-altri"
_ERRORS = {
    NO_CODE: gettext_lazy("Scrivi il codice di sei cifre che trovi nella lettera."),
    WRONG_CODE: gettext_lazy(
        "Questo codice non è quello dell’ultima lettera: controlla le sei cifre. Dopo cinque errori un "
        "codice non vale più, e bisogna farsene mandare un altro."
    ),
}
LETTER_JUST_LEFT = gettext_lazy(
    "La lettera è appena partita, o sta per partire: aspetta un paio di minuti prima di chiederne un’altra."
)
# Of a letter about something that was sent; before sending there is more to say (`draft.confirm`).
LETTER_REFUSALS = {
    JUST_LEFT: LETTER_JUST_LEFT,
    NO_LETTER: gettext_lazy(
        "La lettera non è partita: in quest’ora ne abbiamo già mandate molte, a questo indirizzo o da questa "
        "rete. Riprova fra un’ora."
    ),
}


class CodeForm(PublicForm):
    code = forms.CharField(
        label=gettext_lazy("Codice di sei cifre"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    @classmethod
    def saying(cls, outcome: str, typed: str = "") -> "CodeForm":
        """The form with what came of the last press, if that was about the code."""
        form = cls({"code": typed})
        if outcome in _ERRORS:
            form.add_error("code", str(_ERRORS[outcome]))
        return form
