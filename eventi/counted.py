"""How far the calendar of a mailbox has counted an event: never less than before.

A calendar knows one entry for each event and attendee, so what counts is the mailbox and not the sign-up:
whoever cancels and signs up again, and two of a family with one address, have that entry in common. All that
became of all of them counts, and so does what became of those that are not there any more.
"""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Max, QuerySet, Sum

from candidature.statuses import Kind
from candidature.submissions.models import Submission
from portal.people import addresses


class CountedBefore(models.Model):
    """What a sign-up had counted that left its mailbox: it was erased, or has another address.

    It raises the count of every mailbox of the event and names none, so that it can stay. A row is only ever
    added, and waits for no lock of the page: whoever erases holds one on the sign-up already.
    """

    event = models.ForeignKey(
        "eventi.EventPage", on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    count = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.event_id} {self.count}"


def of_mailbox(submission: Submission, email: str) -> QuerySet[Submission]:
    """The sign-ups to the event of this one with an address."""
    sign_ups = Submission.objects.filter(page=submission.page_id).order_by()
    if not email:
        # Those without an address, who are written to by hand, are not all the same person.
        return sign_ups.filter(pk=submission.pk)
    return sign_ups.filter(addresses.may_be(addresses.normal(email)))


def by_mailbox(submission: Submission) -> tuple[int, datetime]:
    """The count of the mailbox of a sign-up, and when something became of a sign-up there. Two queries."""
    there = of_mailbox(submission, submission.email)
    now = there.aggregate(count=Sum("version"), at=Max("updated_at"))
    before = CountedBefore.objects.filter(event=submission.page_id).aggregate(count=Sum("count"))["count"]
    return (before or 0) + (now["count"] or 0), max(now["at"] or submission.updated_at, submission.updated_at)


def leaves(submission: Submission) -> None:
    """Keeps what a sign-up counted in the mailbox that it leaves, and one more: what follows is later."""
    CountedBefore.objects.create(event_id=submission.page_id, count=submission.version + 1)


def keep_of_erased(instance: Submission, **_signal: Any) -> None:
    """Receiver of `post_delete`."""
    if instance.kind == Kind.EVENT:
        leaves(instance)
