"""A step that an editor removed while somebody was writing in it: what was typed is kept, and shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidature.intake import drafts, quotas
from candidature.intake.carrying import AskedNow, Beside
from candidature.public.draft import moving, route, typed
from candidature.public.draft.window import accepts
from candidature.public.filling import autosave, press
from candidature.public.secret_pages import UNAVAILABLE, explain, retry_later
from candidature.submissions.drafts import Draft
from portal.limits import counting as limits
from portal.web import outage
from portal.web.visitors import client_of


def gone_step(
    request: HttpRequest, token: str, draft: Draft, number: int, now: AskedNow, beside: Beside
) -> HttpResponse:
    """Keeps what was typed, and leads to the page that says what changed.

    Args:
        number: at whose address it was posted.
        beside: what the posted page held.
    """
    try:
        with outage.noticed():
            moved_to, told_apart = drafts.keep_gone_step(
                draft,
                beside,
                now,
                client=client_of(request),
                seen=request.POST.get(press.SEEN, ""),
                at=request.received_at,  # type: ignore[attr-defined]
            )
    except limits.LimitReachedError as reached:
        sentence = quotas.sentence(reached, now.page.contact_email)
        if autosave.is_asked(request):
            return autosave.not_saved(sentence)
        return retry_later(_refused(request, 429, sentence, now, number, token), reached)
    except outage.OutageError:
        if autosave.is_asked(request):
            return autosave.not_saved(str(outage.SENTENCE))
        return _refused(request, UNAVAILABLE, str(outage.SENTENCE), now, number, token)
    if autosave.is_asked(request):
        # The page stays as it is until a button is pressed.
        return autosave.other_form()
    there = moved_to or token
    if told_apart or not accepts(request, now.page):
        answer = redirect("candidature:form_changes", there)
    else:
        # Where that step was another stands now, or the summary; there the change is told.
        answer = redirect("candidature:step", there, number)
    return moving.lead_on(answer, token, moved_to) if moved_to else answer


def _refused(
    request: HttpRequest, status: int, why: str, now: AskedNow, number: int, token: str
) -> HttpResponse:
    """Why it could not be kept just now, with what was typed."""
    return explain(
        request,
        status=status,
        title=_("Ciò che hai scritto non è stato salvato"),
        text=why,
        way_back=route.address(token, 0),
        written=typed.rows(request, now.page, number),
    )
