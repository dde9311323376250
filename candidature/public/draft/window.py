"""What is said when a page takes nothing: not yet or no more, before a draft and while one is written."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidature.confirmations.applications import Application
from candidature.confirmations.in_words import lines
from candidature.intake import confirming
from candidature.pages.index import opportunities
from candidature.pages.participation import ParticipationPage
from candidature.pages.window import Window
from candidature.public.draft.typed import of_the_applicant
from candidature.public.draft.typed import rows as rows_of_step
from candidature.public.secret_pages import CONFLICT, explain, show, shows_nobody
from candidature.submissions.drafts import Draft
from candidature.submissions.in_words import rows
from moduli import Schema, readable
from portal.media.renditions import attach_card_images

# How many other things that are open are offered to who cannot answer this one.
MOST_OTHERS = 3


def accepts(request: HttpRequest, page: ParticipationPage) -> bool:
    """Whether the page takes what arrived when this request did."""
    return page.accepts(request.received_at)  # type: ignore[attr-defined]


def not_open(request: HttpRequest, page: ParticipationPage) -> HttpResponse:
    """Nothing can be begun: when it will be possible, or since when it no longer is."""
    context = why_and_what_else(request, page)
    closed = context["standing"].window is Window.CLOSED
    return shows_nobody(show(request, "not_open", page, context, status=410 if closed else 409))


def may_confirm(request: HttpRequest, draft: Draft, page: ParticipationPage) -> bool:
    """Whether the draft may be sent now, be it because "Invia" was pressed in time."""
    at = request.received_at  # type: ignore[attr-defined]
    return confirming.counting_moment(draft, page, at) is not None


def closed(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """After the closing: on to what is left to confirm of a press in time, else the page that says so."""
    if may_confirm(request, draft, page):
        return redirect("candidature:confirm", token)
    return too_late(request, draft, page, page.form_of(draft))


def counts_as_pressed(
    request: HttpRequest, token: str, draft: Draft, page: ParticipationPage, number: int
) -> HttpResponse | None:
    """After the closing a step may not change what was sent in time: what was typed is shown, not saved."""
    if accepts(request, page) or not may_confirm(request, draft, page):
        return None
    return explain(
        request,
        status=CONFLICT,
        title=_("Il termine è passato: questa modifica non conta"),
        text=_(
            "Hai premuto «Invia» in tempo, e ciò che avevi scritto allora si può ancora confermare. Per non "
            "perderlo non abbiamo salvato nulla di nuovo."
        ),
        confirm_token=token,
        written=rows_of_step(request, page, number),
    )


def too_late(request: HttpRequest, draft: Draft, page: ParticipationPage, schema: Schema) -> HttpResponse:
    """The window closed while the draft was being written: nothing can be sent, nothing typed is hidden."""
    context = {
        **why_and_what_else(request, page),
        "applicant_rows": rows(draft) if draft.says_who else of_the_applicant(draft.applicant_typed, page),
        "sections": readable(schema, draft.answers, draft.files.all()),
        "asked_others": lines(Application(draft)) if page.asks_others else [],
        "expires_at": draft.expires_at,
    }
    is_over = context["standing"].window is Window.CLOSED
    return show(request, "too_late", page, context, status=410 if is_over else CONFLICT)


def why_and_what_else(request: HttpRequest, page: ParticipationPage) -> dict[str, Any]:
    """Why the page takes nothing, and what is open instead."""
    at = request.received_at  # type: ignore[attr-defined]
    return {"page": page, "standing": page.standing(at), **what_else(request, page, lambda _other: True)}


def what_else(
    request: HttpRequest, page: ParticipationPage, suits: Callable[[ParticipationPage], bool]
) -> dict[str, Any]:
    """What is open instead of a page: soonest deadline first, in no language twice.

    Args:
        suits: whether a page is for who asks.
    """
    others: dict[int, ParticipationPage] = {}
    for other in opportunities(request.received_at).open:  # type: ignore[attr-defined]
        if other.answered_id != page.answered_id and other.answered_id not in others and suits(other):
            others[other.answered_id] = other
        if len(others) == MOST_OTHERS:
            break
    shown = list(others.values())
    attach_card_images(shown)
    return {"others": shown, "index": page.get_parent()}
