"""Writing a message: kept while it is not right, sent once.

What a press came to is kept with the message, so that the page after it is a plain one: neither Back nor
refresh sends anything, and what was typed is there again on any device. All presses on one submission wait
for each other (its row is locked), so that counts are exact and the second press of a form finds the first.
"""

from collections.abc import Callable
from datetime import datetime
from enum import Enum, auto

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from candidature.actors import Actor
from candidature.intake import quotas
from candidature.intake.uploads import FilesOnDisk, written
from candidature.letters import writing as letters
from candidature.messages import limits, telling
from candidature.messages.form import FILES, TEXT, MessageForm
from candidature.messages.models import Message, Side
from candidature.messages.reading import side_of
from candidature.process import changes
from candidature.process.forewarning import OBSERVED, takes_observations
from candidature.submissions.models import Submission
from portal.privacy.tokens import digest

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
    found = unsent(submission, writer).first()
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


def unsent(submission: Submission, writer: Actor) -> QuerySet[Message]:
    """What this writer has not sent yet: one row, or none."""
    return Message.objects.filter(
        submission=submission, side=side_of(writer), author=writer.user, sent_at__isnull=True
    )


def press(
    submission: Submission,
    writer: Actor,
    read: Callable[[Message], MessageForm],
    *,
    key: str,
    received_at: datetime,
    client: str = "",
    seen: int | None = None,
    kept: str = "",
    remove: str = "",
) -> Outcome:
    """Keeps what was posted and, unless a file was to be taken away, sends it if all is right.

    Args:
        read: the posted form, against a message.
        key: of the form; its second press sends nothing more.
        received_at: when the request reached the server, before its files were read.
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
        return _keep(submission, writer, read, files, key, received_at, seen, kept, remove)


def keep_text(
    submission: Submission, writer: Actor, text: str, *, key: str, kept: str, client: str = ""
) -> tuple[Outcome, str]:
    """Keeps a text while it is typed; files, and what the last press came to, stay as they are.

    Args:
        key, kept, client: see `press`.

    Returns:
        What it came to, and what the page says by `mark` from now on.

    Raises:
        Submission.DoesNotExist: it was erased meanwhile.
        LimitReachedError: this visitor stored too much, or there is little room and the text is another than
            the one that is kept; nothing is saved.
    """
    with transaction.atomic():
        locked = lock(submission)
        if was_sent(locked, key):
            return Outcome.SENT, ""
        message = unsent(locked, writer).first()
        if message is not None and _is_elsewhere(message, text, kept):
            return Outcome.ELSEWHERE, ""
        if message is None and not text:
            return Outcome.KEPT, ""
        quotas.text(client, {TEXT: text}, held={TEXT: message.text} if message else None)
        message = message or begin(locked, writer)
        message.text = text
        if text or others_of(message) or _has_files(message):
            message.note_change()
            message.save()
        else:
            message.delete()
        return Outcome.KEPT, mark(message)


def lock(submission: Submission) -> Submission:
    """What all that is written about this submission waits for.

    Raises:
        Submission.DoesNotExist: it was erased meanwhile.
    """
    rows = Submission.objects.select_for_update(of=("self",)).select_related("page").defer("answers")
    return rows.get(pk=submission.pk)


def _has_files(message: Message) -> bool:
    """Whether any is attached, or on its way in."""
    return message.files.exists() or message.partial_uploads.exists()


def _is_elsewhere(message: Message, text: str, kept: str) -> bool:
    """Whether another window of the writer kept another text since the page was shown."""
    return message.text not in ("", text) and mark(message) != kept


def _keep(
    submission: Submission,
    writer: Actor,
    read: Callable[[Message], MessageForm],
    files: FilesOnDisk,
    key: str,
    received_at: datetime,
    seen: int | None,
    kept: str,
    remove: str,
) -> Outcome:
    with transaction.atomic():
        locked = lock(submission)
        if was_sent(locked, key):
            # The first press was still under way when this one began a message of its own.
            unsent(locked, writer).filter(text="", files=None, partial_uploads=None).delete()
            return Outcome.SENT
        message = begin(locked, writer)
        for file in message.files.all():
            if str(file.public_id) == remove:
                file.delete()
        form = read(message)
        files.name_in(form, message)
        is_elsewhere = _is_elsewhere(message, form.text, kept)
        others = [*others_of(message), *([message.text] if is_elsewhere else [])]
        message.text = form.text
        if not (remove or is_elsewhere):
            form.tell({FILES: _take_unfinished_away(message)})
        refused = form.refused_files()
        message.remarks = {"refused": refused} if refused else {}
        if remove:
            outcome = Outcome.KEPT
        elif is_elsewhere:
            outcome = Outcome.ELSEWHERE
        else:
            outcome = _send(message, locked, form, writer, key, received_at, seen)
        if others and outcome is not Outcome.SENT:
            message.remarks["others"] = others[-MOST_OTHERS:]
        if outcome in (Outcome.TO_CORRECT, Outcome.NEWER):
            message.remarks["pressed"] = True
        if outcome is Outcome.NEWER:
            message.remarks["newer"] = True
        if outcome is Outcome.KEPT and not others and not message.text and not _has_files(message):
            message.delete()
        else:
            if outcome is not Outcome.SENT:
                message.note_change()
            message.save()
    return outcome


def _take_unfinished_away(message: Message) -> list[str]:
    """Ends what is still on its way into a message that is to leave, and says of which files.

    Of one that came whole by another way, as with the form itself, there is nothing to say.
    """
    unfinished = list(message.partial_uploads.all())
    if not unfinished:
        return []
    message.partial_uploads.all().delete()
    whole = set(message.files.values_list("original_name", "size"))
    missing = [one for one in unfinished if (one.original_name, one.size) not in whole]
    said = _("«%(name)s» non è arrivato del tutto: sceglilo di nuovo, o invia senza.")
    return [said % {"name": one.original_name} for one in missing]


def _send(
    message: Message,
    locked: Submission,
    form: MessageForm,
    writer: Actor,
    key: str,
    received_at: datetime,
    seen: int | None,
) -> Outcome:
    """Whether a message was made one that is sent; its row is the caller's to write."""
    if form.errors:
        return Outcome.TO_CORRECT
    if writer.user is None and limits.full_until(locked):
        return Outcome.TOO_MANY
    if seen is not None and _newer(locked, seen, writer):
        return Outcome.NEWER
    message.sent_at = message.changed_at = timezone.now()
    message.key_hash = digest(key)
    is_theirs = message.side == Side.APPLICANT
    # By when it came, as any term; it stands in the conversation where those who wrote meanwhile find it.
    message.is_observation = is_theirs and takes_observations(locked, received_at)
    at = received_at if message.is_observation else message.sent_at
    changes.record(locked, OBSERVED if message.is_observation else SENT, writer, at=at)
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
