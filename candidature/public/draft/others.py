"""Naming who confirms a draft, before it is sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidature.pages.participation import ParticipationPage
from candidature.public.draft import route, typed
from candidature.public.draft.links import with_draft
from candidature.public.draft.way import DraftWay
from candidature.public.draft.window import accepts, closed, counts_as_pressed
from candidature.public.filling import autosave, progress
from candidature.public.filling.page_order import OTHERS
from candidature.public.others import NotKeptError, OthersPage
from candidature.public.secret_pages import CONFLICT, UNAVAILABLE, explain, retry_later, secret_page, show
from candidature.submissions.drafts import Draft
from portal.web import outage


@secret_page
@with_draft
def others(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """Who is asked, where each stands; a POST names, corrects, asks again or takes off."""
    way = DraftWay(request, token, page, page.schema, draft)
    shown = OthersPage(request, draft, page, route.others(token), route.summary(token), way.step_address)
    if not accepts(request, page):
        return _late(shown, way) if request.method == "POST" else closed(request, token, draft, page)
    if not page.asks_others and not typed.rows(request, page, None) and not autosave.is_asked(request):
        return redirect("candidature:summary", token)
    if request.method != "POST":
        return _show(shown, way)
    try:
        with outage.noticed():
            return shown.pressed()
    except NotKeptError as error:
        return _show(shown, way, error)
    except outage.OutageError:
        if autosave.is_asked(request):
            return autosave.not_saved(str(outage.SENTENCE))
        return _show(shown, way, NotKeptError(shown.as_typed(str(outage.SENTENCE)), UNAVAILABLE))


def _late(shown: OthersPage, way: DraftWay) -> HttpResponse:
    """After the closing what was typed is kept, to be read; nobody is asked or taken off."""
    request, page = shown.request, shown.page
    if (answer := counts_as_pressed(request, way.token, way.draft, page, OTHERS)) is not None:
        return answer
    try:
        with outage.noticed():
            shown.keep()
    except (NotKeptError, outage.OutageError):
        return explain(
            request,
            status=CONFLICT,
            title=_("Ciò che hai scritto non è stato salvato"),
            text=page.standing(request.received_at).sentence,  # type: ignore[attr-defined]
            ask=page,
            written=typed.rows(request, page, OTHERS),
        )
    if autosave.is_asked(request):
        return autosave.answer("", is_twofold=False, accepted=False)
    return redirect(shown.address)


def _show(shown: OthersPage, way: DraftWay, refused: NotKeptError | None = None) -> HttpResponse:
    context = {
        "page": shown.page,
        "token": way.token,
        "progress": progress.of(way, OTHERS, way.draft.uploads()) if way.asks_others else [],
        "who_address": route.address(way.token, 0),
        **shown.context(refused),
    }
    answer = show(shown.request, "others", shown.page, context, status=refused.code if refused else 200)
    return retry_later(answer, refused.reached) if refused and refused.reached else answer
