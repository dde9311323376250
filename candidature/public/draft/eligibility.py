"""What is asked before anything personal is typed, and the page for whoever an answer leads out.

Nothing is stored of them: the answers, which are keys of options, travel in the address and are forgotten
with it. Of who comes in they are the first answers of the draft.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from candidature.pages.participation import ParticipationPage
from candidature.public.draft.window import why_and_what_else
from candidature.public.filling import press
from candidature.public.filling.refusals import refusals
from candidature.public.secret_pages import show, shows_nobody
from moduli import Answers, Step, StepForm, chosen_options
from portal.forms import outcomes

# In the address of the questions: somebody came back to change an answer.
CHANGE = "cambia"


def asked(request: HttpRequest, step: Step) -> StepForm:
    """The questions, with what the address says of an answer to them."""
    form = _form(step, request.GET)
    if not form.is_bound or press.outcome(request) == press.CHECK:
        return form
    form.forget_errors()
    return form


def led_out(request: HttpRequest, page: ParticipationPage, step: Step) -> HttpResponse | None:
    """Why whoever answered so cannot take part, and where to go instead; None where nothing leads out."""
    if press.outcome(request) != press.CHECK:
        return None
    found = refusals(step, _answered(step, request.GET))
    if not found:
        return None
    context = {
        **why_and_what_else(request, page),
        "ways": found,
        "change": _address(page, step, request.GET, CHANGE),
    }
    return shows_nobody(show(request, "not_for_you", page, context))


def answers(request: HttpRequest, step: Step) -> Answers | None:
    """The posted answers that let in; None where one is missing or leads out."""
    form = StepForm(step, request.POST)
    return form.answers() if form.is_valid() else None


def ask_again(request: HttpRequest, page: ParticipationPage, step: Step) -> HttpResponse:
    """To the questions, or to the page that says why not; from the page's own button nothing is wrong yet."""
    was_asked = request.POST.get(press.STEP) == step["key"]
    return redirect(_address(page, step, request.POST, press.CHECK if was_asked else ""))


def _form(step: Step, given: Mapping[str, Any]) -> StepForm:
    answered = _answered(step, given)
    if not answered and given.get(outcomes.OUTCOME) != press.CHECK:
        return StepForm(step)
    return StepForm(step, {f"q-{key}": value for key, value in answered.items()})


def _answered(step: Step, given: Mapping[str, Any]) -> Answers:
    """Of an address or a posted form the options that there are, by question."""
    found = {}
    for question in step["questions"]:
        for option in chosen_options(question, given.get(f"q-{question['key']}", "")):
            found[question["key"]] = option["key"]
    return found


def _address(page: ParticipationPage, step: Step, given: Mapping[str, Any], outcome: str) -> str:
    said = {f"q-{key}": value for key, value in _answered(step, given).items()}
    query = {**said, **({outcomes.OUTCOME: outcome} if outcome else {})}
    address = reverse("candidature:start", args=[page.answered_id])
    return f"{address}?{urlencode(query)}" if query else address
