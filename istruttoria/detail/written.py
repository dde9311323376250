"""Which letters were written about a submission, and what became of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from candidature.models import Submission
from portal.models import OutboxMessage, User
from portal.roles import READ_OUTBOX

# They were handed to the mail, whatever became of them there; those that were not are read in the outbox.
LEFT = (OutboxMessage.Status.SENT, OutboxMessage.Status.REFUSED, OutboxMessage.Status.BOUNCED)


@dataclass(frozen=True)
class Written:
    """A letter, when it left or was written, and where it is read; empty where the account may not."""

    letter: OutboxMessage
    address: str

    @property
    def at(self) -> datetime:
        return self.letter.sent_at or self.letter.created_at


def as_listed(submission: Submission, letters: Iterable[OutboxMessage], user: User) -> list[Written]:
    """Each with its address: those that left are read here, the others in the outbox, by whoever may."""
    reads_outbox = user.has_perm(READ_OUTBOX)
    return [Written(one, _address(submission, one, reads_outbox=reads_outbox)) for one in letters]


def _address(submission: Submission, letter: OutboxMessage, *, reads_outbox: bool) -> str:
    if letter.status in LEFT:
        return reverse("candidature_review:letter", args=[submission.pk, letter.pk])
    return outbox_address(letter) if reads_outbox else ""


def outbox_address(letter: OutboxMessage) -> str:
    return reverse("portal_outboxmessage_modeladmin_inspect", args=[letter.pk])


def page_about(user: User, reference: str) -> str:
    """The address of what a letter is about, for who sees it (`portal.outbox.subjects`)."""
    found = (
        Submission.objects.visible_to(user).filter(reference=reference).values_list("pk", flat=True).first()
    )
    return reverse("candidature_review:detail", args=[found]) if found else ""


def letters_about(submission: Submission) -> QuerySet[OutboxMessage]:
    """All of them, the newest first."""
    return OutboxMessage.objects.filter(related_to=submission.reference).order_by("-created_at", "-pk")


def to_hand_over(letters: Sequence[Written]) -> list[OutboxMessage]:
    """Those that wait for somebody to hand them over, the oldest first (as `by_hand.waiting`)."""
    by_hand = OutboxMessage.Status.BY_HAND
    return [one.letter for one in reversed(letters) if one.letter.status == by_hand]
