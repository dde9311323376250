"""Who was asked to confirm what was sent: asked again, corrected, taken off."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from candidature.confirmations.applications import Application
from candidature.intake.contact import NothingWaitsError
from candidature.public.filling import autosave
from candidature.public.following import told
from candidature.public.others import NOBODY_IS_ASKED, NotKeptError, OthersPage
from candidature.public.secret_pages import UNAVAILABLE, retry_later, secret_page, show
from candidature.public.submission import shown
from candidature.public.submission.links import with_submission
from candidature.submissions.models import Submission
from portal.web import outage


@secret_page
@with_submission
def others_of(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """The same page as before sending; nobody new is named."""
    has_ended = Application(submission).has_ended(request.received_at)  # type: ignore[attr-defined]
    is_over = not submission.has_confirmations or has_ended
    if autosave.is_asked(request) and is_over:
        return autosave.not_saved(str(NOBODY_IS_ASKED), goes_on=False)
    if not submission.has_confirmations:
        return redirect("candidature:follow", token)
    page = submission.page.specific
    address, back = (reverse(f"candidature:{name}", args=[token]) for name in ("others_of", "follow"))
    others = OthersPage(request, submission, page, address, back)

    def page_with(refused: NotKeptError | None = None) -> HttpResponse:
        context = {**shown.context(token, submission), **others.context(refused)}
        answer = show(request, "others", page, context, status=refused.code if refused else 200)
        return retry_later(answer, refused.reached) if refused and refused.reached else answer

    if is_over:
        # Nobody is written to about it any more.
        return redirect(told.address(token, told.NOT_POSSIBLE))
    if request.method != "POST":
        return page_with()
    try:
        with outage.noticed():
            return others.pressed()
    except NotKeptError as error:
        return page_with(error)
    except outage.OutageError:
        if autosave.is_asked(request):
            return autosave.not_saved(str(outage.SENTENCE))
        return page_with(NotKeptError(others.as_typed(str(outage.SENTENCE)), UNAVAILABLE))
    except NothingWaitsError:
        if autosave.is_asked(request):
            return autosave.not_saved(str(NOBODY_IS_ASKED), goes_on=False)
        return redirect("candidature:follow", token)
