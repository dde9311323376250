"""Mail that is not lost: rows written with the change that causes them, sent afterwards with retries.

`enqueue` belongs inside the caller's transaction, so a letter leaves if and only if the change is kept.
`deliver_due` runs in the worker. A message is claimed before it is sent and marked after, so a crash between
the two sends it again: SMTP cannot promise once, but the repeated message carries the same Message-ID.
"""

import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal import rows
from portal.languages import ITALIAN, reading
from portal.letters import blocks
from portal.letters.blocks import Block
from portal.letters.html import as_html
from portal.letters.text import as_text
from portal.outbox import departures, late_parts, mail_connection, mail_files, rejections
from portal.outbox.attachments import Wanted, as_part, as_stored, made_for
from portal.outbox.mail_failures import Verdict, verdict
from portal.outbox.models import OutboxMessage
from portal.outbox.quiet_hours import QuietHours
from portal.outbox.taking_back import ON_HOLD
from portal.privacy.derived_secrets import derive

logger = logging.getLogger(__name__)

LINK_PLACEHOLDER = blocks.LINK_PLACEHOLDER
# Minutes between one attempt and the next; after the last one staff must act.
BACKOFF_MINUTES = (1, 5, 15, 60, 240, 720, 1440, 1440)
# How long a claimed message is left alone: far longer than any one SMTP conversation takes.
CLAIM = timedelta(minutes=10)
# A letter that left is kept so long as proof, then forgotten.
SENT_KEPT_FOR = timedelta(days=90)


@dataclass(frozen=True)
class LinkKind:
    """How a letter gets its secret link.

    Attributes:
        address: the link for a message and a secret of 22 characters, in the place of `LINK_PLACEHOLDER`; or
            blocks with links derived from it, in the place of `Late`. It changes nothing: the letter may yet
            fail to leave. Raises `LinkTargetGoneError` when there is nothing left to send.
        activate: makes the link of that secret open something. Called once the letter left, in the
            transaction that records it; an attempt that failed, or was cut off, leaves nothing that opens.
        headers: what stands in the header of the message besides, such as how to end it (RFC 8058). Made when
            it leaves, because there is a secret in it.
    """

    address: Callable[[OutboxMessage, str], str | list[Block]]
    activate: Callable[[OutboxMessage, str], None] = lambda _message, _secret: None
    headers: Callable[[OutboxMessage], dict[str, str]] = lambda _message: {}


_link_kinds: dict[str, LinkKind] = {}


@dataclass(frozen=True)
class Waiting:
    """That a letter can be taken back for a while before it leaves.

    Attributes:
        batch: what it was written with, by which it is found again.
        until: it does not leave before; None where it waits until somebody releases it.
    """

    batch: str
    until: datetime | None = None


class LinkTargetGoneError(Exception):
    """What the letter was about no longer exists, so there is nothing to send."""


class ConversationEndedError(Exception):
    """The mail server broke off in the middle of a letter, which waits for its next attempt."""


@dataclass(frozen=True)
class Delivery:
    """How a run of the worker over the outbox ended."""

    sent: int = 0
    failed: int = 0


def register_link_kind(name: str, kind: LinkKind) -> None:
    """Says what a message whose `link_kind` is this name carries in the place of the placeholder."""
    _link_kinds[name] = kind


def enqueue(
    *,
    key: str,
    recipient: str,
    subject: str,
    body: str | Iterable[Block],
    link_kind: str = "",
    link_target: str = "",
    related_to: str = "",
    reply_to: str = "",
    attachments: Iterable[Wanted] = (),
    lane: OutboxMessage.Lane = OutboxMessage.Lane.ORDINARY,
    language: str = ITALIAN,
) -> OutboxMessage:
    """Writes a message to the outbox, once for each `key`.

    Call it in the transaction of the change that the message tells of.

    Args:
        body: the blocks of a letter (`portal.letters`), or its text: paragraphs between empty lines.
        reply_to: the address to which an answer goes; empty for none but the sender's.
        attachments: made when the message leaves.
        lane: whether it leaves before others.
        language: of its reader.

    Raises:
        ValueError: an attachment of a kind that nobody registered, or too many.
    """
    written = message(
        key=key,
        recipient=recipient,
        subject=subject,
        body=body,
        link_kind=link_kind,
        link_target=link_target,
        related_to=related_to,
        reply_to=reply_to,
        attachments=attachments,
        lane=lane,
        language=language,
    )
    enqueue_many([written])
    return OutboxMessage.objects.get(key=key)


def message(
    *,
    key: str,
    recipient: str,
    subject: str,
    body: str | Iterable[Block],
    link_kind: str = "",
    link_target: str = "",
    related_to: str = "",
    reply_to: str = "",
    attachments: Iterable[Wanted] = (),
    quiet: QuietHours | None = None,
    lane: OutboxMessage.Lane = OutboxMessage.Lane.ORDINARY,
    waits: Waiting | None = None,
    needs_approval: bool = False,
    language: str = ITALIAN,
) -> OutboxMessage:
    """A message for `enqueue_many`, not written yet. Without a recipient it waits to be handed over.

    Args:
        quiet: hours in which it does not leave, because nobody waits for it.
        lane: whether it leaves before others, because its reader waits for it.
        waits: until when it can be taken back.
        needs_approval: it waits until whoever may has read it.
        language: of its reader, in which it is written already.
    """
    leaves = waits.until if waits else None
    return OutboxMessage(
        key=key,
        recipient=recipient,
        language=language,
        subject=" ".join(subject.split())[:255],
        content=blocks.as_stored(blocks.from_text(body) if isinstance(body, str) else body),
        link_kind=link_kind,
        link_target=link_target,
        link_seed=new_seed() if link_kind else "",
        related_to=related_to,
        reply_to=reply_to,
        attachments=as_stored(attachments),
        quiet_from=quiet.begins if quiet else None,
        quiet_until=quiet.ends if quiet else None,
        lane=lane,
        batch=waits.batch if waits else "",
        next_attempt_at=leaves or timezone.now(),
        status=_begins_as(recipient, waits, needs_approval=needs_approval),
        waits_for_release=needs_approval and _is_kept_back(waits),
    )


def _begins_as(recipient: str, waits: Waiting | None, *, needs_approval: bool) -> OutboxMessage.Status:
    status = OutboxMessage.Status
    if needs_approval:
        return status.APPROVAL
    if _is_kept_back(waits):
        return status.DRAFT
    return status.PENDING if recipient else status.BY_HAND


def _is_kept_back(waits: Waiting | None) -> bool:
    return waits is not None and waits.until is None


def enqueue_many(messages: Iterable[OutboxMessage]) -> None:
    """Writes messages made by `message`, in one query; one whose `key` is there already is left out.

    Call it in the transaction of the changes that they tell of.
    """
    messages = list(messages)
    if len(messages) == 1:
        # The receipt of somebody who sends, whom everybody else who sends waits for.
        rows.insert_unless_there(messages[0])
    else:
        OutboxMessage.objects.bulk_create(messages, ignore_conflicts=True)


def filled(message: OutboxMessage) -> list[Block]:
    """The letter with what is made for it when it leaves, or is printed.

    Raises:
        LinkTargetGoneError: there is nothing left to tell.
    """
    letter = blocks.filled(message.blocks, link_of(message)) if message.link_kind else message.blocks
    with reading(message.language):
        return late_parts.made(letter)


def link_of(message: OutboxMessage) -> str | list[Block]:
    """What stands in a letter with a link in the place of that (`LinkKind.address`).

    Raises:
        LinkTargetGoneError: there is nothing left to tell.
    """
    with reading(message.language):
        return _link_kinds[message.link_kind].address(message, _link_secret(message))


def open_link(message: OutboxMessage) -> None:
    """Makes what the letter carries open something. Call it in the transaction that records why."""
    if message.link_kind:
        _link_kinds[message.link_kind].activate(message, _link_secret(message))


def new_seed() -> str:
    return secrets.token_urlsafe(32)


def due(at: datetime) -> Q:
    return Q(status=OutboxMessage.Status.PENDING, next_attempt_at__lte=at)


def deliver_due(limit: int = 100, goes_on: Callable[[], bool] = lambda: True) -> Delivery:
    """Sends what is due, oldest first, over one connection; returns how many left and how many did not.

    Ends early when the conversation breaks off: the next call begins a new one.

    Args:
        goes_on: asked before each letter; False ends the run.

    Raises:
        MailServerAwayError: no conversation could begin, so no letter was tried.
    """
    if not OutboxMessage.objects.filter(due(timezone.now())).exists():
        return Delivery()
    departures.hold_after_restore()
    sent = failed = 0
    with mail_connection.opened() as connection:
        for _turn in range(limit):
            if not goes_on():
                break
            departures.count_one()
            message = _claim()
            if message is None:
                break
            try:
                left = _deliver(message, connection)
            except ConversationEndedError:
                failed += 1
                break
            if left:
                sent += 1
            else:
                failed += 1
    # A backup made while the last letter was leaving is told apart from one made after it.
    departures.count_one()
    return Delivery(sent, failed)


def approve(message: OutboxMessage) -> None:
    """Gives the word that a letter waited for, which leaves as whoever wrote it chose.

    Now, if its moment has passed; at its moment; or when they let it go.
    """
    status = OutboxMessage.Status
    leaves = status.PENDING if message.recipient else status.BY_HAND
    message.status = status.DRAFT if message.waits_for_release else leaves
    message.waits_for_release = False
    message.save(update_fields=["status", "waits_for_release"])


def resend(message: OutboxMessage) -> None:
    """Puts a message back in line. One without a recipient is to be handed over again.

    One that was tried, or held after a restored backup, may have left: it counts as tried once, so that
    nobody takes it back or corrects it. One that was held while it waited for a word waits for it again.
    """
    status = OutboxMessage.Status
    message.attempts = 1 if message.attempts or message.status == status.HELD else 0
    if message.status == status.HELD and message.held_from in ON_HOLD:
        message.status = status(message.held_from)
    else:
        message.status = status.PENDING if message.recipient else status.BY_HAND
        message.next_attempt_at = timezone.now()
    message.held_from = ""
    message.stopped_at = None
    message.last_error = ""
    message.link_seed = message.link_seed or (new_seed() if message.link_kind else "")
    message.save(
        update_fields=[
            "status",
            "held_from",
            "attempts",
            "next_attempt_at",
            "stopped_at",
            "last_error",
            "link_seed",
        ]
    )


def prune(now: datetime | None = None) -> int:
    """Forgets letters that left, or were taken back, longer ago than `SENT_KEPT_FOR`; returns how many."""
    limit = (now or timezone.now()) - SENT_KEPT_FOR
    left = Q(status__in=(OutboxMessage.Status.SENT, OutboxMessage.Status.BOUNCED), sent_at__lt=limit)
    never = Q(status=OutboxMessage.Status.ABORTED, stopped_at__lt=limit)
    deleted, _by_model = OutboxMessage.objects.filter(left | never).delete()
    return deleted


def _claim() -> OutboxMessage | None:
    """Takes the next due message away from other workers, for as long as a claim lasts.

    One whose hours are quiet now is put off until they are over.
    """
    now = timezone.now()
    while True:
        with transaction.atomic():
            message = _next_due(now)
            if message is None:
                return None
            quiet = message.quiet_hours
            if quiet is None or not quiet.cover(now):
                message.attempts += 1
                message.next_attempt_at = now + CLAIM
                message.save(update_fields=["attempts", "next_attempt_at"])
                return message
            message.next_attempt_at = quiet.end_after(now)
            message.save(update_fields=["next_attempt_at"])


def _next_due(now: datetime) -> OutboxMessage | None:
    """The letter whose turn it is, locked: one that its reader waits for before ten thousand others."""
    waiting = OutboxMessage.objects.select_for_update(skip_locked=True).filter(due(now))
    in_lanes = (waiting.filter(lane=lane).order_by("next_attempt_at", "pk") for lane in OutboxMessage.Lane)
    return next((found for rows in in_lanes if (found := rows.first())), None)


def _deliver(message: OutboxMessage, connection: BaseEmailBackend) -> bool:
    """Whether this letter left.

    Raises:
        ConversationEndedError: it did not, and nothing more can be sent over this connection.
    """
    try:
        email = _as_email(message)
        email.connection = connection
        email.send()
    except LinkTargetGoneError:
        # The person asked to be forgotten, or the term of retention passed: nothing to tell any more.
        message.delete()
        return False
    except Exception as error:
        # Whatever the mail server or the network says, the row stays, for another attempt or for staff.
        logger.warning("Message %s did not leave: %s", message.message_id, type(error).__name__)
        outcome = verdict(error)
        _note_failure(message, error, outcome)
        if outcome == Verdict.SERVER_LOST:
            raise ConversationEndedError from error
        return False
    _record_sent(message)
    return True


def _record_sent(message: OutboxMessage) -> None:
    """Writes that a letter left, and makes its link open: both or neither."""
    with transaction.atomic():
        # First what the link opens, then the letter: in this order whoever erases or sends locks the two.
        open_link(message)
        still_there = OutboxMessage.objects.filter(pk=message.pk).update(
            status=OutboxMessage.Status.SENT, sent_at=timezone.now(), last_error="", link_seed=""
        )
        if not still_there:
            transaction.set_rollback(True)
    if not still_there:
        # Erased while it was on its way: what is kept as a file must not outlive the row.
        mail_files.forget(message)


def _link_secret(message: OutboxMessage) -> str:
    """The same at every attempt: a letter that left although we heard otherwise holds what will open."""
    return derive("outbox.link", str(message.message_id), message.link_seed)


def _note_failure(message: OutboxMessage, error: Exception, outcome: Verdict) -> None:
    now = timezone.now()
    said = f"{type(error).__name__}: {error}"
    if outcome == Verdict.GIVE_UP:
        rejections.mark(message, OutboxMessage.Status.REFUSED, said)
        return
    changes: dict[str, object] = {"last_error": said[:500]}
    if message.attempts > len(BACKOFF_MINUTES):
        changes |= {"status": OutboxMessage.Status.FAILED, "stopped_at": now}
    else:
        changes["next_attempt_at"] = now + timedelta(minutes=BACKOFF_MINUTES[message.attempts - 1])
    OutboxMessage.objects.filter(pk=message.pk).update(**changes)


def _as_email(message: OutboxMessage) -> EmailMultiAlternatives:
    letter = filled(message)
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=as_text(letter, message.reply_to, message.language),
        to=[message.recipient],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={
            "Message-ID": message.header_id,
            "Content-Language": message.language,
            "Auto-Submitted": "auto-generated",
            **_headers(message),
        },
    )
    as_seen = as_html(message.subject, letter, message.reply_to, message.language)
    email.attach_alternative(as_seen, "text/html")
    with reading(message.language):
        for attachment in made_for(message):
            email.attach(as_part(attachment))
    return email


def _headers(message: OutboxMessage) -> dict[str, str]:
    return _link_kinds[message.link_kind].headers(message) if message.link_kind else {}
