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

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.derived_secrets import derive
from portal.models import OutboxMessage

logger = logging.getLogger(__name__)

# Stands in a stored body where the recipient's secret link will be; the link opens once the letter left.
LINK_PLACEHOLDER = "⟦collegamento-personale⟧"
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
        address: the link for a message and a secret of 22 characters. It changes nothing: the letter may yet
            fail to leave. Raises `LinkTargetGoneError` when there is nothing left to send.
        activate: makes the link of that secret open something. Called once the letter left, in the
            transaction that records it; an attempt that failed, or was cut off, leaves nothing that opens.
    """

    address: Callable[[OutboxMessage, str], str]
    activate: Callable[[OutboxMessage, str], None] = lambda _message, _secret: None


_link_kinds: dict[str, LinkKind] = {}


class LinkTargetGoneError(Exception):
    """What the letter was about no longer exists, so there is nothing to send."""


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
    body: str,
    link_kind: str = "",
    link_target: str = "",
    related_to: str = "",
) -> OutboxMessage:
    """Writes a message to the outbox, once for each `key`.

    Call it in the transaction of the change that the message tells of.
    """
    written = message(
        key=key,
        recipient=recipient,
        subject=subject,
        body=body,
        link_kind=link_kind,
        link_target=link_target,
        related_to=related_to,
    )
    enqueue_many([written])
    return OutboxMessage.objects.get(key=key)


def message(
    *,
    key: str,
    recipient: str,
    subject: str,
    body: str,
    link_kind: str = "",
    link_target: str = "",
    related_to: str = "",
) -> OutboxMessage:
    """A message for `enqueue_many`, not written yet."""
    return OutboxMessage(
        key=key,
        recipient=recipient,
        subject=" ".join(subject.split())[:255],
        body=body,
        link_kind=link_kind,
        link_target=link_target,
        link_seed=new_seed() if link_kind else "",
        related_to=related_to,
    )


def enqueue_many(messages: Iterable[OutboxMessage]) -> None:
    """Writes messages made by `message`, in one query; one whose `key` is there already is left out.

    Call it in the transaction of the changes that they tell of.
    """
    OutboxMessage.objects.bulk_create(messages, ignore_conflicts=True)


def new_seed() -> str:
    return secrets.token_urlsafe(32)


def due(at: datetime) -> Q:
    return Q(status=OutboxMessage.Status.PENDING, next_attempt_at__lte=at)


def deliver_due(limit: int = 100) -> Delivery:
    """Sends what is due, oldest first, and returns how many messages left and how many did not."""
    sent = failed = 0
    for _turn in range(limit):
        message = _claim()
        if message is None:
            break
        if _deliver(message):
            sent += 1
        else:
            failed += 1
    return Delivery(sent, failed)


def resend(message: OutboxMessage) -> None:
    """Puts a message back in line, as if never tried."""
    message.status = OutboxMessage.Status.PENDING
    message.attempts = 0
    message.next_attempt_at = timezone.now()
    message.last_error = ""
    message.link_seed = message.link_seed or (new_seed() if message.link_kind else "")
    message.save(update_fields=["status", "attempts", "next_attempt_at", "last_error", "link_seed"])


def prune(now: datetime | None = None) -> int:
    """Forgets letters that left longer ago than `SENT_KEPT_FOR`; returns how many."""
    limit = (now or timezone.now()) - SENT_KEPT_FOR
    deleted, _by_model = OutboxMessage.objects.filter(
        status=OutboxMessage.Status.SENT, sent_at__lt=limit
    ).delete()
    return deleted


def _claim() -> OutboxMessage | None:
    """Takes the next due message away from other workers, for as long as a claim lasts."""
    now = timezone.now()
    with transaction.atomic():
        message = (
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(due(now))
            .order_by("next_attempt_at", "pk")
            .first()
        )
        if message is not None:
            message.attempts += 1
            message.next_attempt_at = now + CLAIM
            message.save(update_fields=["attempts", "next_attempt_at"])
    return message


def _deliver(message: OutboxMessage) -> bool:
    try:
        _as_email(message).send()
    except LinkTargetGoneError:
        # The person asked to be forgotten, or the term of retention passed: nothing to tell any more.
        message.delete()
        return False
    except Exception as error:
        # Whatever the mail server or the network says, the row stays and is tried again.
        logger.warning("Message %s did not leave: %s", message.message_id, type(error).__name__)
        _postpone(message, error)
        return False
    _record_sent(message)
    return True


def _record_sent(message: OutboxMessage) -> None:
    """Writes that a letter left, and makes its link open: both or neither."""
    with transaction.atomic():
        if message.link_kind:
            _link_kinds[message.link_kind].activate(message, _link_secret(message))
        message.status = OutboxMessage.Status.SENT
        message.sent_at = timezone.now()
        message.last_error = ""
        message.link_seed = ""
        message.save(update_fields=["status", "sent_at", "last_error", "link_seed"])


def _link_secret(message: OutboxMessage) -> str:
    """The same at every attempt: a letter that left although we heard otherwise holds what will open."""
    return derive("outbox.link", str(message.message_id), message.link_seed)


def _postpone(message: OutboxMessage, error: Exception) -> None:
    message.last_error = f"{type(error).__name__}: {error}"[:500]
    if message.attempts > len(BACKOFF_MINUTES):
        message.status = OutboxMessage.Status.FAILED
    else:
        wait = timedelta(minutes=BACKOFF_MINUTES[message.attempts - 1])
        message.next_attempt_at = timezone.now() + wait
    message.save(update_fields=["status", "next_attempt_at", "last_error"])


def _as_email(message: OutboxMessage) -> EmailMessage:
    body = message.body
    if message.link_kind:
        link = _link_kinds[message.link_kind].address(message, _link_secret(message))
        body = body.replace(LINK_PLACEHOLDER, link)
    return EmailMessage(
        subject=message.subject,
        body=body,
        to=[message.recipient],
        headers={
            "Message-ID": f"<{message.message_id}@cantieri-della-salute>",
            "Auto-Submitted": "auto-generated",
        },
    )
