"""Following a submission by its personal link, and asking for another link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from candidature.actors import APPLICANT
from candidature.links import secret_links
from candidature.public.following import coming, order, others, part, told
from candidature.public.following.part import Followed
from candidature.public.secret_pages import secret_page, show
from candidature.public.submission import shown
from candidature.public.submission.links import with_submission
from candidature.statuses import Status
from candidature.submissions import wishes
from candidature.submissions.models import Submission


@secret_page
@with_submission
def follow(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """The personal page: where the submission stands, and whatever can be read or done."""
    if request.method == "POST":
        return redirect("candidature:follow", token)
    context = shown.context(token, submission)
    followed = Followed(token, submission, context["subject"], request.received_at)  # type: ignore[attr-defined]
    context |= {
        "main": part.shown(order.MAIN, followed),
        "beside": part.shown(order.BESIDE, followed),
        "told": told.of(request.GET.get(told.PARAMETER, "")),
        "coming": [*others.sentences(followed), *coming.lines(followed)],
        **_why(followed),
        "online_url": followed.page.online_access(submission),
    }
    return show(request, "follow", submission.page, context)


def _why(followed: Followed) -> dict[str, str]:
    """Why it stands where it stands, and what to do against that, once the letter that says so has left."""
    status = followed.submission.status
    states = [row for row in followed.history if row.is_state]
    last = states[-1] if states and status in (Status.REJECTED, Status.RESERVE) else None
    if last is not None and last.instead:
        return {"reason": "", "instead": last.instead, "appeal": ""}
    appeal = followed.page.appeal_in_words if status == Status.REJECTED else ""
    return {"reason": last.reason if last else "", "instead": "", "appeal": appeal}


@secret_page
@with_submission
def stop_reminding(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """Asks first who comes by a letter; a POST ends the reminders of the term that is awaited."""
    if request.method == "POST":
        wishes.no_reminders_of(submission)
        return redirect("candidature:follow", token)
    page = submission.page
    context = {"page": page, "token": token, "is_stopped": submission.no_reminders}
    return show(request, "stop_reminding_of", page, context)


@secret_page
@with_submission
def renew(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """Sends a new personal link by letter and ends all the others, the one of this address included."""
    if request.method != "POST" or not submission.email:
        return redirect("candidature:follow", token)
    secret_links.renew(submission, APPLICANT, presented=token)
    # The link of this address is ended by now: it says so, and that another is on its way.
    return redirect("candidature:follow", token)
