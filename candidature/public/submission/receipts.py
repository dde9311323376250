"""The receipt: at once for the browser that sent, later for whoever has the personal link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidature.confirmations.applications import Application
from candidature.confirmations.in_words import lines
from candidature.links import secret_links
from candidature.links.tokens import is_well_formed
from candidature.pages.reading import page_of
from candidature.public.secret_pages import explain, secret_page, show, unknown_link
from candidature.public.submission import shown
from candidature.public.submission.links import with_submission
from candidature.submissions.models import Submission


@secret_page
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt, for the browser that has just sent. This address leads here for a few minutes only."""
    found = secret_links.handed_over(token) if is_well_formed(token) else None
    if found is None:
        return explain(
            request,
            status=410,
            title=_("La ricevuta non si mostra più da qui"),
            text=_(
                "Questo indirizzo vale solo per pochi minuti dopo l’invio. La ricevuta e il tuo collegamento "
                "personale sono nella lettera che ti abbiamo mandato per email."
            ),
        )
    if request.method == "POST":
        return redirect("candidature:sent", token)
    submission, follow_token = found
    page = page_of(request, submission.page_id)
    if page is None:
        return unknown_link(request)
    submission.page = page
    notice = page.notice()
    if notice is not None and notice.pk == submission.privacy_notice_id:
        submission.privacy_notice = notice
    return _show(request, follow_token, submission)


@secret_page
@with_submission
def receipt(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """What was received and when, who answers, by when: to read, print and keep."""
    if request.method == "POST":
        return redirect("candidature:receipt", token)
    return _show(request, token, submission)


def _show(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    others = lines(Application(submission)) if submission.has_confirmations else []
    return show(request, "receipt", submission.page, {**shown.context(token, submission), "others": others})
