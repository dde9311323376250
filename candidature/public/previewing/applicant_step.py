"""Step 0 of a trial: the form of everybody, kept by field, right or wrong."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from candidature.intake import remarks
from candidature.intake.drafts import FirstStep
from candidature.intake.remarks import Remarks
from candidature.public import applicant_tabs
from candidature.public.applicant import ApplicantForm
from candidature.public.filling import press, progress
from candidature.public.previewing.way import TrialWay
from candidature.public.secret_pages import show
from candidature.trying import trials
from candidature.trying.models import Trial


def applicant_step(way: TrialWay) -> HttpResponse:
    """Shows it with what is typed of it; a POST keeps it."""
    if way.request.method == "POST":
        return _posted(way)
    held = way.trial.applicant_typed
    shown = held | remarks.about(way.trial, remarks.WHO).clashes
    if press.outcome(way.request) == press.CHECK:
        return _show(way, ApplicantForm(way.page, shown))
    return _show(way, ApplicantForm(way.page, initial=shown))


def _posted(way: TrialWay) -> HttpResponse:
    request, again = way.request, partial(ApplicantForm, way.page)
    form, seen = again(request.POST), request.POST.get(press.SEEN, "")

    def write(locked: Trial) -> FirstStep:
        step = applicant_tabs.read(form, again, locked.applicant_typed, seen)
        locked.applicant_typed = step.typed
        locked.says_who = step.identity is not None
        locked.applicant = _columns(step)
        remarks.put(locked, remarks.WHO, Remarks(clashes=step.clashes))
        return step

    step = trials.change(way.trial, write)[1]
    if step.clashes:
        return redirect(press.saying(way.same_step(0), press.BOTH))
    if step.identity is None and press.asks_that_all_is_right(request):
        return redirect(press.saying(way.same_step(0), press.CHECK))
    on = way.after_who(step.identity.applicant_kind) if step.identity else way
    return on.onwards(0)


def _columns(step: FirstStep) -> dict[str, Any]:
    """The columns of the first step, as JSON knows them; empty while something in it is wrong."""
    if step.identity is None:
        return {}
    born = step.identity.birth_date
    return {**step.identity.__dict__, "birth_date": born.isoformat() if born else None}


def _show(way: TrialWay, form: ApplicantForm) -> HttpResponse:
    trial, page = way.trial, way.page
    held = trial.applicant_typed
    context = {
        "page": page,
        "token": way.token,
        "form": form,
        "seen": applicant_tabs.seen(form, held),
        "clashes": applicant_tabs.both_texts(form, held, remarks.about(trial, remarks.WHO).clashes),
        "is_new": not trial.says_who,
        "progress": progress.of(way, 0, trial.uploads()),
        "from_summary": press.comes_from_summary(way.request),
        "places": page.places(),
        "reserved": page.reserved_sentence,
        **way.told(),
    }
    return show(way.request, "applicant", page, context)
