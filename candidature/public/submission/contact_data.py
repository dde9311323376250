"""Changing the address and the telephone number of what was sent."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from candidature.intake import contact
from candidature.links import proofs
from candidature.links.proofs import AddressProof
from candidature.public.code_form import (
    JUST_LEFT,
    LETTER_REFUSALS,
    NO_CODE,
    NO_LETTER,
    WRONG_CODE,
    CodeForm,
)
from candidature.public.following import told
from candidature.public.secret_pages import could_not_save, secret_page, show
from candidature.public.submission import shown
from candidature.public.submission.links import with_submission
from candidature.submissions.models import Submission
from moduli.fields import PhoneField, readable_phone
from portal.forms.mailboxes import EMAIL_TYPING, INVALID_EMAIL, MailboxField
from portal.forms.public import PublicForm
from portal.forms.text import plain_text_data
from portal.limits.counting import LimitReachedError
from portal.web import outage
from portal.web.visitors import client_of

PURPOSE = AddressProof.Purpose.ADDRESS
_CHECK = "controlla"
_REFUSALS = {
    "troppe": gettext_lazy(
        "I recapiti sono già stati cambiati più volte oggi. Riprova domani, o scrivi all’ufficio."
    ),
    "contestato": gettext_lazy(
        "Chi legge l’indirizzo di prima ha detto di non aver chiesto il cambio: per trenta giorni lo può "
        "cambiare solo l’ufficio. Scrivi ai suoi contatti."
    ),
    **LETTER_REFUSALS,
    "altra": gettext_lazy(
        "Con questo indirizzo c’è già un’altra partecipazione alla stessa pagina, dove ognuno ne invia una "
        "sola. Il tuo indirizzo resta quello di prima: se è un errore, scrivi ai contatti dell’ufficio."
    ),
    "conferma": gettext_lazy(
        "Questo indirizzo l’hai indicato per chi deve confermare, che risponde per conto suo: per te ne "
        "serve un altro."
    ),
    "scaduta": gettext_lazy("La richiesta è scaduta o è stata fermata: chiedi di nuovo il cambio."),
}
# After these what was typed is shown once more.
_SHOWN_AGAIN = {_CHECK, "troppe", "contestato", "conferma", NO_LETTER}
_NEWS = {
    "mandata": gettext_lazy("Un’altra lettera è in partenza."),
    "fermata": gettext_lazy("Va bene: continuiamo a scriverti all’indirizzo di prima."),
}


class ContactForm(PublicForm):
    """Where somebody is written to."""

    email = MailboxField(
        label=gettext_lazy("Email"),
        max_length=254,
        help_text=gettext_lazy(
            "Se la cambi ti scriviamo là, per sapere che è la tua: vale da quando confermi."
        ),
        widget=forms.EmailInput(attrs=EMAIL_TYPING),
        error_messages={"required": gettext_lazy("Scrivi l’indirizzo email."), "invalid": INVALID_EMAIL},
    )
    phone = PhoneField(label=gettext_lazy("Telefono"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(None if data is None else plain_text_data(data), **kwargs)
        # A browser would cut a pasted text without a word.
        self.fields["email"].widget.attrs.pop("maxlength", None)


@secret_page
@with_submission
def contact_data(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """Shows address and number to be changed and, while another address waits, how it is proved."""
    if request.method != "POST":
        return _page(request, token, submission)
    try:
        with outage.noticed():
            return _pressed(request, token, submission)
    except outage.OutageError:
        return could_not_save(request, follow_token=token)


def _page(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    outcome = request.GET.get(told.PARAMETER, "")
    proof = AddressProof.objects.filter(submission=submission, purpose=PURPOSE).first()
    initial = {"email": submission.email, "phone": readable_phone(submission.phone)}
    typed = proof.typed if proof is not None and outcome in _SHOWN_AGAIN else {}
    context = {
        **shown.context(token, submission),
        "form": ContactForm(typed) if typed else ContactForm(initial=initial),
        "proof": proof if proof is not None and proof.is_good else None,
        "code_form": CodeForm.saying(outcome),
        "refusal": _REFUSALS.get(outcome, ""),
        "news": _NEWS.get(outcome, ""),
    }
    return show(request, "contact_data", submission.page, context)


def _pressed(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    action = request.POST.get("action", "")
    try:
        if action == "code":
            return _prove(request, token, submission)
        if action == "again":
            left = contact.write_again(submission, PURPOSE, client=client_of(request))
            return _back(token, "mandata" if left else JUST_LEFT)
        if action == "stop":
            contact.stop(submission)
            return _back(token, "fermata")
        return _change(request, token, submission)
    except contact.NothingWaitsError:
        return _back(token, "scaduta")
    except contact.TooOftenError:
        return _back(token, "troppe")
    except contact.ContestedError:
        return _back(token, "contestato")
    except contact.ConfirmsError:
        return _back(token, "conferma")
    except contact.AddressTakenError:
        return _back(token, "altra")
    except LimitReachedError:
        return _back(token, NO_LETTER)


def _change(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    form = ContactForm(request.POST)
    if not form.is_valid():
        proofs.keep_typed(submission, PURPOSE, form.typed())
        return _back(token, _CHECK)
    email, phone = form.cleaned_data["email"], form.cleaned_data["phone"]
    try:
        asked = contact.change(submission, email, phone, client=client_of(request))
    except (contact.TooOftenError, contact.ContestedError, contact.ConfirmsError, LimitReachedError):
        # Nothing is changed, so the page shows it once more.
        proofs.keep_typed(submission, PURPOSE, form.typed())
        raise
    if asked is None:
        return redirect(told.address(token, told.CONTACT_KEPT))
    return redirect("candidature:contact_data", token)


def _prove(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    typed = request.POST.get("code", "").strip()
    if not typed:
        return _back(token, NO_CODE)
    moved = contact.prove_by_code(submission, typed)
    if moved is None:
        return _back(token, WRONG_CODE)
    return redirect(told.address(moved.token, told.ADDRESS_CHANGED))


def _back(token: str, outcome: str) -> HttpResponse:
    return redirect(f"{reverse('candidature:contact_data', args=[token])}?{told.PARAMETER}={outcome}")
