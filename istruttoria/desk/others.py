"""At the desk, who confirms what is typed: by a letter, or with a signature on the paper that was brought."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from candidature.models import DeskEntry
from candidature.pages.participation import ParticipationPage
from candidature.public.filling import autosave, progress
from candidature.public.filling.page_order import OTHERS
from candidature.public.others import NOBODY_IS_ASKED, NotKeptError, OthersPage
from candidature.public.secret_pages import UNAVAILABLE
from istruttoria.desk.entries import desk_page
from istruttoria.desk.way import render_at_desk, way_of
from istruttoria.permissions import clerk
from portal.web import outage


@desk_page
def others(request: HttpRequest, entry: DeskEntry, page: ParticipationPage) -> HttpResponse:
    """Who is asked, where each stands; a POST names, corrects, signs, asks or takes off."""
    way = way_of(request, entry, page)
    if not way.accepts() or not way.asks_others:
        if autosave.is_asked(request):
            return autosave.not_saved(str(NOBODY_IS_ASKED), goes_on=False)
        return redirect(way.summary_address())
    summary = way.summary_address()
    here = way.step_address(OTHERS)
    shown = OthersPage(request, way.draft, page, here, summary, way.step_address, clerk(request), way.words)
    refused = None
    if request.method == "POST":
        try:
            with outage.noticed():
                return shown.pressed()
        except NotKeptError as error:
            refused = error
        except outage.OutageError:
            if autosave.is_asked(request):
                return autosave.not_saved(str(outage.SENTENCE))
            refused = NotKeptError(shown.as_typed(str(outage.SENTENCE)), UNAVAILABLE)
    context = {
        "progress": progress.of(way, OTHERS, way.draft.uploads()),
        "who_address": way.step_address(0),
        **shown.context(refused),
    }
    return render_at_desk(way, "others", context, status=refused.code if refused else 200)
