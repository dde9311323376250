"""The summary: everything as it will be sent, the button that sends it, and why nothing was sent."""

import contextlib
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.intake import quotas, sending
from candidature.links import secret_links
from candidature.links.tokens import new_token
from candidature.pages.participation import ParticipationPage
from candidature.public.applicant import rows
from candidature.public.draft import progress, route
from candidature.public.draft.links import with_draft
from candidature.public.draft.window import accepts, too_late
from candidature.public.secret_pages import CONFLICT, UNAVAILABLE, explain, retry_later, secret_page, show
from candidature.submissions.models import Draft
from moduli import IncompleteAnswersError, Schema, check_answers, freeze, readable
from portal.limits import counting as limits
from portal.web import outage
from portal.web.visitors import client_of

# What the page says of the declaration that the notice was read, by what came of the press.
_NOT_READ, _CHANGED = "informativa", "nuova-informativa"
_NOTICE_ERRORS = {
    _NOT_READ: gettext_lazy("Per inviare occorre dichiarare di avere letto l’informativa."),
    _CHANGED: gettext_lazy(
        "L’informativa è cambiata mentre scrivevi: leggi la nuova versione e invia di nuovo."
    ),
}


@secret_page
@with_draft
def summary(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """Everything as it will be sent, the privacy notice, and the button that sends it."""
    shown = SummaryPage(request, token, draft, page, freeze(page.steps))
    if request.method != "POST":
        return shown.show() if accepts(request, page) else too_late(request, draft, page, shown.schema)
    if not accepts(request, page):
        return shown.again()
    if request.POST.get("action") == "save":
        return route.after(request, page, token, len(shown.schema["steps"]) + 1)
    if request.POST.get("notice_read") != "on":
        return shown.again(_NOT_READ)
    return _send(shown)


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
        uploads = list(self.draft.files.all())
        incomplete: list[str] = []
        try:
            check_answers(self.schema, self.draft.answers, uploads)
        except IncompleteAnswersError as error:
            incomplete = error.steps
        sections = list(enumerate(readable(self.schema, self.draft.answers, uploads), start=1))
        number = len(self.schema["steps"]) + 1
        is_admitted = not self.draft.says_who or self.page.admits(self.draft.applicant_kind)
        says_who = self.draft.says_who and is_admitted
        context = {
            "page": self.page,
            "token": self.token,
            "applicant_rows": rows(self.draft) if self.draft.last_name else [],
            "says_who": says_who,
            "not_admitted": not is_admitted,
            "sections": [(number, section, section.key in incomplete) for number, section in sections],
            "incomplete": ([] if says_who else [(0, _("Chi sei"))])
            + [(number, section.title) for number, section in sections if section.key in incomplete],
            "progress": progress.of_a_draft(self.schema, self.token, self.draft, number, uploads),
            "places": self.page.places(),
            "notice": self.page.privacy_notice,
            "notice_error": _NOTICE_ERRORS.get(route.outcome(self.request), ""),
            "refusal": refusal,
            "notice_was_read": bool(refusal),
            "form_key": route.form_key(self.request) if self.request.method == "POST" else new_token(),
            "last_step": len(self.schema["steps"]),
        }
        return show(self.request, "summary", self.page, context, status=status)

    def again(self, outcome: str = "") -> HttpResponse:
        """Leads to the summary, which says what came of the press or what is missing."""
        address = reverse("candidature:summary", args=[self.token])
        return redirect(f"{address}?{route.OUTCOME}={outcome}" if outcome else address)


@secret_page
@with_draft
def sent_before(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """Says that the same person sent one already, without showing anything of it."""
    if sending.sent_before(page, draft) is None:
        return redirect("candidature:summary", token)
    return explain(
        request,
        status=CONFLICT,
        title=str(page.words.sent_before_title),
        text=str(page.words.sent_before),
        way_back=route.address(token, 0),
    )


def _send(shown: SummaryPage) -> HttpResponse:
    """Sends the draft and leads to the receipt; otherwise says why it was not sent."""
    request, page = shown.request, shown.page
    notice = request.POST.get("notice", "")
    key = route.form_key(request)
    try:
        with outage.noticed():
            sending.submit(
                shown.token,
                received_at=request.received_at,  # type: ignore[attr-defined]
                notice_id=int(notice) if notice.isascii() and notice.isdigit() and len(notice) < 10 else None,
                client=client_of(request),
                form_key=key,
            )
    except outage.OutageError:
        return shown.show(status=UNAVAILABLE, refusal=str(outage.SENTENCE))
    except limits.LimitReachedError as reached:
        return retry_later(
            shown.show(status=429, refusal=quotas.sentence(reached, page.contact_email)), reached
        )
    except sending.AlreadySentError as already:
        # At a limit the mailbox got this letter, or many others, a short time ago.
        with contextlib.suppress(limits.LimitReachedError):
            sending.remind(
                already.submission,
                at=request.received_at,  # type: ignore[attr-defined]
                client=client_of(request),
            )
        return redirect("candidature:sent_before", shown.token)
    except sending.NoticeNotReadError:
        return shown.again(_CHANGED)
    except (
        sending.WindowClosedError,
        sending.ApplicantMissingError,
        sending.ApplicantNotAdmittedError,
        IncompleteAnswersError,
    ):
        return shown.again()
    return redirect("candidature:sent", secret_links.receipt_secret(shown.token, key))
