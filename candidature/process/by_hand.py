"""Letters to who has no address: staff print them, hand them over and say so. Until then they are work.

The link in such a letter opens once the letter is printed, always the same while it waits; it is ended like
any other personal link.
"""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from candidature.actors import Actor
from candidature.letters import writing as letters
from candidature.process import changes
from candidature.submissions.models import Submission
from portal.letters import blocks
from portal.letters.blocks import Block
from portal.models import OutboxMessage
from portal.outbox import by_hand
from portal.outbox import sending as outbox

# In the log.
PRINTED, HANDED_OVER = "letter_printed", "letter_handed_over"


def waiting(submissions: "QuerySet[Submission, Any]") -> QuerySet[OutboxMessage]:
    """The letters about these submissions that are still to be handed over, the oldest first."""
    about = submissions.order_by().values("reference")
    found = OutboxMessage.objects.filter(status=OutboxMessage.Status.BY_HAND, related_to__in=about)
    return found.order_by("created_at", "pk")


def printed(submission: Submission, message: OutboxMessage, actor: Actor) -> list[Block]:
    """A letter that waits, as it is printed: its link is written out, and opens from now on."""
    letter = outbox.filled(message)
    _open(submission, message, actor)
    return [part for block in letter for part in _on_paper(block)]


def personal_link(submission: Submission, actor: Actor) -> str:
    """The address of the personal page, for the sheet that is handed over with the receipt.

    It is that of the last letter that waits; empty once all letters were handed over, or went by mail.
    """
    own = waiting(Submission.objects.filter(pk=submission.pk)).filter(link_kind=letters.FOLLOW_LINK)
    message = own.last()
    if message is None:
        return ""
    _open(submission, message, actor)
    return str(outbox.link_of(message))


def hand_over(submission: Submission, message: OutboxMessage, actor: Actor) -> bool:
    """Records that a letter was handed over; whether it was now, and not before."""
    with transaction.atomic():
        _lock(submission)
        if not by_hand.hand_over(message):
            return False
        _record(submission, HANDED_OVER, actor, message)
    return True


def _open(submission: Submission, message: OutboxMessage, actor: Actor) -> None:
    with transaction.atomic():
        _lock(submission)
        outbox.open_link(message)
        _record(submission, PRINTED, actor, message)


def _lock(submission: Submission) -> None:
    """Before its letters are: in this order whoever erases it locks them too."""
    Submission.objects.select_for_update(of=("self",)).only("pk").get(pk=submission.pk)


def _on_paper(block: Block) -> list[Block]:
    """On paper nothing can be pressed: the address stands there to be typed."""
    if isinstance(block, blocks.Button):
        return [blocks.Paragraph(block.label), blocks.Link("", block.href)]
    return [block]


def _record(submission: Submission, action: str, actor: Actor, message: OutboxMessage) -> None:
    changes.record(submission, action, actor, details={"message": str(message.message_id)})
