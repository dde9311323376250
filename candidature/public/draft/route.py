"""The way through the form: its steps in order, and where the button that was pressed leads."""

import contextlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from candidature.intake import drafts
from candidature.links.tokens import is_well_formed, new_token
from candidature.pages.participation import ParticipationPage
from moduli import Schema
from portal.limits.counting import LimitReachedError
from portal.web import outage
from portal.web.visitors import client_of

# Hidden input of the first step and of the summary: by it a second press is known, and it opens nothing.
FORM_KEY = "form_key"
# In the address of the page after "Salva": no letter could be written this time.
NO_LETTER = "lettera=no"
# Hidden input of a step: its key, because an editor may move steps while somebody writes.
STEP = "step"
# Hidden input of a step: which answers it showed (`candidature.intake.two_tabs`).
SEEN = "seen"
# Value of the buttons of the list of steps, before the number of one: it is saved as it is, and left.
GO = "go-"
# In the address of a step after a press: what the page says of it.
OUTCOME = "esito"
# Everything that is missing or wrong.
CHECK = "controlla"
# Only which files were not taken.
FILES = "file"
# That a choice asks for more, which the page now shows.
OPENED = "aperte"
# That another tab saved other answers meanwhile.
BOTH = "versioni"
# In the address of a step that was opened to correct something seen on the summary.
FROM_SUMMARY = "da=riepilogo"


def form_key(request: HttpRequest) -> str:
    """The key of the posted form; a new one, which no second press can repeat, when it was lost."""
    posted = request.POST.get(FORM_KEY, "")
    return posted if is_well_formed(posted) else new_token()


def position(schema: Schema, key: str) -> int | None:
    """The number of the step with this key now; None when it is no longer asked."""
    keys = [step["key"] for step in schema["steps"]]
    return keys.index(key) + 1 if key in keys else None


def address(token: str, number: int) -> str:
    """Where a step of a draft is; number 0 is who you are."""
    return reverse("candidature:step", args=[token, number])


def summary(token: str, outcome: str = "") -> str:
    """Where the summary of a draft is; what it says of the press that led to it."""
    address = reverse("candidature:summary", args=[token])
    return f"{address}?{OUTCOME}={outcome}" if outcome else address


def confirm(token: str, outcome: str = "") -> str:
    """Where the address of a draft is proved; what it says of the press that led to it."""
    address = reverse("candidature:confirm", args=[token])
    return f"{address}?{OUTCOME}={outcome}" if outcome else address


def comes_from_summary(request: HttpRequest) -> bool:
    """Whether a step was opened from the summary, to which it leads back."""
    return request.GET.get("da") == "riepilogo"


def same_step(request: HttpRequest, token: str, number: int) -> str:
    """The address of a step for the same purpose as the one that was asked for."""
    query = f"?{FROM_SUMMARY}" if comes_from_summary(request) else ""
    return address(token, number) + query


def again(request: HttpRequest, token: str, number: int, outcome: str) -> str:
    """The address of the same step, which says what came of the press."""
    address = same_step(request, token, number)
    return f"{address}{'&' if '?' in address else '?'}{OUTCOME}={outcome}"


def outcome(request: HttpRequest) -> str:
    """What the page says of the press that led to it; empty for nothing."""
    return request.GET.get(OUTCOME, "")


def asks_that_all_is_right(request: HttpRequest) -> bool:
    """Whether the button that was pressed goes on only from a step without a mistake."""
    return request.POST.get("action") not in ("save", "back") and chosen(request) is None


def chosen(request: HttpRequest) -> int | None:
    """The number of the page that was chosen from the list of steps; None when another button was pressed."""
    action = request.POST.get("action", "")
    number = action.removeprefix(GO)
    if number == action or not number.isascii() or not number.isdigit() or len(number) > 3:
        return None
    return int(number)


def after(request: HttpRequest, page: ParticipationPage, token: str, number: int) -> HttpResponse:
    """Where one goes from a step that is in order, according to the button."""
    to = chosen(request)
    if to is not None:
        # Past the last step is the summary.
        return redirect("candidature:step", token, to)
    if request.POST.get("action") == "save":
        return _saved(request, token, number)
    if request.POST.get("action") == "summary" or number >= len(page.steps):
        return redirect("candidature:summary", token)
    return redirect("candidature:step", token, number + 1)


def _saved(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Has the link of a saved draft mailed, where it may be, and shows where the draft is found again."""
    shown = f"{reverse('candidature:saved', args=[token])}?passo={number}"
    # Sent from another tab meanwhile: the page after "Salva" says so.
    with contextlib.suppress(drafts.DraftGoneError):
        try:
            with outage.noticed():
                drafts.mail_link(token, client=client_of(request))
        except (LimitReachedError, outage.OutageError):
            shown += f"&{NO_LETTER}"
    return redirect(shown)
