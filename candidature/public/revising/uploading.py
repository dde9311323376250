"""Files that go into a revision as soon as they are chosen."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from candidature.intake.revisions import Purpose
from candidature.process.refusals import WorkflowError
from candidature.public.filling import uploading
from candidature.public.revising import refused
from candidature.public.revising.steps import refusal_of, way_of
from candidature.public.secret_pages import secret_page
from candidature.public.submission.links import with_submission
from candidature.submissions.models import Submission


@secret_page
@with_submission
def upload(
    request: HttpRequest, token: str, submission: Submission, purpose: Purpose, version: int
) -> HttpResponse:
    """Speaks with the script of a page that showed this version of what was sent."""
    way = way_of(request, token, submission, purpose, version)
    try:
        if (refusal := refusal_of(way)) is not None:
            raise refusal
        return uploading.answer(way)
    except WorkflowError as error:
        return uploading.told(HTTPStatus.CONFLICT, refused.sentence(way, error))
