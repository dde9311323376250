"""«La tua firma», behind the secret of its letter: what was signed, whether the name shows, the way out."""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from candidature.public.secret_pages import UNAVAILABLE, secret_page
from patti.public.form import NO, YES
from patti.public.showing import nothing, show
from patti.signatures import keeping, managing, secret_links
from patti.signatures.models import Signature
from portal.forms import outcomes
from portal.forms.public import PublicForm
from portal.web import outage

# In the address: what the page says of the press that led to it.
CONFIRMED, AGAIN, CHANGED, RENEWED = "confermata", "gia", "cambiata", "nuova"

View = Callable[[HttpRequest, str, Signature], HttpResponse]


class NameForm(PublicForm):
    """Whether the name stands on the public page."""

    shows_name = forms.ChoiceField(
        label=gettext_lazy("Il nome tra i firmatari"),
        choices=[(NO, gettext_lazy("Non mostrarlo")), (YES, gettext_lazy("Mostralo"))],
        widget=forms.RadioSelect,
    )


def _of_signature(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Finds what the secret opens, and says so where it opens nothing or nothing can be written."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        signature = secret_links.find(token)
        if signature is None:
            return nothing(request, is_link=True)
        try:
            with outage.noticed():
                return view(request, token, signature)
        except outage.OutageError:
            return show(request, "not_now", status=UNAVAILABLE)

    return wrapped


@secret_page
@_of_signature
def mine(request: HttpRequest, token: str, signature: Signature) -> HttpResponse:
    """Shows the signature; a POST shows or hides the name, or signs the text as it is now."""
    at = request.received_at  # type: ignore[attr-defined]
    here = reverse("patti:mine", args=[token])
    last = signature.page.last_version()
    later = last if last != signature.version and signature.page.standing(last, at).is_open else None
    if request.method == "POST":
        if later is not None and request.POST.get("version") == str(later.pk):
            managing.sign_again(signature, later, at=at)
            return redirect(outcomes.saying(here, RENEWED))
        form = NameForm(request.POST)
        if not form.is_valid():
            return redirect(here)
        managing.show_name(signature, shows=form.cleaned_data["shows_name"] == YES)
        return redirect(outcomes.saying(here, CHANGED))
    return show(
        request,
        "mine",
        signature.page,
        signature=signature,
        later=later,
        form=NameForm(initial={"shows_name": YES if signature.shows_name else NO}),
        token=token,
        outcome=outcomes.outcome(request),
        until=keeping.ends(signature),
    )


@secret_page
@_of_signature
def withdraw(request: HttpRequest, token: str, signature: Signature) -> HttpResponse:
    """Asks whether the signature shall be taken back; a POST erases it."""
    if request.method != "POST":
        return show(request, "withdraw", signature.page, signature=signature, token=token)
    keeping.forget(signature)
    return redirect("patti:withdrawn")


@secret_page
def withdrawn(request: HttpRequest) -> HttpResponse:
    """It is taken back, and nothing is kept."""
    return show(request, "withdrawn")
