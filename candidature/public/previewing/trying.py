"""The pages of a trial: a step, the summary, what comes after "Invia", and the end."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from candidature.pages.participation import ParticipationPage
from candidature.public.draft import pressing
from candidature.public.draft.summary import NOTICE_ERRORS
from candidature.public.filling import page_order, press
from candidature.public.filling import summary as filled_in
from candidature.public.filling.step_page import StepPage
from candidature.public.previewing.applicant_step import applicant_step
from candidature.public.previewing.trial_links import with_trial
from candidature.public.previewing.way import TrialWay
from candidature.public.secret_pages import explain, secret_page, show, shows_nobody
from candidature.trying import trials
from candidature.trying.models import Trial


@secret_page
@with_trial
def step(
    request: HttpRequest, token: str, trial: Trial, page: ParticipationPage, number: int
) -> HttpResponse:
    """Shows a step with what is typed of it; a POST keeps it."""
    way = TrialWay(request, token, page, page.schema, trial)
    if request.method != "POST":
        if trial.is_finished:
            return redirect("candidature:trial_end", token)
        barrier = page_order.barrier(way.schema, trial.answers)
        if barrier not in (None, number):
            return redirect(way.step_address(barrier))
    if number == 0:
        return applicant_step(way)
    if request.method != "POST":
        return redirect(way.summary_address()) if number > way.last else StepPage(way, number).kept()
    # The editor may have saved other steps since the page was opened.
    position = press.position(way.schema, request.POST.get(press.STEP) or press.key_at(way.schema, number))
    return StepPage(way, position).posted() if position else redirect(way.step_address(number))


@secret_page
@with_trial
def summary(request: HttpRequest, token: str, trial: Trial, page: ParticipationPage) -> HttpResponse:
    """Everything as it would be sent; a POST sends nothing, and says whether it could have been."""
    way = TrialWay(request, token, page, page.schema, trial)
    if trial.is_finished:
        return redirect("candidature:trial_end", token)
    return _pressed(way) if request.method == "POST" else show(request, "summary", page, _summed_up(way))


@secret_page
@with_trial
def end(request: HttpRequest, token: str, trial: Trial, page: ParticipationPage) -> HttpResponse:
    """What somebody who sends would be told, while nothing was sent and what was typed is forgotten."""
    if not trial.is_finished:
        return redirect("candidature:trial_summary", token)
    return show(
        request, "trial_end", page, {"page": page, "close": reverse("candidature:trial_close", args=[token])}
    )


@secret_page
@require_POST
@with_trial
def close(request: HttpRequest, token: str, trial: Trial, page: ParticipationPage) -> HttpResponse:
    """Forgets the trial, and leads back to where it was begun, for as far as that is known."""
    trials.close(trial)
    if trial.link_id is not None:
        return redirect("candidature:trial_closed")
    messages.success(request, _("La prova è chiusa: non è rimasto nulla."))
    return redirect("trying:front", page.pk)


@secret_page
def closed(request: HttpRequest) -> HttpResponse:
    """The same words for everybody."""
    answer = explain(
        request,
        status=200,
        title=_("La prova è chiusa"),
        text=_(
            "Non è stato inviato nulla e non è rimasto nulla. Per provare ancora riapri il collegamento che "
            "hai ricevuto."
        ),
    )
    return shows_nobody(answer)


def _pressed(way: TrialWay) -> HttpResponse:
    posted = way.request.POST
    if posted.get("action") == "save":
        return way.saved(way.last + 1)
    if way.page.notice() is not None and posted.get("notice_read") != "on":
        return redirect(press.saying(way.summary_address(), pressing.NOT_READ))
    context = _summed_up(way)
    if context["incomplete"] or context["too_young"] or context["not_admitted"]:
        return redirect(way.summary_address())
    trials.finish(way.trial)
    return redirect("candidature:trial_end", way.token)


def _summed_up(way: TrialWay) -> dict[str, object]:
    trial, page = way.trial, way.page
    return {
        "page": page,
        "token": way.token,
        **filled_in.summed_up(way, trial.who(), way.day, trial.uploads()),
        "notice_error": NOTICE_ERRORS.get(press.outcome(way.request), ""),
        **way.told(),
    }
