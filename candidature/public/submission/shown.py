"""What every page of a submission shows of it, and what its applicant may do now."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from candidature.actors import APPLICANT
from candidature.log.models import TAKEN_BACK
from candidature.privacy.erasure_day import term_of
from candidature.process import reasons, workflow
from candidature.public.states import in_words
from candidature.receipts.everything import former_files
from candidature.statuses import Status
from candidature.submissions.in_words import rows
from candidature.submissions.models import Submission
from moduli import readable
from moduli.files import readable_size


def context(token: str, submission: Submission) -> dict[str, Any]:
    """The values that the pages of a submission have in common."""
    page, files = submission.page.specific, submission.files.all()
    return {
        "token": token,
        "submission": submission,
        "term": term_of(submission, page),
        # Not "page": the breadcrumb and the title of these pages are their own.
        "subject": page,
        "state": in_words(submission, page),
        "applicant_rows": rows(submission),
        "sections": readable(submission.schema, submission.answers, files),
        # What nobody touched since it was sent has none, and its files are read where it names some.
        "former_files": [(file, readable_size(file.size)) for file in former_files(submission, files)]
        if submission.version > 1
        else [],
        "link": settings.SITE_URL + reverse("candidature:follow", args=[token]),
    }


def may(submission: Submission, action: str) -> bool:
    """Whether the table of transitions offers this action to the applicant now."""
    return any(transition.action == action for transition in workflow.available(submission, APPLICANT))


def last_request(submission: Submission) -> str:
    """The latest reason given with a request of integration, while it is open (`reasons.as_told`)."""
    if submission.status != Status.NEEDS_INFO:
        return ""
    asked = submission.log.filter(to_status=Status.NEEDS_INFO).exclude(action=TAKEN_BACK)
    entry = asked.select_related("reason").order_by("-pk").first()
    return reasons.as_told(submission, entry)
