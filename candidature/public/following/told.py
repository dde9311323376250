"""What the personal page says of the press that led to it, by the code in its address."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARAMETER = "esito"

NOT_POSSIBLE = "non-si-puo"
CONTACT_KEPT = "recapiti-salvati"
ADDRESS_CHANGED = "indirizzo-cambiato"
NOT_SENT = "salvata"
COMPLETED = "completata"
CORRECTED = "corretta"


@dataclass(frozen=True)
class Told:
    """An alert on top of the page; `level` as in `includes/alert.html`."""

    level: str
    title: str | Promise
    text: str | Promise


_WORDS: dict[str, Told] = {
    CONTACT_KEPT: Told("success", _("I tuoi recapiti sono salvati"), ""),
    ADDRESS_CHANGED: Told(
        "success",
        _("Il nuovo indirizzo è confermato"),
        _(
            "D’ora in poi ti scriviamo là. I collegamenti di prima non funzionano più: quello nuovo è nella "
            "lettera che ti abbiamo appena mandato."
        ),
    ),
    NOT_SENT: Told(
        "warning",
        _("Salvato, ma non ancora inviato"),
        _("Vale ancora ciò che avevi inviato prima: per cambiarlo riprendi da qui sotto e premi «Invia»."),
    ),
    COMPLETED: Told(
        "success",
        _("Integrazione inviata"),
        _("L’ufficio riprende l’esame. Ti mandiamo la conferma per email; le risposte di prima restano."),
    ),
    CORRECTED: Told(
        "success",
        _("Correzione inviata"),
        _("Ora vale la versione corretta: ti mandiamo per email la nuova ricevuta. Il codice è lo stesso."),
    ),
    NOT_POSSIBLE: Told(
        "warning",
        _("Ora questo non si può fare"),
        _("Intanto qualcosa è cambiato: non abbiamo fatto nulla. Guarda qui sotto a che punto è."),
    ),
}


def of(code: str) -> Told | None:
    """The alert for a code; None for any that is not one of ours."""
    return _WORDS.get(code)


def address(token: str, code: str) -> str:
    """The personal page with an alert."""
    return f"{reverse('candidature:follow', args=[token])}?{PARAMETER}={code}"
