"""The form that was posted: which version of the submission it showed, and whether it was carried out."""

from django.http import HttpRequest

from candidature.submissions.models import Submission


def version(request: HttpRequest) -> int:
    """The version the applicant was looking at; one that never exists when it is not a number."""
    posted = request.POST.get("version", "")
    return int(posted) if posted.isascii() and posted.isdigit() and len(posted) < 10 else 0


def was_done(request: HttpRequest, submission: Submission, action: str) -> bool:
    """Whether this very form was carried out already: a second press gets the answer of the first."""
    present = Submission.objects.values_list("version", flat=True).get(pk=submission.pk)
    last = submission.log.exclude(from_status="").order_by("-pk").first()
    return present == version(request) + 1 and last is not None and last.action == action
