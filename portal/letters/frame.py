"""What stands around every letter, in both layouts."""

from django.utils.translation import gettext as _
from django.utils.translation import override


def about_answers(reply_to: str) -> str:
    """Whether, and by whom, an answer is read; in Italian, whoever looks at the letter."""
    with override("it"):
        if reply_to:
            words = _("Se rispondi a questa lettera, la risposta arriva a %(address)s.")
            return words % {"address": reply_to}
        return _("Questo messaggio è automatico: non rispondere a questo indirizzo.")
