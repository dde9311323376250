"""Withdrawing what was sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from candidature.actors import APPLICANT
from candidature.process import workflow
from candidature.public.following import told
from candidature.public.secret_pages import could_not_save, secret_page, show
from candidature.public.submission import presses, shown
from candidature.public.submission.links import with_submission
from candidature.statuses import Status
from candidature.submissions.models import Submission
from portal.web import outage

# Something happened since the page that was pressed: it is asked once more.
_CHANGED = "cambiato"


@secret_page
@with_submission
def withdraw(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """Asks first; a POST withdraws."""
    if submission.status == Status.WITHDRAWN:
        # Also where a second press on the button ends.
        return redirect("candidature:follow", token)
    if not shown.may(submission, "withdraw"):
        return redirect(told.address(token, told.NOT_POSSIBLE))
    if request.method != "POST":
        return _ask(request, token, submission)
    try:
        with outage.noticed():
            workflow.transition(
                submission.pk,
                "withdraw",
                APPLICANT,
                expected_version=presses.version(request),
                at=request.received_at,  # type: ignore[attr-defined]
            )
    except outage.OutageError:
        return could_not_save(request, follow_token=token)
    except workflow.ConflictError:
        if presses.was_done(request, submission, "withdraw"):
            return redirect("candidature:follow", token)
        return redirect(f"{reverse('candidature:withdraw', args=[token])}?{told.PARAMETER}={_CHANGED}")
    except workflow.NotPossibleError:
        return redirect(told.address(token, told.NOT_POSSIBLE))
    return redirect("candidature:follow", token)


def _ask(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    context = shown.context(token, submission)
    context |= {
        "means": context["subject"].withdrawing(submission, request.received_at),  # type: ignore[attr-defined]
        "changed": request.GET.get(told.PARAMETER) == _CHANGED,
    }
    return show(request, "withdraw", submission.page, context)
