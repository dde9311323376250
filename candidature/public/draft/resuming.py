"""Leaving a draft and finding it again."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from candidature.pages.participation import ParticipationPage
from candidature.public.draft import route
from candidature.public.draft.links import with_draft
from candidature.public.secret_pages import secret_page, show
from candidature.submissions.models import Draft


@secret_page
@with_draft
def saved(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """Where the draft can be found again."""
    number = request.GET.get("passo", "")
    back = route.address(
        token, int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
    )
    context = {"page": page, "draft": draft, "link": settings.SITE_URL + back, "back": back}
    return show(request, "saved", page, context)
