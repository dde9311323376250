"""When a letter tells an applicant that the office wrote, and when another says so already."""

from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone

from candidature.messages.models import Message, Side
from candidature.submissions.models import Submission
from portal.models import OutboxMessage

LETTER = "message"
# While the applicant has not read what a letter told of, no other letter leaves for so long.
ONE_LETTER_IN = timedelta(days=1)
_STATUS = OutboxMessage.Status
# Written, and gone to nobody: perhaps they never will.
_KEPT_BACK = (_STATUS.DRAFT, _STATUS.APPROVAL, _STATUS.ABORTED)
_ABOUT_TO_LEAVE = (_STATUS.PENDING, _STATUS.BY_HAND)


def told_already(submissions: Collection[Submission], new: Collection[int]) -> set[int]:
    """Those of these submissions about which no letter need be written; in two queries.

    A letter is about to leave, or left within a day and what it told of is unread.

    Args:
        new: the messages of which is to be told.
    """
    by_reference = {one.reference: one.pk for one in submissions}
    told = OutboxMessage.objects.filter(related_to__in=by_reference, key__contains=f":{LETTER}:")
    told = told.exclude(status__in=_KEPT_BACK)
    since = timezone.now() - ONE_LETTER_IN
    waits, lately = set[int](), set[int]()
    for reference, status, created_at in told.values_list("related_to", "status", "created_at"):
        if status in _ABOUT_TO_LEAVE:
            waits.add(by_reference[reference])
        if created_at > since:
            lately.add(by_reference[reference])
    unread = Message.objects.unread().filter(submission__in=lately, side=Side.OFFICE).exclude(pk__in=new)
    return waits | set(unread.values_list("submission", flat=True))
