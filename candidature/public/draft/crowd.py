"""Where many begin at once, or many from one place: each is slowed down a little, and nobody is sent away.

The press that begins leads to a page on which a script does a little work, or one waits some seconds. What
was chosen before, the keys of options, travels along in the address.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from candidature.intake import quotas
from candidature.pages.participation import ParticipationPage
from candidature.public.draft import opened
from candidature.public.filling import press
from candidature.public.secret_pages import secret_page, show
from portal.limits import challenges
from portal.limits.challenges import Answer
from portal.web.visitors import client_of

# Hidden inputs of the page that slows down, and of its address.
TICKET, SOLUTION = "biglietto", "calcolo"
# In its address: the press came before the time was over.
EARLY = "presto"


def slowed(
    request: HttpRequest, page: ParticipationPage, moment: str, chosen: Sequence[tuple[str, str]]
) -> HttpResponse | None:
    """To the page that slows down; None where nobody has to be, or where this one was.

    Args:
        moment: the address of that page.
        chosen: what was posted and is to be posted again from there.
    """
    if not quotas.is_crowded(client_of(request), page.answered_id):
        return None
    text = request.POST.get(TICKET, "")
    outcome = challenges.answer(_about(page), text, request.POST.get(SOLUTION, "")) if text else None
    if outcome is Answer.RIGHT:
        return None
    if outcome is Answer.TOO_EARLY:
        return redirect(_address(moment, text, chosen, EARLY))
    wait = timedelta(seconds=settings.LIMITS["CHALLENGE_WAIT_SECONDS"])
    return redirect(_address(moment, challenges.give(_about(page), wait).text, chosen))


@secret_page
def a_moment(request: HttpRequest, page_id: int) -> HttpResponse:
    """Asks to wait a moment; its button begins."""
    page = opened.page_at(request, page_id)
    if isinstance(page, HttpResponse):
        return page
    return moment_page(request, page, reverse("candidature:start", args=[page.answered_id]), answered)


def moment_page(
    request: HttpRequest,
    page: ParticipationPage,
    onwards: str,
    chosen: Callable[[QueryDict], Sequence[tuple[str, str]]],
) -> HttpResponse:
    """The page that slows down.

    Args:
        onwards: where its button posts, and where one begins who comes here by another way.
        chosen: what of its address is posted along.
    """
    ticket = challenges.read(_about(page), request.GET.get(TICKET, ""))
    if request.method != "GET" or ticket is None:
        # Or after half an hour: the button that begins gives another.
        return redirect(onwards)
    context = {
        "page": page,
        "onwards": onwards,
        "ticket": ticket,
        "work": ticket.work(),
        "chosen": chosen(request.GET),
        "is_early": press.outcome(request) == EARLY and ticket.seconds_left,
    }
    return show(request, "a_moment", page, context)


def _about(page: ParticipationPage) -> str:
    return f"begin {page.answered_id}"


def answered(given: QueryDict) -> list[tuple[str, str]]:
    """What was answered before anything else, as it was posted or stands in the address."""
    names = [name for name in given if name.startswith("q-") or name == press.STEP]
    return [(name, given.get(name, "")) for name in names]


def _address(moment: str, ticket: str, chosen: Sequence[tuple[str, str]], outcome: str = "") -> str:
    return press.saying(f"{moment}?{urlencode([(TICKET, ticket), *chosen])}", outcome)
