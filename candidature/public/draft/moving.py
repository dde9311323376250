"""Leading a browser on from a link that it ended itself by writing another address (decision 35).

The cookie is sent to the ended address only, opens nothing by itself, and decides nothing: it holds the new
secret, for the browser to be sent where that leads.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from candidature.links import draft_links, secret_links
from candidature.submissions.drafts import Draft
from portal.privacy.tokens import is_well_formed

COOKIE = "bozza"


def lead_on(answer: HttpResponse, ended: str, moved_to: str) -> HttpResponse:
    """Has the browser that ended a link remember, until it is closed, which one took its place."""
    answer.set_cookie(
        COOKIE,
        moved_to,
        path=_folder(ended),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def onwards(request: HttpRequest, ended: str, draft: Draft) -> HttpResponse | None:
    """To the same page of the draft by its new link, when this very browser ended the old one.

    What was posted is posted there again: a page that the browser kept may still hold the old address.
    """
    token = request.COOKIES.get(COOKIE, "")
    if not is_well_formed(token):
        return None
    found = draft_links.find(token)
    if found is None:
        # The link it led to has ended too: from there another cookie may lead on.
        later = secret_links.ended(token)
        found = later.draft if later and token != ended else None
    if found is None or found.pk != draft.pk:
        return None
    address = request.get_full_path().replace(_folder(ended), _folder(token), 1)
    return redirect(address, preserve_request=request.method == "POST")


def _folder(token: str) -> str:
    """Below which every page of a draft is."""
    return reverse("candidature:saved", args=[token]).removesuffix("salvata/")
