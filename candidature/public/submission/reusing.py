"""Using the answers of what was sent for something new: for which page, and which of them."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from candidature.intake import quotas, reuse
from candidature.intake.prefilled import WHO
from candidature.pages.index import opportunities
from candidature.pages.participation import ParticipationPage
from candidature.public.applicant import initial
from candidature.public.draft import crowd, opened, route
from candidature.public.secret_pages import CONFLICT, UNAVAILABLE, explain, retry_later, secret_page, show
from candidature.public.submission.links import with_submission
from candidature.submissions.in_words import rows
from candidature.submissions.models import Submission
from portal.limits import counting as limits
from portal.privacy.tokens import digest
from portal.web import outage
from portal.web.visitors import client_of

# Name of the boxes of the answers that are taken.
TAKE = "prendi"
# Letters of what stands for the key of an answer in an address.
_SHORT = 8


@secret_page
@with_submission
def reuse_answers(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """For what is open, and to which whoever sent this may still send something."""
    found: dict[int, ParticipationPage] = {}
    for page in opportunities(request.received_at).open:  # type: ignore[attr-defined]
        if reuse.may_lead_to(submission, page):
            found.setdefault(page.answered_id, page)
    context = {"subject": submission.page.specific, "token": token, "pages": list(found.values())}
    return show(request, "reuse", submission.page, context)


@secret_page
@with_submission
def reuse_for(request: HttpRequest, token: str, submission: Submission, page_id: int) -> HttpResponse:
    """Shows what would be taken for a page; a press begins with what is ticked."""
    page = opened.page_at(request, page_id)
    if isinstance(page, HttpResponse):
        return page
    if not reuse.may_lead_to(submission, page):
        if request.method == "POST":
            # The same address says so, and Back and refresh ask to send nothing again.
            return redirect(request.get_full_path())
        return explain(
            request,
            status=CONFLICT,
            title=_("Da questa domanda non si può partire qui"),
            text=_(
                "La pagina è riservata ad altri, oppure accetta una domanda sola a testa e la tua c’è già."
            ),
            follow_token=token,
        )
    if request.method != "POST":
        return _show(request, token, submission, page)
    moment = reverse("candidature:reuse_moment", args=[token, page.answered_id])
    if (slowed := crowd.slowed(request, page, moment, _taken(request.POST))) is not None:
        return slowed
    named = request.POST.getlist(TAKE)
    keys = [WHO, *(one.key for one in reuse.offered(submission, page))]
    take = [key for key in keys if key in named or _short(key) in named]
    who = {name: str(value) for name, value in initial(submission).items() if value}
    if not page.asks_birth_date:
        who.pop("birth_date", None)
    try:
        with outage.noticed():
            begun = reuse.begin(submission, page, take, who, client=client_of(request))
    except limits.LimitReachedError as reached:
        why = quotas.sentence(reached, page.contact_email)
        return retry_later(_show(request, token, submission, page, why, status=429), reached)
    except outage.OutageError:
        return _show(request, token, submission, page, str(outage.SENTENCE), status=UNAVAILABLE)
    return redirect(route.address(begun, 0))


@secret_page
@with_submission
def reuse_moment(request: HttpRequest, token: str, submission: Submission, page_id: int) -> HttpResponse:
    """Asks to wait a moment where many begin; its button begins with what was ticked."""
    page = opened.page_at(request, page_id)
    if isinstance(page, HttpResponse):
        return page
    onwards = reverse("candidature:reuse_for", args=[token, page.answered_id])
    return crowd.moment_page(request, page, onwards, _taken)


def _taken(given: QueryDict) -> list[tuple[str, str]]:
    """What was ticked, short enough to stand in an address however long the form is."""
    return [(TAKE, key if len(key) <= _SHORT else _short(key)) for key in given.getlist(TAKE)]


def _short(key: str) -> str:
    return digest(key)[:_SHORT]


def _show(
    request: HttpRequest,
    token: str,
    submission: Submission,
    page: ParticipationPage,
    refusal: str = "",
    *,
    status: int = 200,
) -> HttpResponse:
    """Shows what would be taken.

    Args:
        refusal: why it could not be begun just now; what was ticked stays ticked.
    """
    offered = reuse.offered(submission, page)
    ticked = request.POST.getlist(TAKE) if refusal else [WHO, *(one.key for one in offered)]
    context = {
        "page": page,
        "token": token,
        "submission": submission,
        "applicant_rows": rows(submission),
        "who": WHO,
        "takes_who": WHO in ticked,
        "offered": [(one, one.key in ticked) for one in offered],
        "refusal": refusal,
    }
    return show(request, "reuse_for", page, context, status=status)
