"""«La tua firma», behind the secret of its letter: what was signed, whether the name shows, the way out."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.public.secret_pages import secret_page
from patti.public.form import NO, YES
from patti.public.showing import nothing, show
from patti.signatures import keeping, managing, secret_links
from patti.signatures.models import Signature
from patti.signatures.published import is_published
from patti.texts.versions import PattoVersion
from portal.forms import outcomes
from portal.forms.public import PublicForm
from portal.web import outage
from portal.web.failures import not_now

# In the address: what the page says of the press that led to it.
CONFIRMED, AGAIN, CHANGED, RENEWED = "confermata", "gia", "cambiata", "nuova"
OTHER_TEXT, CLOSED = "altro-testo", "chiusa"

# The form holds a mistake, which only a program makes (RFC 9110, section 15.5.21).
WRONG = 422

View = Callable[[HttpRequest, str, Signature], HttpResponse]


class NameForm(PublicForm):
    """Whether the name stands on the public page."""

    shows_name = forms.ChoiceField(
        label=gettext_lazy("Il nome tra i firmatari"),
        choices=[(NO, gettext_lazy("Non mostrarlo")), (YES, gettext_lazy("Mostralo"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Scegli se mostrare il nome."),
            "invalid_choice": gettext_lazy("Scegli se mostrare il nome."),
        },
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
            return not_now(request, _("Firma di un patto"))

    return wrapped


@secret_page
@_of_signature
def mine(request: HttpRequest, token: str, signature: Signature) -> HttpResponse:
    """Shows the signature; a POST shows or hides the name, or signs the text as it is now."""
    if request.method == "POST" and "version" in request.POST:
        outcome = _sign_again(request, signature)
        return redirect(outcomes.saying(reverse("patti:mine", args=[token]), outcome))
    if request.method == "POST":
        form = NameForm(request.POST)
        if not form.is_valid():
            return _show(request, token, signature, form, status=WRONG)
        managing.show_name(signature, shows=form.cleaned_data["shows_name"] == YES)
        return redirect(outcomes.saying(reverse("patti:mine", args=[token]), CHANGED))
    return _show(
        request, token, signature, NameForm(initial={"shows_name": YES if signature.shows_name else NO})
    )


def _sign_again(request: HttpRequest, signature: Signature) -> str:
    """Signs the version that the press names, if that is still the text to sign; returns what came of it."""
    at = request.received_at  # type: ignore[attr-defined]
    wanted = request.POST["version"]
    if wanted == str(signature.version_id):
        return RENEWED
    if not _is_open(signature, at):
        return CLOSED
    later = _later(signature, at)
    is_read = later is not None and wanted == str(later.pk)
    return RENEWED if is_read and managing.sign_again(signature, later, at=at) else OTHER_TEXT


def _is_open(signature: Signature, at: datetime) -> bool:
    page = signature.page
    return is_published(page) and page.standing(page.last_version(), at).is_open


def _later(signature: Signature, at: datetime) -> PattoVersion | None:
    """The version that was published since, where it can be signed."""
    last: PattoVersion | None = signature.page.last_version()
    return last if last != signature.version and _is_open(signature, at) else None


def _show(
    request: HttpRequest, token: str, signature: Signature, form: NameForm, *, status: int = 200
) -> HttpResponse:
    return show(
        request,
        "mine",
        signature.page,
        status=status,
        signature=signature,
        later=_later(signature, request.received_at),  # type: ignore[attr-defined]
        form=form,
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
