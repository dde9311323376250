"""Whoever is asked something by a letter that has not left was not told: nobody reminds them, or closes them.

Letters wait for a word of the staff, for whoever approves them, to be handed over, for a mail server; they
stop, or are taken back. A term that passes meanwhile is looked after by who examines the submission.
"""

from collections.abc import Mapping

from django.db.models import OuterRef, Q, QuerySet, Subquery

from candidature.statuses import Status
from candidature.submissions.models import Submission
from portal.models import OutboxMessage

_Letter = OutboxMessage.Status

# By state, the letter that says until when something is awaited.
ASKED_BY: Mapping[str, str] = {Status.NEEDS_INFO: "info_requested", Status.FOREWARNED: "forewarned"}


def told(among: QuerySet[Submission], status: Status) -> QuerySet[Submission]:
    """Those of the submissions in this state whose applicant has the letter that says so.

    A letter that left is one they have; so is one that is no longer kept.
    """
    return _with_letter(among, status).filter(Q(asked_by=None) | Q(asked_by=_Letter.SENT))


def is_untold(submission: Submission) -> bool:
    """Whether the letter with the reasons against it has not left, where they were to be told.

    One query, unless the submission was read `with_letter_of_reasons`.
    """
    if submission.status != Status.FOREWARNED:
        return False
    if hasattr(submission, "asked_by"):
        return submission.asked_by not in (None, _Letter.SENT)
    return not told(Submission.objects.filter(pk=submission.pk), Status.FOREWARNED).exists()


def may_be_reminded(among: QuerySet[Submission], status: Status) -> QuerySet[Submission]:
    """The same, with those whose letter is on its way, or came back: they may have another address by now."""
    known = (_Letter.SENT, _Letter.PENDING, _Letter.BOUNCED)
    return _with_letter(among, status).filter(Q(asked_by=None) | Q(asked_by__in=known))


def _with_letter(among: QuerySet[Submission], status: Status) -> QuerySet[Submission]:
    """Each in this state with that of the letter by which it was last asked; None where there is none."""
    return among.filter(status=status).annotate(asked_by=_asked_by(status))


def with_letter_of_reasons(among: QuerySet[Submission]) -> QuerySet[Submission]:
    """The submissions, each with what `is_untold` looks up."""
    return among.annotate(asked_by=_asked_by(Status.FOREWARNED))


def _asked_by(status: Status) -> Subquery:
    letters = OutboxMessage.objects.filter(
        related_to=OuterRef("reference"), key__endswith=f":{ASKED_BY[status]}"
    )
    return Subquery(letters.order_by("-pk").values("status")[:1])
