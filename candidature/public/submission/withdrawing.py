"""Withdrawing what was sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidature.actors import APPLICANT
from candidature.process import workflow
from candidature.public.secret_pages import UNAVAILABLE, explain, secret_page, show
from candidature.public.submission import presses, shown
from candidature.public.submission.links import with_submission
from candidature.public.submission.refusals import changed_meanwhile, not_possible_any_more
from candidature.statuses import Status
from candidature.submissions.models import Submission
from portal.web import outage


@secret_page
@with_submission
def withdraw(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """Asks first; a POST withdraws."""
    if submission.status == Status.WITHDRAWN:
        # Also where a second press on the button ends.
        return redirect("candidature:follow", token)
    if not shown.may(submission, "withdraw"):
        return not_possible_any_more(request, token)
    if request.method != "POST":
        return show(request, "withdraw", submission.page, shown.context(token, submission))
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
        return _could_not_be_saved(request, token)
    except workflow.ConflictError:
        if presses.was_done(request, submission, "withdraw"):
            return redirect("candidature:follow", token)
        return changed_meanwhile(request, token)
    except workflow.NotPossibleError:
        return not_possible_any_more(request, token)
    return redirect("candidature:follow", token)


def _could_not_be_saved(request: HttpRequest, token: str) -> HttpResponse:
    return explain(
        request,
        status=UNAVAILABLE,
        title=_("In questo momento il portale non riesce a salvare"),
        text=_(
            "Non è colpa tua, e chi gestisce il portale è avvisato. Non abbiamo cambiato nulla: aspetta "
            "qualche minuto e ritirati di nuovo."
        ),
        follow_token=token,
    )
