"""What is said when a page takes nothing: not yet or no more, before a draft and while one is written."""

from django.http import HttpRequest, HttpResponse

from candidature.pages.participation import ParticipationPage
from candidature.pages.window import Window
from candidature.public.applicant import rows
from candidature.public.secret_pages import show
from candidature.submissions.models import Draft
from moduli import Schema, readable


def accepts(request: HttpRequest, page: ParticipationPage) -> bool:
    """Whether the page takes what arrived when this request did."""
    return page.accepts(request.received_at)  # type: ignore[attr-defined]


def not_open(request: HttpRequest, page: ParticipationPage) -> HttpResponse:
    """Nothing can be begun: when it will be possible, or since when it no longer is."""
    standing = page.standing(request.received_at)  # type: ignore[attr-defined]
    closed = standing.window is Window.CLOSED
    return show(
        request, "not_open", page, {"page": page, "standing": standing}, status=410 if closed else 409
    )


def too_late(request: HttpRequest, draft: Draft, page: ParticipationPage, schema: Schema) -> HttpResponse:
    """The window closed while the draft was being written: nothing can be sent, nothing typed is hidden."""
    context = {
        "page": page,
        "standing": page.standing(request.received_at),  # type: ignore[attr-defined]
        "applicant_rows": rows(draft),
        "sections": readable(schema, draft.answers, draft.files.all()),
        "expires_at": draft.expires_at,
    }
    return show(request, "too_late", page, context, status=410)
