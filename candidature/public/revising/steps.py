"""One step of a revision, and where it begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from candidature.intake import revisions
from candidature.intake.revisions import Purpose
from candidature.process.refusals import ConflictError, WorkflowError
from candidature.public.filling import autosave, press
from candidature.public.filling.step_page import StepPage
from candidature.public.revising import refused
from candidature.public.revising.applicant_step import applicant_step
from candidature.public.revising.way import RevisionWay
from candidature.public.secret_pages import secret_page
from candidature.public.submission import presses
from candidature.public.submission.links import with_submission
from candidature.submissions.models import Submission


def way_of(
    request: HttpRequest, token: str, submission: Submission, purpose: Purpose, version: int | None = None
) -> RevisionWay:
    """The way through what is written for this purpose.

    Args:
        version: of the submission, as the page shows it; asked of the posted form, unless given.
    """
    revision = revisions.of(submission, purpose)
    if version is None:
        version = presses.version(request) if request.method == "POST" else submission.version
    return RevisionWay(request, token, submission.page.specific, revision.schema, revision, version)


def refusal_of(way: RevisionWay) -> WorkflowError | None:
    """Why nothing can be written or sent with this request."""
    revision = way.revision
    at = way.request.received_at  # type: ignore[attr-defined]
    return revisions.refusal(revision.submission, revision.purpose, way.page, at)


@secret_page
@with_submission
def begin(request: HttpRequest, token: str, submission: Submission, purpose: Purpose) -> HttpResponse:
    """Leads to where one goes on: the first step, or the summary once something is written."""
    way = way_of(request, token, submission, purpose)
    if (refusal := refusal_of(way)) is not None and request.method != "POST":
        return refused.page(way, refusal)
    return redirect(way.summary_address() if way.revision.is_under_way else way.first_address())


@secret_page
@with_submission
def step(
    request: HttpRequest, token: str, submission: Submission, purpose: Purpose, number: int
) -> HttpResponse:
    """Shows a step with what is written of it; a POST saves it."""
    way = way_of(request, token, submission, purpose)
    if number == 0 and way.asks_who:
        return applicant_step(way)
    if request.method == "POST":
        return _posted(way)
    if (refusal := refusal_of(way)) is not None:
        return refused.page(way, refusal)
    if not 0 < number <= way.last:
        # Past the last step is the summary, before the first one the personal page.
        return redirect(way.summary_address() if number else way.step_address(0))
    return StepPage(way, number).kept()


def _posted(way: RevisionWay) -> HttpResponse:
    """Saves a step. What cannot be saved any more is shown."""
    request = way.request
    # Another request of the office may have moved the steps, or closed this one: the key says which it was.
    position = press.position(way.schema, request.POST.get(press.STEP, ""))
    refusal: WorkflowError
    try:
        if (found := refusal_of(way)) is not None:
            raise found
        if position is None:
            raise ConflictError(way.revision.submission.reference)
        return StepPage(way, position).posted()
    except WorkflowError as error:
        refusal = error
    if autosave.is_asked(request):
        return autosave.not_saved(refused.sentence(way, refusal), goes_on=False)
    return refused.page(way, refusal, refused.of_posted_step(request, way.revision.submission))
