"""Writing a message: kept while it is not right, sent once.

What a press came to is kept with the message, so that the page after it is a plain one: neither Back nor
refresh sends anything, and what was typed is there again on any device. All presses on one submission wait
for each other (its row is locked), so that counts are exact and the second press of a form finds the first.
"""

from collections.abc import Callable
from enum import Enum, auto

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from candidature.actors import Actor
from candidature.intake.uploads import FilesOnDisk, written
from candidature.letters import writing as letters
from candidature.links.tokens import digest
from candidature.messages import limits, telling
from candidature.messages.form import MessageForm
from candidature.messages.models import Message, Side
from candidature.messages.reading import side_of
from candidature.process import changes
from candidature.process.forewarning import OBSERVED, takes_observations
from candidature.submissions.models import Submission

# In the log.
SENT = "message_sent"
# Of texts that another window typed.
MOST_OTHERS = 3


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
    # Another window of this writer kept another text since the page was shown.
    ELSEWHERE = auto()


def mark(message: Message | None) -> str:
    """What a page says of the text that it shows as not sent yet, for its hidden input; empty for none."""
    return digest(message.text) if message and message.text else ""


def others_of(message: Message | None) -> list[str]:
    """Texts of other windows in whose place another was typed: they can be read until one is sent."""
    others: list[str] = message.remarks.get("others", []) if message else []
    return others


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
    kept: str = "",
    remove: str = "",
) -> Outcome:
    """Keeps what was posted and, unless a file was to be taken away, sends it if all is right.

    Args:
        read: the posted form, against a message.
        key: of the form; its second press sends nothing more.
        client: the visitor whose quota counts the files; empty for an account.
        seen: the newest message that the page showed, for whom a newer one must stop; None for who is not.
        kept: what the page said by `mark` of the text that it showed as not sent yet.
        remove: the id of a file to take away.

    Raises:
        Submission.DoesNotExist: it was erased meanwhile.
    """
    if was_sent(submission, key):
        return Outcome.SENT
    message = begin(submission, writer)
    with written([read(message)], message, client) as files:
        return _keep(submission, writer, read, files, key, seen, kept, remove)


def _keep(
    submission: Submission,
    writer: Actor,
    read: Callable[[Message], MessageForm],
    files: FilesOnDisk,
    key: str,
    seen: int | None,
    kept: str,
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
        is_elsewhere = message.text not in ("", form.text) and mark(message) != kept
        others = [*others_of(message), *([message.text] if is_elsewhere else [])]
        message.text = form.text
        refused = form.refused_files()
        message.remarks = {"refused": refused} if refused else {}
        if remove:
            outcome = Outcome.KEPT
        elif is_elsewhere:
            outcome = Outcome.ELSEWHERE
        else:
            outcome = _send(message, locked, form, writer, key, seen)
        if others and outcome is not Outcome.SENT:
            message.remarks["others"] = others[-MOST_OTHERS:]
        if outcome in (Outcome.TO_CORRECT, Outcome.NEWER):
            message.remarks["pressed"] = True
        if outcome is Outcome.NEWER:
            message.remarks["newer"] = True
        if outcome is Outcome.KEPT and not others and not message.text and not message.files.exists():
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
    is_theirs = message.side == Side.APPLICANT
    message.is_observation = is_theirs and takes_observations(locked, message.sent_at)
    changes.record(locked, OBSERVED if message.is_observation else SENT, writer, at=message.sent_at)
    if message.side == Side.OFFICE:
        _tell_applicant(message, locked)
    elif locked.unread_since is None:
        Submission.objects.filter(pk=locked.pk).update(unread_since=message.sent_at)
    return Outcome.SENT


def _newer(locked: Submission, seen: int, writer: Actor) -> bool:
    """Whether anybody but the writer sent something after what the page showed."""
    others = Message.objects.filter(submission=locked, sent_at__isnull=False, withdrawn_at__isnull=True)
    others = others.exclude(side=Side.OFFICE, author=writer.user)
    last_seen = Message.objects.filter(submission=locked, pk=seen).values_list("sent_at", flat=True).first()
    return others.filter(sent_at__gt=last_seen).exists() if last_seen else others.exists()


def _tell_applicant(message: Message, locked: Submission) -> None:
    """Writes the letter that tells of a message; not one more while another says so already."""
    if not telling.told_already([locked], [message.pk]):
        letters.write(telling.LETTER, locked, occasion=str(message.pk))
