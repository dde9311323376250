"""Step 0, "Chi sei": shown with what the draft holds of it, and saved whether right or not."""

import contextlib
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from candidature.confirmations import naming
from candidature.confirmations.naming import Known
from candidature.intake import drafts, others, quotas, remarks
from candidature.intake.drafts import FirstStep, Identity
from candidature.pages.participation import ParticipationPage
from candidature.public import applicant_tabs
from candidature.public.applicant import NOBODY_KNOWN, ApplicantForm, initial
from candidature.public.draft import form_changes, from_earlier, moving, route, saved_while_typed
from candidature.public.draft.way import DraftWay
from candidature.public.draft.window import accepts, closed, counts_as_pressed, what_else
from candidature.public.filling import autosave, press, progress
from candidature.public.secret_pages import UNAVAILABLE, retry_later, show
from candidature.submissions.drafts import Draft
from portal.limits import counting as limits
from portal.limits import haste
from portal.privacy.tokens import new_token
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
    held = held_by(draft, page, timezone.localdate())
    shown = held | remarks.about(draft, remarks.WHO).clashes
    if press.outcome(request) == press.CHECK:
        form = ApplicantForm(page, shown, known=known(draft, page))
        return _show(request, token, draft, page, form, held=held)
    return _show(request, token, draft, page, ApplicantForm(page, initial=shown), held=held)


def held_by(draft: Draft, page: ParticipationPage, day: date) -> dict[str, Any]:
    """What is kept of it, as the form shows it on this day; a query only for who needs a guardian."""
    if draft.applicant_typed:
        return dict(draft.applicant_typed)
    if not draft.says_who:
        return {"email": draft.email}
    held = initial(draft)
    if (guardian := others.guardian_of(draft, page, day)) is not None:
        held |= {"guardian_name": guardian.name, "guardian_email": guardian.email}
    return held


def known(draft: Draft, page: ParticipationPage) -> Known:
    """The addresses of others whom a draft names; a query only where the page asks for any."""
    return naming.known(draft) if page.asks_others else NOBODY_KNOWN


def _posted(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    again, key = partial(ApplicantForm, page, known=known(draft, page)), route.form_key(request)
    form = again(request.POST)
    client, at = client_of(request), request.received_at  # type: ignore[attr-defined]
    now = form_changes.asked_now(request, page)
    seen = request.POST.get(press.SEEN, "")
    is_pressed = not autosave.is_asked(request)
    form.is_valid()

    def read(locked: Draft) -> FirstStep:
        step = applicant_tabs.read(form, again, held_by(locked, page, form.day), seen)
        return step if is_pressed else saved_while_typed.held_back(locked, step, page, form.day)

    try:
        with outage.noticed():
            # What the script saves is no sign that the page was looked at.
            looked_at = now if is_pressed else None
            saved = drafts.keep_first_step(draft, read, client=client, form_key=key, at=at, now=looked_at)
    except saved_while_typed.OtherAddressError:
        return autosave.not_saved(str(saved_while_typed.OTHER_ADDRESS))
    except limits.LimitReachedError as reached:
        sentence = quotas.sentence(reached, page.contact_email)
        if not is_pressed:
            return autosave.not_saved(sentence)
        form.forget_errors()
        form.add_error(None, sentence)
        return retry_later(_show(request, token, draft, page, form, status=429), reached)
    except outage.OutageError:
        if not is_pressed:
            return autosave.not_saved(str(outage.SENTENCE))
        form.forget_errors()
        form.add_error(None, str(outage.SENTENCE))
        return _show(request, token, draft, page, form, status=UNAVAILABLE)
    if not is_pressed:
        return autosave.answer(
            applicant_tabs.seen_now(form, saved.step),
            is_twofold=bool(saved.step.clashes),
            accepted=accepts(request, page),
            form_changed=now.is_stale,
        )
    if saved.earlier is not None:
        # The letter about an earlier draft is a kindness: what was typed is saved without it.
        with contextlib.suppress(outage.OutageError), outage.noticed():
            drafts.tell_of_earlier(saved.earlier)
    answer: HttpResponse
    moved_to, kept = saved.moved_to, saved.step
    if kept.clashes:
        answer = redirect(route.again(request, moved_to or token, 0, press.BOTH))
    elif kept.identity is not None and _is_hasty(request, draft):
        answer = redirect(route.again(request, moved_to or token, 0, HASTY))
    else:
        answer = _leave(request, moved_to or token, draft, page, kept.identity)
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
    request: HttpRequest, token: str, draft: Draft, page: ParticipationPage, identity: Identity | None
) -> HttpResponse:
    """Where the saved step leads: "Avanti" asks that it be right, the other buttons do not.

    Args:
        identity: None while something is wrong.
    """
    if not accepts(request, page):
        return redirect(route.address(token, 0))
    if identity is None and press.asks_that_all_is_right(request):
        return redirect(route.again(request, token, 0, press.CHECK))
    way = DraftWay(request, token, page, page.schema, draft)
    return (way.after_who(identity.applicant_kind) if identity else way).onwards(0)


def _show(
    request: HttpRequest,
    token: str,
    draft: Draft,
    page: ParticipationPage,
    form: ApplicantForm,
    *,
    held: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Shows step 0.

    Args:
        held: what is kept of it; None where the posted page is shown again.
    """
    clashes = remarks.about(draft, remarks.WHO).clashes if held is not None else {}
    schema, uploads = page.schema, draft.uploads()
    context = {
        "page": page,
        "token": token,
        "form": form,
        # Never the posted one: by it the next link is known to whoever made it.
        "form_key": new_token(),
        "stamp": haste.stamp(_about(draft)),
        "seen": request.POST.get(press.SEEN, "") if held is None else applicant_tabs.seen(form, held),
        "clashes": applicant_tabs.both_texts(form, held or {}, clashes),
        "autosaves": bool(draft.email),
        "draft_address": draft.email,
        "other_address": saved_while_typed.OTHER_ADDRESS,
        # The controls are then everybody's, and drawn once for each edition of the page.
        "is_untouched": page.is_remembered and form.is_untouched,
        "is_hasty": press.outcome(request) == HASTY,
        "is_new": not draft.says_who,
        "progress": progress.of(DraftWay(request, token, page, schema, draft), 0, uploads),
        **form_changes.context(draft, page, uploads),
        "origin": from_earlier.of_who(draft),
        "from_summary": press.comes_from_summary(request),
        "places": page.places(),
        "reserved": page.reserved_sentence,
    }
    if form.is_bound and form.errors and form.is_from_elsewhere:
        context |= what_else(request, page, lambda other: other.admits_zone(form.zone_id))
    return show(request, "applicant", page, context, status=status)
