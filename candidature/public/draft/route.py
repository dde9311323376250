"""The addresses of a draft: its steps in order, the summary, and where "Salva" leads."""

import contextlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from candidature.intake import drafts
from candidature.public.filling import press
from portal.limits.counting import LimitReachedError
from portal.privacy.tokens import is_well_formed, new_token
from portal.web import outage
from portal.web.visitors import client_of

# Hidden input of the first step and of the summary: by it a second press is known, and it opens nothing.
FORM_KEY = "form_key"
# In the address of the page after "Salva": no letter could be written this time.
NO_LETTER = "lettera=no"


def form_key(request: HttpRequest) -> str:
    """The key of the posted form; a new one, which no second press can repeat, when it was lost."""
    posted = request.POST.get(FORM_KEY, "")
    return posted if is_well_formed(posted) else new_token()


def address(token: str, number: int) -> str:
    """Where a step of a draft is; number 0 is who you are."""
    return reverse("candidature:step", args=[token, number])


def summary(token: str, outcome: str = "") -> str:
    """Where the summary of a draft is; what it says of the press that led to it."""
    return press.saying(reverse("candidature:summary", args=[token]), outcome)


def confirm(token: str, outcome: str = "") -> str:
    """Where the address of a draft is proved; what it says of the press that led to it."""
    return press.saying(reverse("candidature:confirm", args=[token]), outcome)


def others(token: str, outcome: str = "") -> str:
    """Where those are named who confirm a draft; what it says of the press that led to it."""
    return press.saying(reverse("candidature:others", args=[token]), outcome)


def same_step(request: HttpRequest, token: str, number: int) -> str:
    """The address of a step for the same purpose as the one that was asked for."""
    return press.for_the_same_purpose(request, address(token, number))


def again(request: HttpRequest, token: str, number: int, outcome: str) -> str:
    """The address of the same step, which says what came of the press."""
    return press.saying(same_step(request, token, number), outcome)


def saved(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Has the link of a saved draft mailed, where it may be, and shows where the draft is found again."""
    address = f"{reverse('candidature:saved', args=[token])}?passo={number}"
    # Sent from another tab meanwhile: the page after "Salva" says so.
    with contextlib.suppress(drafts.DraftGoneError):
        try:
            with outage.noticed():
                drafts.mail_link(token, client=client_of(request))
        except (LimitReachedError, outage.OutageError):
            address += f"&{NO_LETTER}"
    return redirect(address)
