"""From the secret in an address to its draft, or to the page that says why there is none."""

import contextlib
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from candidature.intake import drafts
from candidature.links import draft_links, secret_links
from candidature.pages.reading import page_of
from candidature.public.draft import moving, route, typed
from candidature.public.filling.typed import Rows
from candidature.public.secret_pages import View, explain, unknown_link
from candidature.submissions import wishes
from candidature.submissions.drafts import Draft
from portal.languages import spoken
from portal.privacy.tokens import is_well_formed
from portal.web import outage


def with_draft(view: View) -> View:
    """Finds the draft of a secret link and its page. Without one it explains, or leads to what was sent.

    A POST by the link of a letter ends the link of whoever only began the draft (`keep_to_letters`).
    """
    return _wrapped(view, writes=True)


def only_looked_at(view: View) -> View:
    """The same for a page on which nothing is written into the draft."""
    return _wrapped(view, writes=False)


def _wrapped(view: View, *, writes: bool) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        draft = draft_links.find(token) if is_well_formed(token) else None
        if draft is None:
            return _no_draft(request, token, kwargs.get("number"))
        if draft.expires_at <= timezone.now():
            return _expired(request, draft, typed.rows(request, draft.page.specific, kwargs.get("number")))
        if writes and request.method == "POST":
            draft = _kept_to_letters(draft, token)
            _speak(draft)
        page = page_of(request, draft.page_id)
        if page is None:
            return unknown_link(request)
        draft.page = page
        try:
            return view(request, token, draft, page, *args, **kwargs)
        except drafts.DraftGoneError:
            # Sent from another tab, or by a second press, while this request was under way.
            return _no_draft(request, token, kwargs.get("number"))

    return wrapped


def _kept_to_letters(draft: Draft, token: str) -> Draft:
    """The draft, whose browser's link has ended if it is written by that of a letter."""
    if draft.only_by_letter or not draft_links.is_mailed(draft, token):
        return draft
    with contextlib.suppress(outage.OutageError), outage.noticed():
        return secret_links.keep_to_letters(draft)
    return draft


def _speak(draft: Draft) -> None:
    """From now on letters are in the language in which it is written now: its pages exist in each."""
    if draft.language == spoken():
        return
    draft.language = spoken()
    with contextlib.suppress(outage.OutageError), outage.noticed():
        wishes.speak(draft)


def _no_draft(request: HttpRequest, token: str, number: int | None) -> HttpResponse:
    """What a link says that opens no draft. Only a second press leads on to what the first made."""
    ended = secret_links.ended(token) if is_well_formed(token) else None
    if ended is None:
        # Erased, it says no more what was asked: only what the page itself held can be shown.
        return unknown_link(request, typed.rows(request, None, number))
    key = request.POST.get(route.FORM_KEY, "") if request.method == "POST" else ""
    if ended.draft is not None:
        if (answer := moving.onwards(request, token, ended.draft)) is not None:
            return answer
        replaced_by = secret_links.replacement(token, key) if number == 0 else None
        if replaced_by is not None:
            # Posted again where the draft is now: between two presses something else may have been typed.
            return redirect(route.same_step(request, replaced_by, 0), preserve_request=True)
        return _replaced(request, typed.rows(request, ended.draft.page.specific, number))
    if is_well_formed(key) and secret_links.sent_by(token, key) is not None:
        return redirect("candidature:sent", secret_links.receipt_secret(token, key))
    page = ended.submission.page.specific if ended.submission else None
    return _already_sent(request, typed.rows(request, page, number))


def _expired(request: HttpRequest, draft: Draft, written: Rows) -> HttpResponse:
    return explain(
        request,
        status=410,
        title=_("Questa bozza è scaduta"),
        text=_(
            "Le bozze restano trenta giorni dall’ultimo salvataggio, quelle vuote due. Se il termine è "
            "ancora aperto, puoi ricominciare."
        ),
        page_link=draft.page,
        written=written,
    )


def _replaced(request: HttpRequest, written: Rows) -> HttpResponse:
    return explain(
        request,
        status=410,
        title=_("Questo collegamento è stato sostituito"),
        text=_(
            "La bozza ha un nuovo collegamento personale, e il vecchio non apre più nulla: succede quando si "
            "scrive un altro indirizzo email, e quando si continua dal collegamento ricevuto per email. "
            "Riprendi da lì, o dalla pagina in cui hai scritto l’indirizzo."
        ),
        written=written,
    )


def _already_sent(request: HttpRequest, written: Rows) -> HttpResponse:
    return explain(
        request,
        status=410,
        title=_("Questa bozza è già stata inviata"),
        text=_(
            "Il collegamento della bozza non apre più nulla. Per vedere a che punto è, completare o "
            "rinunciare usa il collegamento personale della lettera di ricevuta, arrivata per email."
        ),
        written=written,
    )
