"""Step 0, "Chi sei": shown with what the draft holds of it, and saved whether right or not."""

import contextlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from candidature.intake import drafts, quotas
from candidature.links.tokens import new_token
from candidature.pages.participation import ParticipationPage
from candidature.public.applicant import ApplicantForm, initial
from candidature.public.draft import form_changes, from_earlier, moving, route
from candidature.public.draft.way import DraftWay
from candidature.public.draft.window import accepts, closed, counts_as_pressed
from candidature.public.filling import press, progress
from candidature.public.secret_pages import UNAVAILABLE, retry_later, show
from candidature.submissions.models import Draft
from moduli import freeze
from portal.limits import counting as limits
from portal.limits import haste
from portal.web import outage
from portal.web.visitors import client_of

# In the address of the step: it came back faster than anybody fills it in, and was saved.
HASTY = "presto"


def applicant_step(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """Step 0 of a draft."""
    if request.method == "POST":
        return counts_as_pressed(request, token, draft, page, 0) or _posted(request, token, draft, page)
    if not accepts(request, page):
        return closed(request, token, draft, page)
    held = draft.applicant_typed or (initial(draft) if draft.says_who else {"email": draft.email})
    if press.outcome(request) == press.CHECK:
        return _show(request, token, draft, page, ApplicantForm(page, held))
    return _show(request, token, draft, page, ApplicantForm(page, initial=held))


def _posted(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    form, key = ApplicantForm(page, request.POST), route.form_key(request)
    client, at = client_of(request), request.received_at  # type: ignore[attr-defined]
    now = form_changes.asked_now(request, page, freeze(page.steps))
    is_valid = form.is_valid()
    try:
        with outage.noticed():
            if is_valid:
                moved_to = drafts.save_identity(draft, form.identity(), form_key=key, at=at, now=now)
            else:
                email = form.cleaned_data.get("email", "")
                moved_to = drafts.keep_applicant(
                    draft, form.typed(), email, client=client, form_key=key, at=at, now=now
                )
    except limits.LimitReachedError as reached:
        form.forget_errors()
        form.add_error(None, quotas.sentence(reached, page.contact_email))
        return retry_later(_show(request, token, draft, page, form, status=429), reached)
    except outage.OutageError:
        form.forget_errors()
        form.add_error(None, str(outage.SENTENCE))
        return _show(request, token, draft, page, form, status=UNAVAILABLE)
    if moved_to:
        # The letter about an earlier draft is a kindness: what was typed is saved without it.
        with contextlib.suppress(outage.OutageError), outage.noticed():
            drafts.tell_of_earlier(moved_to, client=client)
    answer: HttpResponse
    if _is_hasty(request, draft):
        answer = redirect(route.again(request, moved_to or token, 0, HASTY))
    else:
        answer = _leave(request, moved_to or token, draft, page, is_valid=is_valid)
    return moving.lead_on(answer, token, moved_to) if moved_to else answer


def _is_hasty(request: HttpRequest, draft: Draft) -> bool:
    """Whether something new was filled in faster than by anybody: saved, it asks for one more press."""
    is_new = not draft.says_who and not draft.prefilled
    was_told = press.outcome(request) in (HASTY, press.CHECK)
    goes_on = is_new and not was_told and press.asks_that_all_is_right(request)
    return goes_on and haste.is_hasty(_about(draft), request.POST.get("stamp", ""))


def _about(draft: Draft) -> str:
    return f"draft {draft.pk}"


def _leave(
    request: HttpRequest, token: str, draft: Draft, page: ParticipationPage, *, is_valid: bool
) -> HttpResponse:
    """Where the saved step leads: "Avanti" asks that it be right, the other buttons do not."""
    if not accepts(request, page):
        return redirect(route.address(token, 0))
    if not is_valid and press.asks_that_all_is_right(request):
        return redirect(route.again(request, token, 0, press.CHECK))
    return DraftWay(request, token, page, freeze(page.steps), draft).onwards(0)


def _show(
    request: HttpRequest,
    token: str,
    draft: Draft,
    page: ParticipationPage,
    form: ApplicantForm,
    *,
    status: int = 200,
) -> HttpResponse:
    """Shows step 0."""
    schema, uploads = freeze(page.steps), draft.uploads()
    context = {
        "page": page,
        "token": token,
        "form": form,
        # Never the posted one: by it the next link is known to whoever made it.
        "form_key": new_token(),
        "stamp": haste.stamp(_about(draft)),
        "is_hasty": press.outcome(request) == HASTY,
        "is_new": not draft.says_who,
        "progress": progress.of(DraftWay(request, token, page, schema, draft), 0, uploads),
        **form_changes.context(draft, page, schema, uploads),
        "origin": from_earlier.of_who(draft),
        "from_summary": press.comes_from_summary(request),
        "places": page.places(),
        "reserved": page.standing().reserved_sentence,
    }
    return show(request, "applicant", page, context, status=status)
