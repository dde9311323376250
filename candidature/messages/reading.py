"""A conversation as one side reads it, and what is noted once it did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q, Subquery
from django.utils import timezone

from candidature.actors import Actor, ActorKind
from candidature.messages.models import Message, Side
from candidature.process import changes
from candidature.submissions.files import UploadedFile
from candidature.submissions.models import Submission

# In the log.
READ = "messages_read"


@dataclass(frozen=True)
class ReadMessage:
    """One message as one side sees it; `is_new` until that side was shown it."""

    message: Message
    files: list[UploadedFile]
    is_own: bool
    is_new: bool


@dataclass(frozen=True)
class Conversation:
    """Attributes:
    messages: in the order in which they were sent.
    unsent: what the reader is writing.
    has_earlier: whether older ones were left out.
    """

    messages: list[ReadMessage]
    unsent: Message | None
    has_earlier: bool = False

    @property
    def newest(self) -> int:
        """The number of the last message; 0 before there is one."""
        return self.messages[-1].message.pk if self.messages else 0

    @property
    def first_new(self) -> int | None:
        """The number of the first that the reader was not shown yet."""
        return next((one.message.pk for one in self.messages if one.is_new), None)


def side_of(actor: Actor) -> Side:
    return Side.APPLICANT if actor.kind is ActorKind.APPLICANT else Side.OFFICE


def conversation(submission: Submission, reader: Actor, *, at_most: int | None = None) -> Conversation:
    """What was written so far, in two queries.

    Args:
        at_most: only so many of the newest.
    """
    side = side_of(reader)
    own = Q(sent_at__isnull=True, side=side, author=reader.user)
    rows = Message.objects.filter(own | Q(sent_at__isnull=False), submission=submission)
    if side is Side.APPLICANT:
        rows = rows.filter(withdrawn_at__isnull=True)
    # What is still written stands first, so one more tells whether older ones are left out.
    rows = rows.order_by(F("sent_at").desc(nulls_first=True), "-pk").prefetch_related("files")
    found = list(rows[: at_most + 2] if at_most else rows)
    sent = [message for message in found if message.sent_at is not None]
    shown = sent[:at_most]
    return Conversation(
        [_as_read(message, side) for message in reversed(shown)],
        next((message for message in found if message.sent_at is None), None),
        has_earlier=len(sent) > len(shown),
    )


def _as_read(message: Message, reader: Side) -> ReadMessage:
    is_own = message.side == reader
    return ReadMessage(message, list(message.files.all()), is_own, not is_own and message.read_at is None)


def how_many_unread(submission: Submission, reader: Side) -> int:
    return Message.objects.unread_by(reader, submission).count()


def mark_read(submission: Submission, shown: Iterable[ReadMessage], reader: Actor) -> None:
    """Notes that what was just shown as new is read. What came in meanwhile stays unread.

    By the office it is noted in the log, which tells who read and when.
    """
    mark_these_read(submission, [one.message.pk for one in shown if one.is_new], reader)


def mark_these_read(submission: Submission, new: Sequence[int], reader: Actor) -> None:
    """The same of messages of the other side, by their numbers."""
    if not new:
        return
    with transaction.atomic():
        locked = Submission.objects.select_for_update(of=("self",)).only("pk", "reference", "kind")
        found = locked.filter(pk=submission.pk).first()
        messages = Message.objects.unread().filter(pk__in=new)
        if found is None or not messages.update(read_at=timezone.now()):
            return
        if side_of(reader) is Side.OFFICE:
            oldest = Message.objects.unread_by(Side.OFFICE, found).order_by("sent_at").values("sent_at")
            Submission.objects.filter(pk=found.pk).update(unread_since=Subquery(oldest[:1]))
            changes.record(found, READ, reader)
