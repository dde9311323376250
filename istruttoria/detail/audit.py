"""The log of one submission as a document: who read, changed, wrote and decided what, and when."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from candidature.confirmations.in_words import names_of
from candidature.models import Submission
from candidature.process import changes
from candidature.receipts.document import in_words
from istruttoria import trail
from istruttoria.audits import document
from istruttoria.detail.page import SubmissionView
from istruttoria.labels.models import Label
from istruttoria.scores.reading import call_of, sees_others, sheet_of
from portal.models import User
from portal.pdf import press
from portal.web import downloads


class AuditView(SubmissionView):
    """The document, to be saved or printed; making it is in the log too."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        submission = self.submission
        changes.record(submission, trail.AUDITED, self.actor)
        reference, title = submission.reference, submission.page.title
        try:
            told = contents(submission)
            told["parts"] += [document.lists(submission.pk), *scores(submission, self.user)]
            content = document.made(told, reference, title, self.user)
        except press.NotMadeError:
            messages.error(request, _("Ora il documento non si può preparare: riprova tra qualche minuto."))
            return redirect(f"{self.detail_url}#registro-section")
        return downloads.made(content, f"registro-{reference}.pdf", document.PDF)


def scores(submission: Submission, user: User) -> list[dict[str, Any]]:
    """Who gave how many points for what, as far as the account may know it; no part where that is nothing."""
    page = submission.page.specific
    sheet = sheet_of(submission, page)
    sees = sees_others(user, call_of(page), submission.status, sheet.own(user))
    rows = [
        {
            "what": one.asked,
            "who_and_when": f"{in_words(one.at)} · {one.by_label}",
            "more": [
                _("Punti: %(points)d su %(most)d") % {"points": one.points, "most": one.most},
                *([one.reason] if one.reason else []),
            ],
        }
        for one in sheet.scores
        if sees or one.by_id == user.pk
    ]
    return [{"title": _("Punti dati"), "rows": rows}] if rows else []


def contents(submission: Submission) -> dict[str, Any]:
    """The whole log of a submission, in the order in which it happened, as plain data."""
    entries = submission.log.select_related("reason").order_by("at", "pk")
    lines = trail.in_words(
        entries,
        names_of(submission),
        {str(pk): name for pk, name in Label.objects.values_list("pk", "name")},
        trail.things_of(submission),
    )
    page = submission.page.specific
    return {
        "subject": f"{page.words.called} {page.title}",
        "facts": [
            (_("Codice"), submission.reference),
            (_("Stato"), submission.status_label),
            (_("Inviata"), in_words(submission.submitted_at)),
            *([(_("Numero di protocollo"), str(submission.protocol))] if submission.protocol else []),
            (_("Ufficio competente"), page.office or _("non indicato")),
        ],
        "parts": document.parts(lines),
    }
