"""Files that go into a draft as soon as they are chosen."""

from django.http import HttpRequest, HttpResponse

from candidature.pages.participation import ParticipationPage
from candidature.public.draft.links import with_draft
from candidature.public.draft.way import DraftWay
from candidature.public.filling import uploading
from candidature.public.secret_pages import secret_page
from candidature.submissions.drafts import Draft


@secret_page
@with_draft
def upload(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """Speaks with the script that sends a file in pieces."""
    return uploading.answer(DraftWay(request, token, page, page.schema, draft))
