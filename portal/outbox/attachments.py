"""What a letter carries besides its text, made at the moment of sending: no file rests in the outbox.

A row names each by a registered kind and a target, such as the key of what it is made from. Whoever registers
a kind says how it is made. Making one may fail, and a letter must not wait for it for ever: it is tried again
with the letter `PATIENCE` times, after which the letter leaves without it and the log says so.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from email import encoders
from email.message import Message
from email.mime.base import MIMEBase

from portal.outbox.models import OutboxMessage

logger = logging.getLogger(__name__)

# Bytes of all attachments of a letter together. In transit they are a third larger, and many servers take
# no more than ten million.
MOST_BYTES = 5 * 1024 * 1024
MOST_IN_A_LETTER = 5
# Attempts at sending a letter that may fail because an attachment cannot be made; then it leaves without.
PATIENCE = 2


@dataclass(frozen=True)
class Attachment:
    """A file of a letter.

    Attributes:
        name: what the file is called in a mailbox.
        media_type: with its parameters, such as `text/calendar; method=REQUEST`.
    """

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Wanted:
    """An attachment still to be made.

    Attributes:
        kind: a registered one.
        target: what it is made from, in the words of its kind. It is stored, so it holds nothing personal.
    """

    kind: str
    target: str


class AttachmentError(Exception):
    """One of a letter's attachments could not be made."""


# None: there is nothing to attach (any more), which is no failure.
Make = Callable[[str], Attachment | None]

_kinds: dict[str, Make] = {}


def register(kind: str, make: Make) -> None:
    """Says how attachments of a kind are made. `make` gets the target, and writes nothing."""
    _kinds[kind] = make


def is_known(kind: str) -> bool:
    return kind in _kinds


def as_stored(wanted: Iterable[Wanted]) -> list[dict[str, str]]:
    """As a row of the outbox holds them; the same one twice is one.

    Raises:
        ValueError: a kind that nobody registered, or more than a letter may carry.
    """
    each = list(dict.fromkeys(wanted))
    unknown = sorted({one.kind for one in each if not is_known(one.kind)})
    if unknown:
        message = f"Nobody registered how to make attachments of the kind {', '.join(unknown)}."
        raise ValueError(message)
    if len(each) > MOST_IN_A_LETTER:
        message = f"A letter carries at most {MOST_IN_A_LETTER} attachments, not {len(each)}."
        raise ValueError(message)
    return [asdict(one) for one in each]


def made_for(message: OutboxMessage) -> list[Attachment]:
    """The attachments of a letter that is about to leave, as far as `MOST_BYTES` go.

    Raises:
        AttachmentError: one cannot be made now, and the letter has attempts left to wait for it.
    """
    made: list[Attachment] = []
    room = MOST_BYTES
    for one in message.attachments:
        attachment = _make(message, Wanted(**one))
        if attachment is None:
            continue
        if len(attachment.content) > room:
            logger.error("Message %s leaves without %s: too large.", message.message_id, one["kind"])
            continue
        room -= len(attachment.content)
        made.append(attachment)
    return made


def as_part(attachment: Attachment) -> MIMEBase:
    """The part of a message that holds an attachment, its media type word for word."""
    parsed = Message()
    parsed["Content-Type"] = attachment.media_type
    part = MIMEBase(parsed.get_content_maintype(), parsed.get_content_subtype())
    part.replace_header("Content-Type", attachment.media_type)
    if parsed.get_content_maintype() == "text" and not part.get_content_charset():
        part.set_param("charset", "utf-8")
    part.set_payload(attachment.content)
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part


def _make(message: OutboxMessage, wanted: Wanted) -> Attachment | None:
    if not is_known(wanted.kind):
        # Written by other code than this; no attempt will change it.
        logger.error("Message %s leaves without %s: unknown here.", message.message_id, wanted.kind)
        return None
    try:
        return _kinds[wanted.kind](wanted.target)
    except Exception as error:
        if message.attempts <= PATIENCE:
            raise AttachmentError(wanted.kind) from error
        # Without what the error says: it may hold what the file would.
        logger.error(
            "Message %s leaves without %s: %s", message.message_id, wanted.kind, type(error).__name__
        )
        return None
