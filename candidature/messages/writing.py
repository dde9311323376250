"""Writing a message: kept while it is not right, sent once.

What a press came to is kept with the message, so that the page after it is a plain one: neither Back nor
refresh sends anything, and what was typed is there again on any device. All presses on one submission wait
for each other (its row is locked), so that counts are exact and the second press of a form finds the first.
"""

from collections.abc import Callable
from datetime import timedelta
from enum import Enum, auto

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from candidature.actors import Actor
from candidature.intake.uploads import FilesOnDisk, written
from candidature.letters import writing as letters
from candidature.links.tokens import digest
from candidature.messages import limits
from candidature.messages.form import MessageForm
from candidature.messages.models import Message, Side
from candidature.messages.reading import side_of
from candidature.process import changes
from candidature.submissions.models import Submission
from portal.models import OutboxMessage

# In the log.
SENT = "message_sent"
LETTER = "message"
# While the applicant has not read what a letter told of, no other letter leaves for so long.
ONE_LETTER_IN = timedelta(days=1)


class Outcome(Enum):
    """What a press came to."""

    SENT = auto()
    # A file was added or taken away, and no more was asked.
    KEPT = auto()
    # Something is missing or wrong, or a file was not taken.
    TO_CORRECT = auto()
    # The applicant wrote as many messages as a day takes.
    TOO_MANY = auto()
    # Somebody else wrote since the page was shown.
    NEWER = auto()


def was_sent(submission: Submission, key: str) -> bool:
    """Whether the form of this key sent its message already."""
    return Message.objects.filter(submission=submission, key_hash=digest(key)).exists()


def begin(submission: Submission, writer: Actor) -> Message:
    """The message that this writer has not sent yet, made where there is none.

    Raises:
        Submission.DoesNotExist: it was erased meanwhile.
    """
    found = _unsent(submission, writer).first()
    if found is not None:
        return found
    if not Submission.objects.filter(pk=submission.pk).exists():
        raise Submission.DoesNotExist
    message, _made = Message.objects.get_or_create(
        submission=submission,
        side=side_of(writer),
        author=writer.user,
        sent_at=None,
        defaults={"author_label": writer.label},
    )
    return message


def _unsent(submission: Submission, writer: Actor) -> QuerySet[Message]:
    return Message.objects.filter(
        submission=submission, side=side_of(writer), author=writer.user, sent_at__isnull=True
    )


def press(
    submission: Submission,
    writer: Actor,
    read: Callable[[Message], MessageForm],
    *,
    key: str,
    client: str = "",
    seen: int | None = None,
    remove: str = "",
) -> Outcome:
    """Keeps what was posted and, unless a file was to be taken away, sends it if all is right.

    Args:
        read: the posted form, against a message.
        key: of the form; its second press sends nothing more.
        client: the visitor whose quota counts the files; empty for an account.
        seen: the newest message that the page showed, for whom a newer one must stop; None for who is not.
        remove: the id of a file to take away.

    Raises:
        Submission.DoesNotExist: it was erased meanwhile.
    """
    if was_sent(submission, key):
        return Outcome.SENT
    message = begin(submission, writer)
    with written([read(message)], message, client) as files:
        return _keep(submission, writer, read, files, key, seen, remove)


def _keep(
    submission: Submission,
    writer: Actor,
    read: Callable[[Message], MessageForm],
    files: FilesOnDisk,
    key: str,
    seen: int | None,
    remove: str,
) -> Outcome:
    with transaction.atomic():
        rows = Submission.objects.select_for_update(of=("self",)).select_related("page").defer("answers")
        locked = rows.get(pk=submission.pk)
        if was_sent(locked, key):
            # The first press was still under way when this one began a message of its own.
            _unsent(locked, writer).filter(text="", files=None).delete()
            return Outcome.SENT
        message = begin(locked, writer)
        for file in message.files.all():
            if str(file.public_id) == remove:
                file.delete()
        form = read(message)
        files.name_in(form, message)
        message.text = form.text
        refused = form.refused_files()
        message.remarks = {"refused": refused} if refused else {}
        outcome = Outcome.KEPT if remove else _send(message, locked, form, writer, key, seen)
        if outcome in (Outcome.TO_CORRECT, Outcome.NEWER):
            message.remarks["pressed"] = True
        if outcome is Outcome.NEWER:
            message.remarks["newer"] = True
        if outcome is Outcome.KEPT and not message.text and not message.files.exists():
            message.delete()
        else:
            message.save()
    return outcome


def _send(
    message: Message, locked: Submission, form: MessageForm, writer: Actor, key: str, seen: int | None
) -> Outcome:
    """Whether a message was made one that is sent; its row is the caller's to write."""
    if form.errors:
        return Outcome.TO_CORRECT
    if writer.user is None and limits.full_until(locked):
        return Outcome.TOO_MANY
    if seen is not None and _newer(locked, seen, writer):
        return Outcome.NEWER
    message.sent_at = timezone.now()
    message.key_hash = digest(key)
    changes.record(locked, SENT, writer, at=message.sent_at)
    if message.side == Side.OFFICE:
        _tell_applicant(message, locked)
    elif locked.unread_since is None:
        Submission.objects.filter(pk=locked.pk).update(unread_since=message.sent_at)
    return Outcome.SENT


def _newer(locked: Submission, seen: int, writer: Actor) -> bool:
    """Whether anybody but the writer sent something after what the page showed."""
    others = Message.objects.filter(submission=locked, sent_at__isnull=False)
    others = others.exclude(side=Side.OFFICE, author=writer.user)
    last_seen = Message.objects.filter(submission=locked, pk=seen).values_list("sent_at", flat=True).first()
    return others.filter(sent_at__gt=last_seen).exists() if last_seen else others.exists()


def _tell_applicant(message: Message, locked: Submission) -> None:
    """Writes the letter that tells of a message; not one more while another says so already."""
    if not locked.email:
        return
    told = OutboxMessage.objects.filter(related_to=locked.reference, key__contains=f":{LETTER}:")
    if told.filter(status=OutboxMessage.Status.PENDING).exists():
        return
    unread = Message.objects.unread_by(Side.APPLICANT, locked)
    lately = told.filter(created_at__gt=timezone.now() - ONE_LETTER_IN)
    if unread.exclude(pk=message.pk).exists() and lately.exists():
        return
    letters.write(LETTER, locked, occasion=str(message.pk))
