"""Forgetting a draft by a press of whoever writes it; a GET, which programs make too, forgets nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidature.intake.drafts import DraftGoneError
from candidature.links import draft_links, secret_links
from candidature.pages.participation import ParticipationPage
from candidature.privacy import retention
from candidature.public.draft.links import only_looked_at
from candidature.public.secret_pages import could_not_save, explain, secret_page, shows_nobody
from candidature.submissions.drafts import Draft
from portal.web import outage


@secret_page
def forget(request: HttpRequest, token: str) -> HttpResponse:
    """Forgets the draft; a second press finds nothing left, and is told the same."""
    is_gone = draft_links.find(token) is None and secret_links.ended(token) is None
    if request.method == "POST" and is_gone:
        return redirect("candidature:forgotten")
    return _forget(request, token)  # type: ignore[return-value]


@only_looked_at
def _forget(request: HttpRequest, token: str, draft: Draft, _page: ParticipationPage) -> HttpResponse:
    if request.method != "POST":
        return redirect("candidature:summary", token)
    try:
        with outage.noticed():
            was_there = retention.forget_draft_if(draft)
    except outage.OutageError:
        return could_not_save(request)
    if not was_there:
        # Sent meanwhile: the page says so.
        raise DraftGoneError
    return redirect("candidature:forgotten")


@secret_page
def forgotten(request: HttpRequest) -> HttpResponse:
    """The same words for everybody."""
    answer = explain(
        request,
        status=200,
        title=_("La bozza è eliminata"),
        text=_("Non abbiamo inviato nulla, e di ciò che avevi scritto non resta nulla."),
    )
    return shows_nobody(answer)
