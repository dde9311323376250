"""The receipt: at once for the browser that sent, later for whoever has the personal link."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidature.confirmations.applications import Application
from candidature.confirmations.in_words import lines
from candidature.links import secret_links
from candidature.pages.reading import page_of
from candidature.public.secret_pages import explain, secret_page, show, unknown_link
from candidature.public.submission import shown
from candidature.public.submission.links import with_submission
from candidature.receipts import verification
from candidature.receipts.document import files_as_data, on_screen
from candidature.receipts.versions import moment_of, present_version
from candidature.submissions.form_versions import FormVersion
from candidature.submissions.models import Submission
from portal.privacy.tokens import is_well_formed

# Later nobody waits for it any more.
LETTER_COMES_WITHIN = timedelta(hours=1)


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
    if page.form_version_id == submission.form_version_id:
        # Nearly always nobody changed the form since, and its questions are at hand.
        asked = FormVersion(pk=page.form_version_id, digest=page.form_digest, schema=page.schema)
        submission.form_version = asked
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
    context = shown.context(token, submission)
    version = present_version(submission)
    changed_at = moment_of(submission, version)
    check = verification.address_of(submission, version)
    context |= {
        "others": lines(Application(submission)) if submission.has_confirmations else [],
        "version": version,
        "changed_at": changed_at,
        "is_new": request.received_at < changed_at + LETTER_COMES_WITHIN,  # type: ignore[attr-defined]
        "files": files_as_data(submission, context["sections"]),
        "check": check,
        "check_drawn": on_screen(check),
    }
    return show(request, "receipt", submission.page, context)
