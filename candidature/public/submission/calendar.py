"""The calendar file of what somebody signed up for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from candidature.public.secret_pages import secret_page
from candidature.public.submission.links import with_submission
from candidature.submissions.models import Submission
from portal.web import calendar_files


@secret_page
@with_submission
def calendar(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """The file to open with a calendar; where there is none, the personal page says how things stand."""
    content = submission.page.specific.calendar_file(submission)
    if request.method == "POST" or content is None:
        return redirect("candidature:follow", token)
    return calendar_files.answer(content)
