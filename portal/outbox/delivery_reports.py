"""Delivery status notifications (RFC 3464): what another mail server says became of a letter.

A letter is known by its Message-ID, which holds 122 bits of chance and is seen by those alone through whose
hands the letter went. It is looked for in the letter that the report returns, whole or its header, and then
in what the report says it answers.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from enum import Enum

from portal.outbox import rejections
from portal.outbox.models import MESSAGE_ID_HOST, OutboxMessage

# Bytes. A report that returns the whole letter holds its attachments too, a third larger than they are.
MOST_BYTES = 20 * 1024 * 1024
# Each empty line of a report begins a group of fields, which is costly to read; a returned letter has few.
_MOST_EMPTY_LINES = 20_000
# Of the fields of a header that have parameters, with what they are folded into: of one, and of all. To read
# one costs the square of its length; a mail server writes a hundred bytes.
_MOST_OF_A_FIELD, _MOST_OF_ALL_FIELDS = 64 * 1024, 256 * 1024
_FIELD = re.compile(rb"(?:^|[\r\n])content-[^\r\n]*(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*", re.IGNORECASE)
_EMPTY_LINE = re.compile(rb"\n\r?(?=\n)")
# What no database keeps.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_OURS = re.compile(rf"<([0-9a-f-]{{36}})@{re.escape(MESSAGE_ID_HOST)}>", re.IGNORECASE)
_STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
_RETURNED_PARTS = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")


class Taken(Enum):
    """What became of a report that was read."""

    NO_REPORT = "not a delivery status notification"
    NOT_FAILED = "no delivery failed for good"
    NOT_OURS = "no letter of this portal"
    KNOWN = "the letter was marked before"
    MARKED = "the letter is marked as not delivered"


@dataclass(frozen=True)
class Report:
    """What a report says.

    Attributes:
        failed: why, for each recipient to whom delivery failed for good; empty when it is only late.
        letter: the number in our Message-ID, when the report names one.
    """

    failed: tuple[str, ...]
    letter: uuid.UUID | None


def read(raw: bytes) -> Report | None:
    """The report in a message; None when it is none, whatever it looks like."""
    if len(raw) > MOST_BYTES or sum(1 for _line in _EMPTY_LINE.finditer(raw)) > _MOST_EMPTY_LINES:
        return None
    if _wears_out(raw):
        return None
    try:
        message = message_from_bytes(raw)
    except RecursionError:
        # Parts in parts in parts: no mail server writes that.
        return None
    if message.get_content_type() != "multipart/report":
        return None
    # Only the parts of the report itself: the letter it returns may hold anything.
    payload = message.get_payload()
    parts = [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []
    statuses = [part for part in parts if part.get_content_type() in _STATUS_PARTS]
    if not statuses:
        return None
    failed = tuple(
        _reason(block)
        for part in statuses
        for block in _blocks(part)
        if _field(block, "Action").casefold() == "failed"
    )
    return Report(failed, _letter(message, parts))


def take(raw: bytes) -> Taken:
    """Marks the letter of a report that says it failed for good; anything else changes nothing."""
    report = read(raw)
    if report is None:
        return Taken.NO_REPORT
    if not report.failed:
        return Taken.NOT_FAILED
    letter = OutboxMessage.objects.filter(message_id=report.letter).first() if report.letter else None
    if letter is None:
        return Taken.NOT_OURS
    if letter.status == OutboxMessage.Status.BOUNCED:
        return Taken.KNOWN
    marked = rejections.mark(letter, OutboxMessage.Status.BOUNCED, report.failed[0])
    return Taken.MARKED if marked else Taken.NOT_OURS


def _letter(report: Message, parts: list[Message]) -> uuid.UUID | None:
    returned = [part for part in parts if part.get_content_type() in _RETURNED_PARTS]
    named = [_field(header, "Message-ID") for part in returned for header in _returned(part)]
    for words in [*named, _field(report, "In-Reply-To"), _field(report, "References")]:
        found = _OURS.search(words)
        if found:
            try:
                return uuid.UUID(found.group(1))
            except ValueError:
                continue
    return None


def _returned(part: Message) -> Iterator[Message]:
    """The returned letter, or its header, as a message."""
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (one for one in payload if isinstance(one, Message))
    else:
        yield message_from_string(_text(part))


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields of a report: of the message, and of each recipient."""
    payload = part.get_payload()
    for one in payload if isinstance(payload, list) else []:
        if isinstance(one, Message):
            yield one
            # A report in UTF-8 (RFC 6533) is parsed as one message: what follows its first group is text.
            text = one.get_payload()
            for group in re.split(r"\n\s*\n", text) if isinstance(text, str) else []:
                yield message_from_string(group.strip())
    if not isinstance(payload, list):
        for group in re.split(r"\r?\n\s*\n", _text(part)):
            yield message_from_string(group.strip())


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    # What was encoded could not be looked at before.
    if not isinstance(content, bytes) or _wears_out(content):
        return ""
    return content.decode("utf-8", errors="replace")


def _wears_out(raw: bytes) -> bool:
    lengths = [found.end() - found.start() for found in _FIELD.finditer(raw)]
    return sum(lengths) > _MOST_OF_ALL_FIELDS or max(lengths, default=0) > _MOST_OF_A_FIELD


def _field(block: Message, name: str) -> str:
    return " ".join(_CONTROL.sub(" ", str(block.get(name, ""))).split())


def _reason(block: Message) -> str:
    """The enhanced status code (RFC 3463) and what the other server said."""
    said = re.sub(r"^smtp\s*;\s*", "", _field(block, "Diagnostic-Code"), flags=re.IGNORECASE)
    return f"{_field(block, 'Status')} {said}".strip() or "failed"
