"""Asking that one's data be erased."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from candidature.intake import asking_erasure, contact
from candidature.links import proofs
from candidature.links.proofs import AddressProof
from candidature.privacy import requests
from candidature.public.code_form import (
    JUST_LEFT,
    LETTER_REFUSALS,
    NO_CODE,
    NO_LETTER,
    WRONG_CODE,
    CodeForm,
)
from candidature.public.following import told
from candidature.public.secret_pages import could_not_save, secret_page, show, shows_nobody
from candidature.public.submission import shown
from candidature.public.submission.links import with_submission
from candidature.submissions.erasure_requests import ErasureRequest
from candidature.submissions.models import Submission
from portal.limits.counting import LimitReachedError
from portal.web import outage
from portal.web.visitors import client_of

PURPOSE = AddressProof.Purpose.ERASURE
_REFUSALS = {
    **LETTER_REFUSALS,
    "scaduta": gettext_lazy("Il codice è scaduto o non serve più: se vuoi, chiedine un altro."),
}


@secret_page
@with_submission
def erase(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """Says what would happen; a code mailed to the address confirms."""
    if request.method != "POST":
        return _page(request, token, submission)
    try:
        with outage.noticed():
            return _pressed(request, token, submission)
    except outage.OutageError:
        return could_not_save(request)


def by_letter(request: HttpRequest, secret: str, proof: AddressProof) -> HttpResponse:
    """Behind the link of the letter: the same, confirmed by a button. Called by `proving.prove`."""
    submission = proof.submission
    if request.method != "POST":
        return show(request, "prove_erasure", submission.page, _what_happens(request, submission))
    try:
        with outage.noticed():
            asked = asking_erasure.ask_by_link(proof, secret, request.received_at)  # type: ignore[attr-defined]
    except outage.OutageError:
        return could_not_save(request)
    except contact.NothingWaitsError:
        return redirect("candidature:prove", secret)
    return redirect("candidature:erased") if asked is None else redirect("candidature:erasure_asked")


@secret_page
def erased(request: HttpRequest) -> HttpResponse:
    """Where a press leads after which there is nothing left to show."""
    return shows_nobody(render(request, "candidature/public/erased.html"))


@secret_page
def erasure_asked(request: HttpRequest) -> HttpResponse:
    """Where the button of the letter leads when the office has to answer."""
    return shows_nobody(render(request, "candidature/public/erasure_asked.html"))


def _page(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    outcome = request.GET.get(told.PARAMETER, "")
    context = {
        **shown.context(token, submission),
        **_what_happens(request, submission),
        "proof": proofs.waiting(submission, PURPOSE),
        "code_form": CodeForm.saying(outcome),
        "refusal": _REFUSALS.get(outcome, ""),
    }
    return show(request, "erase", submission.page, context)


def _what_happens(request: HttpRequest, submission: Submission) -> dict[str, object]:
    page = submission.page.specific
    return {
        "submission": submission,
        "subject": page,
        "at_once": requests.is_at_once(submission, page, request.received_at),  # type: ignore[attr-defined]
        "asked": requests.open_request(submission),
    }


def _pressed(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    action = request.POST.get("action", "")
    if not submission.email:
        # The page says whom to ask: nothing can be mailed that proves who presses.
        return _back(token)
    try:
        if action == "code":
            return _confirm(request, token, submission)
        if action == "again":
            left = contact.write_again(submission, PURPOSE, client=client_of(request))
            return _back(token, "" if left else JUST_LEFT)
        if action == "stop":
            asking_erasure.give_up(submission)
            return redirect("candidature:follow", token)
        asking_erasure.begin(submission, client=client_of(request))
        return _back(token)
    except contact.NothingWaitsError:
        return _back(token, "scaduta")
    except LimitReachedError:
        return _back(token, NO_LETTER)


def _confirm(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    typed = request.POST.get("code", "").strip()
    if not typed:
        return _back(token, NO_CODE)
    asked: ErasureRequest | None
    try:
        asked = asking_erasure.ask_by_code(submission, typed, request.received_at)  # type: ignore[attr-defined]
    except asking_erasure.WrongCodeError:
        return _back(token, WRONG_CODE)
    return redirect("candidature:erased") if asked is None else redirect("candidature:erase", token)


def _back(token: str, outcome: str = "") -> HttpResponse:
    address = reverse("candidature:erase", args=[token])
    return redirect(f"{address}?{told.PARAMETER}={outcome}" if outcome else address)
