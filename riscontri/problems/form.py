"""«Segnala un problema»."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from moduli.fields import LimitedTextField
from portal.forms.mailboxes import EMAIL_TYPING, INVALID_EMAIL, MailboxField
from portal.forms.public import PublicForm
from portal.forms.text import plain_text_data
from riscontri.problems.models import LONGEST_PAGE, LONGEST_TEXT
from riscontri.problems.retention import KEPT_FOR, KEPT_ONCE_SOLVED


class ProblemForm(PublicForm):
    page = forms.CharField(
        label=gettext_lazy("Su quale pagina?"),
        required=False,
        max_length=LONGEST_PAGE,
        help_text=gettext_lazy("L’indirizzo o il titolo. Se non riguarda una pagina, lascia vuoto."),
        error_messages={
            "max_length": gettext_lazy("È troppo lungo: al massimo %(limit_value)d caratteri."),
        },
    )
    what = LimitedTextField(
        label=gettext_lazy("Che cosa è successo?"),
        limit=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Scrivi che cosa è successo.")},
    )
    email = MailboxField(
        label=gettext_lazy("La tua email, se vuoi una risposta"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs=EMAIL_TYPING),
        error_messages={
            "invalid": INVALID_EMAIL,
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, page: str = "") -> None:
        super().__init__(None if data is None else plain_text_data(data), initial={"page": page})
        self.fields["what"].help_text = gettext_lazy(
            "Che cosa volevi fare e che cosa hai visto, in %(limit)d caratteri al massimo. Non scrivere dati "
            "sulla salute, tuoi o di altri."
        ) % {"limit": LONGEST_TEXT}
        self.fields["email"].help_text = gettext_lazy(
            "Facoltativa. La usa solo l’ufficio per risponderti, e si cancella con la segnalazione: "
            "%(solved)d giorni dopo che il problema è risolto, e comunque %(days)d giorni dopo l’invio."
        ) % {"solved": KEPT_ONCE_SOLVED.days, "days": KEPT_FOR.days}
