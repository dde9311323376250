"""The letters that remind of a draft before its term: one for each address, however many drafts it has there.

It is about the draft written last of those that can be sent. An address that nobody has proved, which may be
a stranger's, gets no more than `MOST_UNPROVED` of them about a page, whatever becomes of its term.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet

from candidature.intake import moved_terms
from candidature.intake.moved_terms import AT_ONCE, MOST_UNPROVED
from candidature.letters import draft_letters
from candidature.pages.participation import ParticipationPage
from candidature.submissions.drafts import Draft
from candidature.submissions.models import Submission
from moduli import all_ways_out, leads_anybody_out
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.people import addresses

# Who wrote a moment ago need not be reminded.
QUIET = timedelta(minutes=30)

# All that an address has on the page, the draft written last first.
_Mailbox = list[Draft]


def write(page: ParticipationPage, begun_by: datetime, occasion: str, now: datetime) -> int:
    """Writes to who has a draft of a page, once for each occasion; returns how many letters.

    Args:
        begun_by: who began later read the term a moment ago.
    """
    boxes = list(_not_told(page, begun_by, occasion, now))
    written = 0
    for first in range(0, len(boxes), AT_ONCE):
        written += _write(page, boxes[first : first + AT_ONCE], begun_by, occasion, now)
    return written


def _not_told(
    page: ParticipationPage, begun_by: datetime, occasion: str, now: datetime
) -> Iterable[_Mailbox]:
    living = moved_terms.living(page.pk, now).annotate(is_told=draft_letters.is_reminded(occasion))
    told_and_sent = _told_and_sent(page, occasion)
    for box in moved_terms.by_mailbox(page, living):
        is_told = addresses.box(box[0].email) in told_and_sent or any(
            cast(Any, draft).is_told for draft in box
        )
        is_early = any(draft.created_at <= begun_by for draft in box)
        if is_early and not is_told and box[0].updated_at <= now - QUIET:
            yield box


def _told_and_sent(page: ParticipationPage, occasion: str) -> set[str]:
    """The mailboxes reminded of a draft that they sent since: its letters went with what was sent."""
    sent = Submission.objects.filter(page_id=page.pk).order_by().values("reference")
    letters = OutboxMessage.objects.filter(
        related_to__in=sent, key__endswith=f":{draft_letters.REMINDER}:{occasion}"
    )
    return {addresses.box(recipient) for recipient in letters.values_list("recipient", flat=True)}


def _write(
    page: ParticipationPage, boxes: list[_Mailbox], begun_by: datetime, occasion: str, now: datetime
) -> int:
    with transaction.atomic():
        rows = moved_terms.living(page.pk, now).select_for_update(of=("self",))
        rows = rows.filter(pk__in=[draft.pk for box in boxes for draft in box], created_at__lte=begun_by)
        drafts = {draft.pk: draft for draft in _that_may_be_sent(rows.order_by("pk"), page)}
        so_many = _so_many(boxes)
        to_write = [
            draft
            for box in boxes
            if (draft := next((drafts[one.pk] for one in box if one.pk in drafts), None))
            and (draft.is_proved or so_many[box[0].pk] < MOST_UNPROVED)
        ]
        outbox.enqueue_many(draft_letters.reminders(to_write, page, occasion))
    return len(to_write)


def _that_may_be_sent(drafts: QuerySet[Draft], page: ParticipationPage) -> Iterable[Draft]:
    """Those without an answer that leads out: nobody is reminded of what cannot be sent."""
    if not leads_anybody_out(page.schema):
        return drafts.defer("answers", "remarks", "applicant_typed")
    return [
        draft for draft in drafts.defer("remarks") if not all_ways_out(page.form_of(draft), draft.answers)
    ]


def _so_many(boxes: list[_Mailbox]) -> Counter[int]:
    """How many reminders each address had about the page, by the number of its draft written last."""
    box_of = {draft_letters.reference(draft): box[0].pk for box in boxes for draft in box}
    written = OutboxMessage.objects.filter(related_to__in=box_of, key__contains=f":{draft_letters.REMINDER}:")
    return Counter(box_of[about] for about in written.values_list("related_to", flat=True))
