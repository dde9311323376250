"""The reasons against an application, told before it is refused (L. 241/1990, art. 10-bis).

Whoever applied has at least `LEAST_DAYS` from then to object, in writing and with documents; nothing is
refused before. What is objected is a message of the applicant's (`candidature.messages`), sent in time.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from candidature.log.models import TAKEN_BACK, LogEntry
from candidature.pages.participation import ParticipationPage
from candidature.process.refusals import NotForewarnedError, StillObservableError, WorkflowError
from candidature.statuses import Status
from candidature.submissions.models import Submission
from portal.web.arrival import longest_under_way

# Days of the calendar, after that on which the reasons are told.
LEAST_DAYS = 10
# In the log: its applicant objected; the portal told the reasons by itself, because a term had passed.
OBSERVED, BY_ITSELF = "observed", "forewarn_lapsed"


def takes_observations(submission: Submission, at: datetime) -> bool:
    """Whether what its applicant writes at this moment is an objection in time."""
    due_at = submission.info_due_at
    return submission.status == Status.FOREWARNED and due_at is not None and at < due_at


def told(submission: Submission) -> LogEntry | None:
    """The entry by which the reasons were told last; None where they never were. One query."""
    entries = submission.log.filter(to_status=Status.FOREWARNED).exclude(action=TAKEN_BACK)
    entries = entries.select_related("reason")
    return entries.order_by("-pk").first()


def was_observed_since(submission: Submission, entry: LogEntry) -> bool:
    """Whether its applicant objected after the reasons were told by this entry."""
    return submission.log.filter(action=OBSERVED, pk__gt=entry.pk).exists()


def closes_unobserved(page: ParticipationPage, action: str) -> bool:
    """Whether silence ends an application whose reasons were told by this action: only the portal's own."""
    return page.closes_by_itself and action == BY_ITSELF


def observed() -> Exists:
    """Of submissions: whether their applicant objected after the reasons were told last.

    Asked of few of them at once: it reads the log of each.
    """
    latest = _tellings_of("submission").values("pk")[:1]
    return Exists(
        LogEntry.objects.filter(submission=OuterRef("pk"), action=OBSERVED, pk__gt=Subquery(latest))
    )


def told_by() -> Subquery:
    """Of submissions: the action by which the reasons were told last."""
    return Subquery(_tellings_of("pk").values("action")[:1])


def _tellings_of(outer: str) -> QuerySet[LogEntry]:
    told = LogEntry.objects.filter(submission=OuterRef(outer), to_status=Status.FOREWARNED)
    return told.exclude(action=TAKEN_BACK).order_by("-pk")


def refusal(submission: Submission, page: ParticipationPage, at: datetime) -> WorkflowError | None:
    """Why it may not be refused at this moment; None when it may."""
    # What came in the last second of the term may still be being written.
    if takes_observations(submission, at - longest_under_way()):
        return StillObservableError(submission.reference)
    if submission.status != Status.FOREWARNED and page.forewarns_first:
        return NotForewarnedError(submission.reference)
    return None
