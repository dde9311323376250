"""The summary: everything as it will be sent, the button that sends it, and why nothing was sent."""

import contextlib
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidature.intake import quotas, sending
from candidature.links import secret_links
from candidature.links.tokens import new_token
from candidature.pages.participation import ParticipationPage
from candidature.public.applicant import rows
from candidature.public.draft import progress, route
from candidature.public.draft.links import with_draft
from candidature.public.draft.window import accepts, too_late
from candidature.public.secret_pages import (
    UNAVAILABLE,
    UNPROCESSABLE,
    explain,
    retry_later,
    secret_page,
    show,
)
from candidature.submissions.models import Draft, Submission
from moduli import IncompleteAnswersError, Schema, check_answers, freeze, readable
from portal.limits import counting as limits
from portal.web import outage
from portal.web.visitors import client_of


@secret_page
@with_draft
def summary(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """Everything as it will be sent, the privacy notice, and the button that sends it."""
    shown = SummaryPage(request, token, draft, page, freeze(page.steps))
    saves = request.POST.get("action") == "save"
    if request.method != "POST" or saves:
        if not accepts(request, page):
            return too_late(request, draft, page, shown.schema)
        return route.after(request, page, token, len(shown.schema["steps"]) + 1) if saves else shown.show()
    read = request.POST.get("notice_read") == "on"
    if not read and accepts(request, page):
        error = _("Per inviare occorre dichiarare di avere letto l’informativa.")
        return shown.show(status=UNPROCESSABLE, notice_error=error)
    return _send(shown)


@dataclass(frozen=True)
class SummaryPage:
    """The summary of a draft, from which it is sent and on which a refusal is shown."""

    request: HttpRequest
    token: str
    draft: Draft
    page: ParticipationPage
    schema: Schema

    def show(self, *, status: int = 200, notice_error: str = "", refusal: str = "") -> HttpResponse:
        """Shows the summary.

        Args:
            notice_error: what is wrong with the declaration that the notice was read.
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
        context = {
            "page": self.page,
            "token": self.token,
            "applicant_rows": rows(self.draft),
            "sections": [(number, section, section.key in incomplete) for number, section in sections],
            "incomplete": [
                (number, section.title) for number, section in sections if section.key in incomplete
            ],
            "progress": progress.of_a_draft(self.schema, self.token, self.draft, number, uploads),
            "places": self.page.places(),
            "notice": self.page.privacy_notice,
            "notice_error": notice_error,
            "refusal": refusal,
            "notice_was_read": bool(refusal),
            "form_key": route.form_key(self.request) if self.request.method == "POST" else new_token(),
            "last_step": len(self.schema["steps"]),
        }
        return show(self.request, "summary", self.page, context, status=status)


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
    except sending.AlreadySignedUpError as already:
        return _already_signed_up(request, shown.token, already.submission)
    except sending.WindowClosedError:
        return too_late(request, shown.draft, page, shown.schema)
    except sending.ApplicantNotAdmittedError:
        return _not_admitted(request)
    except sending.NoticeNotReadError:
        error = _("L’informativa è cambiata mentre scrivevi: leggi la nuova versione e invia di nuovo.")
        return shown.show(status=409, notice_error=error)
    except IncompleteAnswersError:
        return shown.show(status=409)
    return redirect("candidature:sent", secret_links.receipt_secret(shown.token, key))


def _already_signed_up(request: HttpRequest, token: str, earlier: Submission) -> HttpResponse:
    """Says it to whoever reads the page without showing anything; the way to it goes to the mailbox."""
    # At a limit the mailbox got this letter, or many others, a short time ago.
    with contextlib.suppress(limits.LimitReachedError):
        sending.remind(
            earlier,
            at=request.received_at,  # type: ignore[attr-defined]
            client=client_of(request),
        )
    return explain(
        request,
        status=409,
        title=_("Con questo nome e questo indirizzo c’è già un’iscrizione"),
        text=_(
            "Ogni persona si iscrive una volta sola: non abbiamo inviato nulla di nuovo. Per vedere o "
            "ritirare l’iscrizione che c’è, apri il collegamento che ti abbiamo mandato per email. Se vuoi "
            "iscrivere un’altra persona, torna al primo passo e scrivi il suo nome: la bozza è rimasta "
            "com’era."
        ),
        way_back=route.address(token, 0),
    )


def _not_admitted(request: HttpRequest) -> HttpResponse:
    return explain(
        request,
        status=409,
        title=_("Chi può partecipare è cambiato mentre scrivevi"),
        text=_(
            "Ora la pagina è riservata ad altri: nulla è stato inviato e la bozza resta com’era. Se puoi "
            "ancora partecipare, torna al primo passo e correggi «Chi sei»."
        ),
    )
