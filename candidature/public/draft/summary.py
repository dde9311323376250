"""The summary: everything as it will be sent, the button that sends it, and why nothing was sent."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from candidature.intake import drafts, prefilled, sending
from candidature.pages.participation import ParticipationPage
from candidature.public.draft import form_changes, from_earlier, pressing, route
from candidature.public.draft.links import with_draft
from candidature.public.draft.way import DraftWay
from candidature.public.draft.window import accepts, closed
from candidature.public.filling import press
from candidature.public.filling import summary as filled_in
from candidature.public.secret_pages import CONFLICT, explain, secret_page, show
from candidature.submissions import content
from candidature.submissions.drafts import Draft
from moduli import Schema
from portal.people import addresses
from portal.privacy.tokens import new_token

# What the page says of the declaration that the notice was read, by what came of the press.
NOTICE_ERRORS = {
    pressing.NOT_READ: gettext_lazy("Per inviare occorre dichiarare di avere letto l’informativa."),
    pressing.CHANGED: gettext_lazy(
        "L’informativa è cambiata mentre scrivevi: leggi la nuova versione e invia di nuovo."
    ),
}


@secret_page
@with_draft
def summary(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """Everything as it will be sent, the privacy notice, and the button that sends it."""
    shown = SummaryPage(request, token, draft, page, page.schema)
    if request.method != "POST":
        return shown.show() if accepts(request, page) else closed(request, token, draft, page)
    if not accepts(request, page):
        return redirect("candidature:summary", token)
    if request.POST.get("action") == "save":
        drafts.see_form(draft, form_changes.asked_now(request, page))
        return route.saved(request, token, len(shown.schema["steps"]) + 1)
    if request.POST.get("notice_read") != "on":
        return redirect(route.summary(token, pressing.NOT_READ))
    notice = request.POST.get("notice", "")
    notice_id = int(notice) if notice.isascii() and notice.isdigit() and len(notice) < 10 else 0
    return pressing.send(
        request,
        token,
        draft,
        page,
        notice_id=notice_id,
        shown=request.POST.get(press.FORM, ""),
        seen=request.POST.get(press.SEEN),
        refused=shown.refused,
    )


@dataclass(frozen=True)
class SummaryPage:
    """The summary of a draft, from which it is sent and on which a refusal is shown."""

    request: HttpRequest
    token: str
    draft: Draft
    page: ParticipationPage
    schema: Schema

    def show(self, *, status: int = 200, refusal: str = "") -> HttpResponse:
        """Shows the summary.

        Args:
            refusal: why nothing was sent, though everything typed is in order.
        """
        uploads = self.draft.uploads()
        way = DraftWay(self.request, self.token, self.page, self.schema, self.draft)
        context = {
            "page": self.page,
            "token": self.token,
            **filled_in.summed_up(way, self.draft, way.day, uploads),
            **way.others_summed_up(),
            **form_changes.context(self.draft, self.page, uploads),
            "not_looked_at": from_earlier.not_looked_at(self.draft, way.asked),
            "sent_before_at": prefilled.sent_at(self.draft),
            "form_changed": press.outcome(self.request) == pressing.OTHER_FORM,
            "all_came": press.outcome(self.request) == pressing.ALL_CAME,
            "answers_changed": press.outcome(self.request) == pressing.OTHER_ANSWERS,
            "seen": content.of_draft(self.draft),
            "notice_error": NOTICE_ERRORS.get(press.outcome(self.request), ""),
            "refusal": refusal,
            "notice_was_read": bool(refusal),
            "form_key": route.form_key(self.request) if self.request.method == "POST" else new_token(),
        }
        return show(self.request, "summary", self.page, context, status=status)

    def refused(self, status: int, why: str) -> HttpResponse:
        """Shows the summary with the reason for which nothing was sent just now."""
        return self.show(status=status, refusal=why)


@secret_page
@with_draft
def sent_before(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """Says that the same person sent one already, without showing anything of it."""
    earlier = sending.sent_before(page, draft, token)
    if earlier is None:
        return redirect("candidature:summary", token)
    if addresses.box(earlier.email) != addresses.box(draft.email):
        words = page.words
        return explain(
            request,
            status=CONFLICT,
            title=str(words.same_code_title),
            text=str(words.same_code_elsewhere if earlier.email else words.same_code_at_desk),
            ask=page,
            way_back=route.address(token, 0),
        )
    return explain(
        request,
        status=CONFLICT,
        title=str(page.words.sent_before_title),
        text=str(page.words.sent_before),
        way_back=route.address(token, 0),
    )
