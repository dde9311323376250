"""What the personal page says of the press that led to it, by the code in its address."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARAMETER = "esito"

NOT_POSSIBLE = "non-si-puo"


@dataclass(frozen=True)
class Told:
    """An alert on top of the page; `level` as in `includes/alert.html`."""

    level: str
    title: str | Promise
    text: str | Promise


_WORDS: dict[str, Told] = {
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
