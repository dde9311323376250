"""From the secret in an address to the submission that it follows, or to the page that says why not."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from candidature.links.models import FollowLink
from candidature.pages.translations import in_spoken_words
from candidature.public.secret_pages import View, explain, unknown_link
from portal.languages import ITALIAN, spoken
from portal.privacy.tokens import digest, is_well_formed


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
            return unknown_link(request)
        if link.revoked_at is not None:
            return link_renewed(request, status=410)
        submission = link.submission
        if spoken() != ITALIAN:
            submission.page = in_spoken_words(submission.page.specific)
        return view(request, token, submission, *args, **kwargs)

    return wrapped


def link_renewed(request: HttpRequest, *, status: int) -> HttpResponse:
    """Also what a second press, or anybody with an ended link, gets to read: nothing of the submission."""
    return explain(
        request,
        status=status,
        title=_("Questo collegamento non vale più"),
        text=_(
            "Abbiamo annullato tutti i collegamenti precedenti e ne abbiamo mandato uno nuovo per email, "
            "all’indirizzo indicato quando hai partecipato: usa quello. Se non arriva entro un’ora guarda "
            "nella posta indesiderata o scrivi ai contatti dell’avviso."
        ),
    )
