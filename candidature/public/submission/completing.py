"""Answering a request of integration."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from candidature.intake import completion
from candidature.intake.uploads import written
from candidature.process import workflow
from candidature.public.secret_pages import UNPROCESSABLE, secret_page
from candidature.public.submission import presses, shown
from candidature.public.submission.completion_page import CompletionPage
from candidature.public.submission.links import with_submission
from candidature.public.submission.refusals import changed_meanwhile, not_possible_any_more, term_is_over
from candidature.submissions.models import Submission
from moduli import Answers, IncompleteAnswersError, StepForm
from portal.web import outage
from portal.web.visitors import client_of


@secret_page
@with_submission
def complete(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """Answers a request of integration: all the answers on one page, as they are now."""
    if not shown.may(submission, "complete"):
        if request.method == "POST" and presses.was_done(request, submission, "complete"):
            return redirect("candidature:follow", token)
        return not_possible_any_more(request, token)
    if submission.info_due_at and request.received_at >= submission.info_due_at:  # type: ignore[attr-defined]
        return term_is_over(request, token, submission)
    page = CompletionPage(request, token, submission)
    return _posted(page) if request.method == "POST" else page.show(page.as_sent())


def _posted(page: CompletionPage) -> HttpResponse:
    """Stores the files that came, and sends the answers once all of them are right."""
    request, submission = page.request, page.submission
    looked_into = page.read(submission)
    try:
        with outage.noticed(), written(looked_into, submission, client_of(request)) as files:
            forms = completion.keep_files(submission, page.read, files, remove=request.POST.get("remove", ""))
    except outage.OutageError:
        return page.show_outage(looked_into)
    unrevealed = [branch for form in forms for branch in form.unrevealed()]
    if unrevealed or request.POST.get("remove"):
        refused = [form for form in forms if form.keep_only_refused_files()]
        return page.show(forms, status=UNPROCESSABLE if refused else 200, opened=bool(unrevealed))
    if any(form.errors for form in forms):
        return page.show(forms, status=UNPROCESSABLE)
    return _send(page, forms)


def _send(page: CompletionPage, forms: list[StepForm]) -> HttpResponse:
    """Sends the answers and leads back to the submission; otherwise says why they were not sent."""
    request, token, submission = page.request, page.token, page.submission
    answers: Answers = {}
    for form in forms:
        answers |= form.answers()
    try:
        with outage.noticed():
            completion.complete(
                submission,
                answers,
                expected_version=presses.version(request),
                received_at=request.received_at,  # type: ignore[attr-defined]
            )
    except outage.OutageError:
        return page.show_outage(forms)
    except IncompleteAnswersError:
        return page.show(forms, status=409)
    except workflow.ConflictError:
        if presses.was_done(request, submission, "complete"):
            return redirect("candidature:follow", token)
        return changed_meanwhile(request, token)
    except workflow.NotPossibleError:
        return not_possible_any_more(request, token)
    except workflow.TooLateError:
        return term_is_over(request, token, submission)
    return redirect("candidature:follow", token)
