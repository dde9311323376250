"""Naming who confirms a draft, before it is sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from candidature.pages.participation import ParticipationPage
from candidature.public.draft import route
from candidature.public.draft.links import with_draft
from candidature.public.draft.way import DraftWay
from candidature.public.draft.window import accepts, closed
from candidature.public.filling import progress
from candidature.public.filling.page_order import OTHERS
from candidature.public.others import NotKeptError, OtherForm, OthersPage
from candidature.public.secret_pages import could_not_save, retry_later, secret_page, show
from candidature.submissions.drafts import Draft
from portal.web import outage


@secret_page
@with_draft
def others(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """Who is asked, where each stands; a POST names, corrects, asks again or takes off."""
    if not accepts(request, page):
        return closed(request, token, draft, page)
    if not page.asks_others:
        return redirect("candidature:summary", token)
    shown = OthersPage(request, draft, page, route.others(token))
    if request.method != "POST":
        return _show(shown, token, draft)
    try:
        with outage.noticed():
            return shown.pressed()
    except NotKeptError as error:
        return retry_later(_show(shown, token, draft, error.form, status=429), error.reached)
    except outage.OutageError:
        return could_not_save(request)


def _show(
    shown: OthersPage, token: str, draft: Draft, typed: OtherForm | None = None, *, status: int = 200
) -> HttpResponse:
    way = DraftWay(shown.request, token, shown.page, shown.page.schema, draft)
    context = {
        "page": shown.page,
        "token": token,
        "progress": progress.of(way, OTHERS, draft.uploads()) if way.asks_others else [],
        "back": route.summary(token),
        "who_address": route.address(token, 0),
        **shown.context(typed),
    }
    return show(shown.request, "others", shown.page, context, status=status)
