"""Who was asked to confirm what was sent: asked again, corrected, taken off."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from candidature.intake.contact import NothingWaitsError
from candidature.public.following import told
from candidature.public.others import NotKeptError, OtherForm, OthersPage
from candidature.public.secret_pages import could_not_save, retry_later, secret_page, show
from candidature.public.submission import shown
from candidature.public.submission.links import with_submission
from candidature.statuses import Status
from candidature.submissions.models import Submission
from portal.web import outage


@secret_page
@with_submission
def others_of(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """The same page as before sending; nobody new is named."""
    if not submission.has_confirmations:
        return redirect("candidature:follow", token)
    page = submission.page.specific
    address = reverse("candidature:others_of", args=[token])
    others = OthersPage(request, submission, page, address)

    def page_with(typed: OtherForm | None = None, *, status: int = 200) -> HttpResponse:
        back = reverse("candidature:follow", args=[token])
        context = {**shown.context(token, submission), "back": back, **others.context(typed)}
        return show(request, "others", page, context, status=status)

    if request.method != "POST":
        return page_with()
    if submission.status == Status.WITHDRAWN:
        # Nobody is written to about it any more.
        return redirect(told.address(token, told.NOT_POSSIBLE))
    try:
        with outage.noticed():
            return others.pressed()
    except NotKeptError as error:
        return retry_later(page_with(error.form, status=429), error.reached)
    except outage.OutageError:
        return could_not_save(request, follow_token=token)
    except NothingWaitsError:
        return redirect("candidature:follow", token)
