"""What stands around every letter, in both layouts."""

from django.utils.translation import gettext as _

from portal.languages import reading


def about_answers(reply_to: str, language: str) -> str:
    """Whether, and by whom, an answer is read; in the language of the letter, whoever looks at it."""
    with reading(language):
        if reply_to:
            words = _("Se rispondi a questa lettera, la risposta arriva a %(address)s.")
            return words % {"address": reply_to}
        return _("Questo messaggio è automatico: non rispondere a questo indirizzo.")
