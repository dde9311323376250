"""One step of a draft; number 0 is who you are."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidature.intake import carrying
from candidature.pages.participation import ParticipationPage
from candidature.public.draft import route, typed
from candidature.public.draft.applicant_step import applicant_step
from candidature.public.draft.gone_step import gone_step
from candidature.public.draft.links import with_draft
from candidature.public.draft.way import DraftWay
from candidature.public.draft.window import accepts, closed, counts_as_pressed
from candidature.public.filling import autosave, page_order, press
from candidature.public.filling.step_page import StepPage
from candidature.public.secret_pages import CONFLICT, explain, secret_page
from candidature.submissions.drafts import Draft


@secret_page
@with_draft
def step(
    request: HttpRequest, token: str, draft: Draft, page: ParticipationPage, number: int
) -> HttpResponse:
    """Shows a step with what the draft holds of it; a POST saves it."""
    schema = page.schema
    if request.method != "POST" and accepts(request, page):
        barrier = page_order.barrier(schema, draft.answers)
        if barrier not in (None, number):
            # Nothing is asked of anybody who may not be meant.
            return redirect("candidature:step", token, barrier)
    if number == 0:
        return applicant_step(request, token, draft, page)
    way = DraftWay(request, token, page, schema, draft)
    if request.method != "POST":
        if number > len(schema["steps"]):
            return redirect("candidature:summary", token)
        if not accepts(request, page):
            return closed(request, token, draft, page)
        return StepPage(way, number).kept()
    if (answer := counts_as_pressed(request, token, draft, page, number)) is not None:
        return answer
    key = request.POST.get(press.STEP) or press.key_at(schema, number)
    beside = carrying.beside(way.now, key, request.POST, request.FILES) if way.form_changed else None
    moved_to = press.position(schema, key)
    if moved_to is not None:
        return StepPage(replace(way, beside=beside), moved_to).posted()
    if beside is not None:
        return gone_step(request, token, draft, number, way.now, beside)
    return _unknown_step(request, token, page, number)


def _unknown_step(request: HttpRequest, token: str, page: ParticipationPage, number: int) -> HttpResponse:
    """A step that neither the form has nor the one that the page showed: what was typed is not saved."""
    written = typed.rows(request, page, number)
    if not written and not autosave.is_asked(request):
        return redirect(route.same_step(request, token, number))
    return explain(
        request,
        status=CONFLICT,
        title=_("Questo passo non c’è più"),
        text=_(
            "Chi cura la pagina ha cambiato il modulo mentre scrivevi. Le risposte agli altri passi sono "
            "rimaste salvate: controlla il modulo dal primo passo."
        ),
        way_back=route.address(token, 0),
        written=written,
    )
