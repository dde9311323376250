"""«Le tue iscrizioni», behind the secret of every letter: what one follows, how often, and how it ends."""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.public.secret_pages import secret_page
from portal.forms import outcomes
from portal.forms.public import PublicForm
from portal.web import outage
from portal.web.failures import not_now
from seguire.followers import managing, secret_links
from seguire.followers.models import Follower, Frequency

# In the address: what the page says of the press that led to it.
CONFIRMED, CHANGED, STOPPED_ONE, STILL = "confermata", "cambiata", "tolta", "ancora"
# What a mail program posts, and nothing else (RFC 8058, section 3.2).
_ONE_CLICK = "List-Unsubscribe"

View = Callable[[HttpRequest, str, Follower], HttpResponse]


class FrequencyForm(PublicForm):
    """How often what is new is told."""

    frequency = forms.ChoiceField(
        label=gettext_lazy("Quando vuoi ricevere la lettera"),
        choices=Frequency.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Scegli quando."),
            "invalid_choice": gettext_lazy("Scegli quando."),
        },
    )


def _of_follower(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Finds whom the secret opens, and says so where it opens nothing or nothing can be written."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        follower = secret_links.find(token)
        if follower is None:
            return _nobody(request)
        try:
            with outage.noticed():
                return view(request, token, follower)
        except outage.OutageError:
            return not_now(request, _("Aggiornamenti per e-mail"))

    return wrapped


def _nobody(request: HttpRequest) -> HttpResponse:
    # Of a mail program that presses again it is done.
    if request.method == "POST" and _ONE_CLICK in request.POST:
        return _done()
    return render(request, "seguire/public/nothing.html", {"is_link": True}, status=404)


def _done() -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@secret_page
@_of_follower
def mine(request: HttpRequest, token: str, follower: Follower) -> HttpResponse:
    """Shows what is followed; a POST changes how often, or ends one of it."""
    at = request.received_at  # type: ignore[attr-defined]
    here = reverse("seguire:mine", args=[token])
    if request.method == "POST":
        if number := request.POST.get("stop", ""):
            any_left = managing.stop_one(follower, number, at=at)
            return redirect(outcomes.saying(here, STOPPED_ONE) if any_left else "seguire:stopped")
        managing.change_frequency(follower, request.POST.get("frequency", ""), at=at)
        return redirect(outcomes.saying(here, CHANGED))
    context = {
        "follower": follower,
        "subscriptions": follower.subscriptions.select_related("page"),
        "form": FrequencyForm(initial={"frequency": follower.frequency}),
        "token": token,
        "outcome": outcomes.outcome(request),
    }
    return render(request, "seguire/public/mine.html", context)


@secret_page
@_of_follower
def stop(request: HttpRequest, token: str, follower: Follower) -> HttpResponse:
    """Asks whether all of it shall end; a POST, of a person or of their mail program, ends it."""
    if request.method != "POST":
        return render(request, "seguire/public/stop.html", {"follower": follower, "token": token})
    managing.stop_all(follower)
    return _done() if _ONE_CLICK in request.POST else redirect("seguire:stopped")


@secret_page
@_of_follower
def still(request: HttpRequest, token: str, follower: Follower) -> HttpResponse:
    """Asks whether the letters are wanted; a POST says so."""
    if request.method != "POST":
        return render(request, "seguire/public/still.html", {"follower": follower, "token": token})
    managing.say_still_wanted(follower, at=request.received_at)  # type: ignore[attr-defined]
    return redirect(outcomes.saying(reverse("seguire:mine", args=[token]), STILL))


@secret_page
def stopped(request: HttpRequest) -> HttpResponse:
    """It is over, and nothing is kept."""
    return render(request, "seguire/public/stopped.html")
