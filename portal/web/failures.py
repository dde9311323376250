"""The last answer, when a view or a middleware failed: `handler500`."""

import sys

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from portal.health import outages
from portal.web import outage

# Never shown again: secrets, and what means nothing to a reader.
_HIDDEN = ("password", "token", "csrf", "notice", "version", "attached", "shown", "action", "next", "website")
# A page to copy from, not a mirror for anything of any size.
MOST_FIELDS = 200
LONGEST_FIELD = 20_000


def server_error(request: HttpRequest) -> HttpResponse:
    """A page of ours. When the portal could not write, it says so, and gives back what was typed.

    Django calls it while the exception is being handled, whichever view or middleware raised it.
    """
    error = sys.exc_info()[1]
    if not outage.is_outage(error):
        return HttpResponseServerError(render_to_string("500.html"))
    if not isinstance(error, outage.OutageError):
        # Else it was noted where it was met.
        outages.note(error)
    response = _retry_later(render(request, "503.html", {"typed": _typed(request)}, status=503))
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def not_now(request: HttpRequest, here: str) -> HttpResponse:
    """For a press by which nothing was typed: the portal cannot write at the moment, and nothing was changed.

    Args:
        here: what the page is called in the breadcrumb.
    """
    return _retry_later(render(request, "portal/not_now.html", {"here": here}, status=503))


def _retry_later(response: HttpResponse) -> HttpResponse:
    response["Retry-After"] = str(outage.RETRY_SECONDS)
    return response


def _typed(request: HttpRequest) -> list[str]:
    """The texts of the posted form, in its order; empty when the body could not be read."""
    if request.method != "POST":
        return []
    try:
        fields = list(request.POST.lists())[:MOST_FIELDS]
    except Exception:
        # The disk that is full may be the one that the body was to be read to.
        return []
    return [
        value[:LONGEST_FIELD]
        for name, values in fields
        if not any(part in name.lower() for part in _HIDDEN)
        for value in values
        if value.strip() and any(character.isalpha() for character in value)
    ]
