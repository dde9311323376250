"""Whether a receipt is authentic: for anybody who holds one, and nothing else is said of it.

A receipt that never was, one with a wrong code and one whose submission was erased get the same answer.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.public.filling import press
from candidature.public.secret_pages import (
    UNAVAILABLE,
    explain,
    secret_page,
    shows_nobody,
)
from candidature.receipts import document, verification
from portal.forms import typed_again
from portal.forms.public import PublicForm
from portal.forms.text import plain_text_data
from portal.limits import attempts
from portal.web import outage
from portal.web.visitors import client_of

# Only those that failed count: an office that checks the receipts it was given is never stopped.
FAILED_CHECKS = attempts.Limit("receipt check", at_most=30, within=timedelta(hours=1))


class CheckForm(PublicForm):
    """What stands on a receipt, for who cannot open its address."""

    reference = forms.CharField(
        label=gettext_lazy("Codice della ricevuta"),
        max_length=40,
        help_text=gettext_lazy("Comincia con CS."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Scrivi il codice della ricevuta.")},
    )
    code = forms.CharField(
        label=gettext_lazy("Codice di verifica"),
        max_length=40,
        help_text=gettext_lazy("Sono sedici lettere e cifre, alla fine della ricevuta."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Scrivi il codice di verifica.")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(None if data is None else plain_text_data(data))

    def clean_reference(self) -> str:
        return self._letters("reference", _("Nel codice ci sono solo lettere, cifre e trattini."))

    def clean_code(self) -> str:
        return self._letters("code", _("Nel codice ci sono solo lettere, cifre e trattini."))

    def _letters(self, name: str, message: str) -> str:
        """Fit to stand in an address."""
        letters = verification.only_letters(self.cleaned_data[name])
        if not letters:
            raise forms.ValidationError(message)
        return letters


@secret_page
def ask(request: HttpRequest) -> HttpResponse:
    """Asks for what stands on a receipt."""
    if request.method != "POST":
        if press.outcome(request) == press.CHECK:
            return _show(request, CheckForm(typed_again.typed(request)))
        return typed_again.forgotten(request, shows_nobody(_show(request, CheckForm())))
    form = CheckForm(request.POST)
    if not form.is_valid():
        return typed_again.lead_back(request, press.CHECK, form.typed())
    reference = verification.normal(form.cleaned_data["reference"])
    code = verification.grouped(form.cleaned_data["code"])
    return redirect("candidature:check_receipt", reference, code)


@secret_page
def check(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Says whether the receipt with this code is authentic, and of which moment."""
    if request.method == "POST":
        return redirect("candidature:check_receipt", reference, code)
    try:
        with outage.noticed():
            attempt = attempts.begin(FAILED_CHECKS, client_of(request))
            issued_at = verification.issued_at(reference, code)
            if issued_at is not None:
                attempts.forgive(attempt)
    except attempts.TooManyAttemptsError as reached:
        return _too_many(request, reached)
    except outage.OutageError:
        return _not_now(request)
    moment = document.in_words(issued_at) if issued_at else ""
    return render(request, "candidature/public/receipt_checked.html", {"moment": moment})


def _show(request: HttpRequest, form: CheckForm) -> HttpResponse:
    return render(request, "candidature/public/receipt_check.html", {"form": form})


def _too_many(request: HttpRequest, reached: attempts.TooManyAttemptsError) -> HttpResponse:
    hour = date_format(timezone.localtime(reached.retry_at), "H:i")
    answer = explain(
        request,
        status=429,
        title=_("Troppe verifiche non riuscite"),
        text=_("Da questa rete sono arrivati molti codici sbagliati in poco tempo. Riprova dopo le %(hour)s.")
        % {"hour": hour},
    )
    answer["Retry-After"] = str(max(1, round((reached.retry_at - timezone.now()).total_seconds())))
    return answer


def _not_now(request: HttpRequest) -> HttpResponse:
    return explain(
        request,
        status=UNAVAILABLE,
        title=_("In questo momento la verifica non si può fare"),
        text=_("Chi gestisce il portale è avvisato. Riprova tra qualche minuto."),
    )
