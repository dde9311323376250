"""Finding again what was begun or sent, by the address alone: the way back goes to the mailbox.

Whether anything is that address's is found out by the worker: here a known and an unknown one take the same
work and get the same answer.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from candidature.intake import quotas
from candidature.letters import way_back
from candidature.public.filling import press
from candidature.public.secret_pages import UNAVAILABLE, retry_later, secret_page, shows_nobody
from portal.forms import typed_again
from portal.forms.mailboxes import EMAIL_TYPING, INVALID_EMAIL, AddressField
from portal.forms.public import PublicForm
from portal.forms.text import plain_text_data
from portal.limits import counting as limits
from portal.web import outage
from portal.web.visitors import client_of


class FindForm(PublicForm):
    email = AddressField(
        label=gettext_lazy("Email"),
        max_length=254,
        help_text=gettext_lazy("Quella che hai scritto nel primo passo, «Chi sei»."),
        widget=forms.EmailInput(attrs=EMAIL_TYPING),
        error_messages={"required": gettext_lazy("Scrivi l’indirizzo email."), "invalid": INVALID_EMAIL},
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(None if data is None else plain_text_data(data))


@secret_page
def find(request: HttpRequest) -> HttpResponse:
    """Asks for an address, and says the same of every one."""
    if request.method == "POST":
        form = FindForm(request.POST)
        return asked(request, form, lambda status: _show(request, form, status=status))
    outcome = press.outcome(request)
    if outcome == typed_again.ASKED:
        return told(request)
    if outcome == press.CHECK:
        return _show(request, FindForm(typed_again.typed(request)))
    return typed_again.forgotten(request, shows_nobody(_show(request, FindForm())))


def told(request: HttpRequest) -> HttpResponse:
    """What is said of every address once the letter was asked for."""
    address = typed_again.typed(request).get("email", "")
    return render(request, "candidature/public/find_asked.html", {"address": address})


def asked(request: HttpRequest, form: FindForm, again: Callable[[int], HttpResponse]) -> HttpResponse:
    """Has the letter written that the posted form asks for, and leads to the page that says what came of it.

    Args:
        again: shows the form with a status, where the portal cannot do it now.
    """
    if not form.is_valid():
        return typed_again.lead_back(request, press.CHECK, form.typed())
    address = form.cleaned_data["email"]
    try:
        with outage.noticed(), transaction.atomic():
            quotas.way_back(client_of(request), address)
            way_back.request(address, at=request.received_at)  # type: ignore[attr-defined]
    except limits.LimitReachedError as reached:
        form.add_error(None, quotas.sentence(reached))
        return retry_later(again(429), reached)
    except outage.OutageError:
        form.add_error(None, str(outage.SENTENCE))
        return again(UNAVAILABLE)
    return typed_again.lead_back(request, typed_again.ASKED, {"email": address})


def _show(request: HttpRequest, form: FindForm, *, status: int = 200) -> HttpResponse:
    return render(request, "candidature/public/find.html", {"form": form}, status=status)
