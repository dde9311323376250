"""Submissions whose applicant a letter did not reach: work for staff, until somebody did reach them."""

from django.db import transaction
from django.utils import timezone

from candidature.actors import SYSTEM, Actor
from candidature.process import changes
from candidature.submissions.models import Submission
from portal.models import OutboxMessage
from portal.people.addresses import normal

UNREACHED = "letter_undelivered"
REACHED = "applicant_reached"


def note(message: OutboxMessage, _reason: str) -> None:
    """Marks the submission that a letter was about, if the letter went to its present address."""
    if not message.related_to:
        return
    with transaction.atomic():
        rows = Submission.objects.select_for_update(of=("self",)).defer("answers")
        submission = rows.filter(reference=message.related_to, undelivered_since=None).first()
        if submission is None or normal(submission.email) != normal(message.recipient):
            return
        Submission.objects.filter(pk=submission.pk).update(undelivered_since=timezone.now())
        changes.record(submission, UNREACHED, SYSTEM)


def resolve(submission: Submission, actor: Actor) -> bool:
    """Takes the mark away, because somebody reached the applicant; returns whether there was one."""
    with transaction.atomic():
        marked = Submission.objects.filter(pk=submission.pk).exclude(undelivered_since=None)
        if not marked.update(undelivered_since=None):
            return False
        changes.record(submission, REACHED, actor)
    return True
