"""What was typed into a form of which the portal keeps nothing, for the page after its press (decision 56).

Nothing holds it, and nobody has begun anything: it goes back to the browser that typed it, in a cookie of
two minutes that is sent to this one address, and stays nowhere else.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.forms import outcomes

COOKIE = "scritto"
# In the address: the letter that was asked for will be written.
ASKED = "chiesta"
# Far longer than a redirect takes; whoever comes to the same computer later finds nothing.
SECONDS = 120
# Of each text. A cookie has room for 4,096 bytes, and nothing that is right is longer.
_LONGEST = 300
_SALT = "portal.forms.typed_again"


def lead_back(request: HttpRequest, outcome: str, typed: Mapping[str, Any]) -> HttpResponse:
    """To the page of the form, which says what came of the press and shows what was typed."""
    answer = redirect(outcomes.saying(request.path, outcome))
    texts = {name: str(text or "")[:_LONGEST] for name, text in typed.items()}
    answer.set_cookie(
        COOKIE,
        signing.dumps(texts, salt=_SALT, compress=True),
        max_age=SECONDS,
        path=request.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return answer


def typed(request: HttpRequest) -> dict[str, str]:
    """What this browser typed before it was led here; empty texts where it keeps no cookies, or too late."""
    if not outcomes.outcome(request):
        return {}
    try:
        texts: dict[str, str] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        return {}
    return texts


def forgotten(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The same page come to otherwise than by a press: what was typed before is not kept any longer."""
    if COOKIE in request.COOKIES:
        answer.delete_cookie(COOKIE, path=request.path, samesite="Strict")
    return answer
