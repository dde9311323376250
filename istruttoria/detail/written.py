"""Which letters were written about a submission, and what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from candidature.models import Submission
from portal.models import OutboxMessage

# They were handed to the mail, whatever became of them there; those that were not are read in the outbox.
LEFT = (OutboxMessage.Status.SENT, OutboxMessage.Status.REFUSED, OutboxMessage.Status.BOUNCED)


@dataclass(frozen=True)
class Written:
    """A letter, when it left or was written, and whether it may be read here."""

    letter: OutboxMessage

    @property
    def at(self) -> datetime:
        return self.letter.sent_at or self.letter.created_at

    @property
    def is_readable(self) -> bool:
        return self.letter.status in LEFT


def letters_about(submission: Submission) -> QuerySet[OutboxMessage]:
    """All of them, the newest first."""
    return OutboxMessage.objects.filter(related_to=submission.reference).order_by("-created_at", "-pk")


def to_hand_over(letters: Sequence[Written]) -> list[OutboxMessage]:
    """Those that wait for somebody to hand them over, the oldest first (as `by_hand.waiting`)."""
    by_hand = OutboxMessage.Status.BY_HAND
    return [one.letter for one in reversed(letters) if one.letter.status == by_hand]
