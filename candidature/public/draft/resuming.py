"""Leaving a draft and finding it again."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from candidature.letters import draft_letters
from candidature.pages.participation import ParticipationPage
from candidature.public.draft import route
from candidature.public.draft.links import with_draft
from candidature.public.secret_pages import secret_page, show
from candidature.submissions.drafts import Draft
from portal.models import OutboxMessage

_STATES: dict[str, str] = {
    OutboxMessage.Status.PENDING: "waiting",
    OutboxMessage.Status.HELD: "waiting",
    OutboxMessage.Status.SENT: "sent",
}


def letter_state(letter: OutboxMessage | None) -> str:
    """What became of a letter, for a template: waiting, sent, failed; empty for none."""
    return _STATES.get(letter.status, "failed") if letter else ""


@secret_page
@with_draft
def saved(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """Where the draft can be found again: what became of the letter with its link, and the link itself."""
    number = request.GET.get("passo", "")
    back = route.address(
        token, int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
    )
    letter = draft_letters.latest(draft)
    context = {
        "page": page,
        "draft": draft,
        "letter": letter,
        "letter_state": letter_state(letter),
        "none_this_time": route.NO_LETTER in request.META["QUERY_STRING"].split("&"),
        "first_step": route.address(token, 0),
        "link": settings.SITE_URL + back,
        "back": back,
    }
    return show(request, "saved", page, context)
