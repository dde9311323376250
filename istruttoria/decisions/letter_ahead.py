"""What becomes of the letter of one decision: it leaves, is read by somebody first, or is handed over."""

from django.utils.translation import gettext as _


def foretold(subject: str, email: str, *, needs_approval: bool) -> str:
    """What is said of it before the decision.

    Args:
        email: of its reader; empty where nobody has one.
        needs_approval: whether its page wants that somebody reads it before it leaves.
    """
    words = {"letter_subject": subject, "email": email}
    if needs_approval and email:
        return _("La lettera «%(letter_subject)s», a %(email)s, parte quando l’ha approvata chi può.") % words
    if needs_approval:
        sentence = _(
            "Non c’è un indirizzo email: la lettera «%(letter_subject)s» è da stampare e consegnare a mano, "
            "quando l’ha approvata chi può."
        )
        return sentence % words
    if email:
        return _("Parte la lettera: «%(letter_subject)s», a %(email)s.") % words
    sentence = _(
        "Non c’è un indirizzo email: la lettera «%(letter_subject)s» è da stampare e consegnare a mano."
    )
    return sentence % words


def reason_ahead() -> str:
    """What is said of the reason that a letter gives which somebody reads before it leaves."""
    return _(
        "Chi l’ha inviata vede subito il nuovo stato, ma legge la motivazione solo quando la lettera parte. "
        "Se chi approva la corregge nella lettera, cambia anche nella scheda."
    )


def done(status: str, email: str, *, needs_approval: bool) -> str:
    """What is said of it after the decision, with the new state."""
    if needs_approval:
        sentence = _("Fatto: lo stato è «%(status)s», e la lettera aspetta che la approvi chi può.")
    elif email:
        sentence = _("Fatto: lo stato è «%(status)s» e la lettera è in partenza.")
    else:
        sentence = _("Fatto: lo stato è «%(status)s», e la lettera è da stampare e consegnare a mano.")
    return sentence % {"status": status}
