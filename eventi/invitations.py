"""What a letter about a sign-up carries for the calendar of its mailbox, decided when the letter leaves.

Who has a seat is invited (REQUEST), and the entry moves with the event; who has lost or given it back, or
whose event is cancelled or has no day any more, gets the entry taken away (CANCEL). Who only waits has none,
unless from the page: a letter that tells of a change carries a PUBLISH, which moves that one.
"""

from datetime import datetime

from candidature.log.models import LogEntry
from candidature.pages.translations import in_spoken_words
from candidature.statuses import Status
from candidature.submissions.models import Submission
from eventi import calendar, counted, telling
from eventi.calendar import Method
from eventi.meeting import Meeting
from eventi.saying import former_day
from portal.languages import reading
from portal.outbox.attachments import Attachment, Wanted
from portal.web.calendar_files import FILE_NAME, MEDIA_TYPE

KIND = "eventi.calendar"
# Letters after which a calendar may be wrong.
LETTERS = (
    "seat_confirmed",
    "promoted",
    "accepted",
    "withdrawn",
    "rejected",
    "revoked",
    "guardian_declined",
    "reopened",
    *telling.LETTERS,
)
_GONE = (Status.WITHDRAWN, Status.REJECTED)


def wanted(submission: Submission) -> Wanted:
    return Wanted(KIND, str(submission.pk))


def make(target: str) -> Attachment | None:
    """The calendar file of a sign-up as things stand now; None where no calendar knows of it."""
    submission = Submission.objects.select_related("page").defer("answers").filter(pk=target).first()
    if submission is None:
        return None
    with reading(submission.language):
        event = in_spoken_words(submission.page.specific)
        method = _method(event, submission)
        if method is None:
            return None
        content = calendar.for_mailbox(event, submission, method)
    return Attachment(FILE_NAME, content, MEDIA_TYPE.format(method=method))


def _method(event: Meeting, submission: Submission) -> Method | None:
    if event.starts_at is None:
        former = former_day(calendar.latest_of(event))
        is_known = former is not None and _had_a_seat(submission, until=former.until)
        return Method.CANCEL if is_known else None
    if submission.status == Status.ACCEPTED:
        return Method.CANCEL if event.cancelled else Method.REQUEST
    if _had_a_seat(submission):
        # Two of a family have one entry in one calendar, which stays for the other.
        return None if others_come(submission, submission.email) else Method.CANCEL
    if submission.status in _GONE or others_come(submission, submission.email):
        # The invitation of the other is the entry of both.
        return None
    return Method.PUBLISH


def _had_a_seat(submission: Submission, until: datetime | None = None) -> bool:
    seated = LogEntry.objects.filter(submission=submission, to_status=Status.ACCEPTED)
    return (seated if until is None else seated.filter(at__lte=until)).exists()


def others_come(submission: Submission, email: str) -> bool:
    """Whether somebody else has a seat at the same event with this address."""
    others = counted.of_mailbox(submission, email).exclude(pk=submission.pk)
    return others.filter(status=Status.ACCEPTED).exists()
