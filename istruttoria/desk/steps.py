"""One step of what is typed at the desk, its files, and the page that says why it is not taken any more."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidature.intake import carrying, drafts
from candidature.intake.carrying import Beside
from candidature.models import DeskEntry
from candidature.pages.participation import ParticipationPage
from candidature.public.draft.typed import of_the_applicant
from candidature.public.filling import autosave, page_order, press, uploading
from candidature.public.filling.step_page import StepPage
from candidature.submissions.in_words import rows
from istruttoria.desk.applicant_step import applicant_step
from istruttoria.desk.entries import desk_page
from istruttoria.desk.way import DeskWay, render_at_desk, way_of
from moduli import readable


@desk_page
def step(request: HttpRequest, entry: DeskEntry, page: ParticipationPage, number: int) -> HttpResponse:
    """Shows a step with what is typed of it; a POST saves it."""
    way = way_of(request, entry, page)
    if request.method != "POST":
        if not way.accepts():
            return not_taken(way)
        barrier = page_order.barrier(way.schema, way.draft.answers)
        if barrier not in (None, number):
            return redirect(way.step_address(barrier))
    if number == 0:
        return applicant_step(way)
    if request.method != "POST":
        return redirect(way.summary_address()) if number > way.last else StepPage(way, number).kept()
    return _posted(way, number)


@desk_page
def upload(request: HttpRequest, entry: DeskEntry, page: ParticipationPage) -> HttpResponse:
    """Speaks with the script that sends a file in pieces."""
    return uploading.answer(way_of(request, entry, page))


def not_taken(way: DeskWay) -> HttpResponse:
    """Why nothing can be sent, with all that is typed to be read."""
    draft = way.draft
    context = {
        "standing": way.page.standing(),
        "applicant_rows": rows(draft)
        if draft.says_who
        else of_the_applicant(draft.applicant_typed, way.page),
        "sections": readable(way.form, draft.answers, draft.uploads()),
    }
    return render_at_desk(way, "not_taken", context, status=409)


def _posted(way: DeskWay, number: int) -> HttpResponse:
    request = way.request
    key = request.POST.get(press.STEP) or press.key_at(way.schema, number)
    beside = carrying.beside(way.now, key, request.POST, request.FILES) if way.form_changed else None
    # An editor may have moved the steps while somebody typed.
    position = press.position(way.schema, key)
    if position is not None:
        return StepPage(replace(way, beside=beside), position).posted()
    if beside is not None:
        return _gone_step(way, number, beside)
    if autosave.is_asked(request):
        return autosave.not_saved(_("Questo passo non c’è più"), goes_on=False)
    return redirect(way.step_address(number))


def _gone_step(way: DeskWay, number: int, beside: Beside) -> HttpResponse:
    """Keeps what was typed into a step that the form no longer has; the summary shows it."""
    request = way.request
    drafts.keep_gone_step(
        way.draft,
        beside,
        way.now,
        client=way.client,
        seen=request.POST.get(press.SEEN, ""),
        at=request.received_at,  # type: ignore[attr-defined]
    )
    return autosave.other_form() if autosave.is_asked(request) else redirect(way.step_address(number))
