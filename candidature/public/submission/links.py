"""From the secret in an address to the submission that it follows, or to the page that says why not."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from candidature.links.models import FollowLink
from candidature.pages.translations import in_spoken_words
from candidature.public.draft import typed
from candidature.public.filling.typed import Rows
from candidature.public.secret_pages import View, explain, unknown_link
from portal.languages import ITALIAN, spoken
from portal.privacy.tokens import digest, is_well_formed

# The number of a page whose questions are not known any more; not of the first, which says who it is.
_SOME_STEP = 1


def with_submission(view: View) -> View:
    """Finds the submission of a secret link, or says that the link leads nowhere."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        link = None
        if is_well_formed(token):
            links = FollowLink.objects.select_related(
                "submission__page", "submission__municipality", "submission__privacy_notice"
            )
            link = links.filter(token_hash=digest(token)).first()
        if link is None:
            return unknown_link(request, lost(request))
        if link.revoked_at is not None:
            return link_renewed(request, status=410, written=lost(request))
        submission = link.submission
        if spoken() != ITALIAN:
            submission.page = in_spoken_words(submission.page.specific)
        return view(request, token, submission, *args, **kwargs)

    return wrapped


def lost(request: HttpRequest) -> Rows:
    """Label and text of what was posted about something that is not there any more."""
    return typed.rows(request, None, _SOME_STEP)


def link_renewed(request: HttpRequest, *, status: int, written: Rows) -> HttpResponse:
    """Also what a second press, or anybody with an ended link, gets to read: nothing of the submission.

    Args:
        written: label and text of what was posted just now.
    """
    return explain(
        request,
        status=status,
        written=written,
        title=_("Questo collegamento non vale più"),
        text=_(
            "Abbiamo annullato tutti i collegamenti precedenti e ne abbiamo mandato uno nuovo per email, "
            "all’indirizzo indicato quando hai partecipato: usa quello. Se non arriva entro un’ora guarda "
            "nella posta indesiderata o scrivi ai contatti dell’avviso."
        ),
    )
