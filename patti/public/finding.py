"""«Ritrova la tua firma»: the way back to what was signed, by the address alone. It goes to the mailbox.

Whether anything was signed with that address is found out by the worker: here a known and an unknown one take
the same work and get the same answer.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from candidature.public.secret_pages import UNAVAILABLE, retry_later, secret_page, shows_nobody
from patti.public.showing import show
from patti.signatures import quotas, way_back
from portal.forms import outcomes, typed_again
from portal.forms.mailboxes import EMAIL_TYPING, INVALID_EMAIL, AddressField
from portal.forms.public import PublicForm
from portal.forms.text import plain_text_data
from portal.limits.counting import LimitReachedError
from portal.web import outage
from portal.web.visitors import client_of


class FindForm(PublicForm):
    """An address."""

    email = AddressField(
        label=gettext_lazy("Email"),
        max_length=254,
        help_text=gettext_lazy("Scrivila come quando hai firmato, anche con ciò che segue un «+»."),
        widget=forms.EmailInput(attrs=EMAIL_TYPING),
        error_messages={"required": gettext_lazy("Scrivi l’indirizzo email."), "invalid": INVALID_EMAIL},
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(None if data is None else plain_text_data(data))


@secret_page
def find(request: HttpRequest) -> HttpResponse:
    """Asks for an address, and says the same of every one."""
    if request.method == "POST":
        return _pressed(request, FindForm(request.POST))
    outcome = outcomes.outcome(request)
    if outcome == typed_again.ASKED:
        return show(request, "find_asked", address=typed_again.typed(request).get("email", ""))
    if outcome == outcomes.CHECK:
        return show(request, "find", form=FindForm(typed_again.typed(request)))
    return typed_again.forgotten(request, shows_nobody(show(request, "find", form=FindForm())))


def _pressed(request: HttpRequest, form: FindForm) -> HttpResponse:
    if not form.is_valid():
        return typed_again.lead_back(request, outcomes.CHECK, form.typed())
    address = form.cleaned_data["email"]
    try:
        with outage.noticed(), transaction.atomic():
            quotas.way_back(client_of(request), address)
            way_back.request(address, at=request.received_at)  # type: ignore[attr-defined]
    except LimitReachedError as reached:
        form.add_error(None, quotas.sentence(reached))
        return retry_later(show(request, "find", form=form, status=429), reached)
    except outage.OutageError:
        form.add_error(None, str(outage.SENTENCE))
        return show(request, "find", form=form, status=UNAVAILABLE)
    return typed_again.lead_back(request, typed_again.ASKED, {"email": address})
