"""What stands inside a signature: CMS signed data (RFC 5652), in DER or BER, with or without PEM lines."""

import base64
import binascii
import io
from collections.abc import Callable
from typing import IO

from portal.active_content.verdict import UnreadableContentError

_OCTET_STRING, _CONSTRUCTED_OCTETS = 0x04, 0x24
_SIGNED_DATA_OID = bytes.fromhex("06092a864886f70d010702")
_DATA_OID = bytes.fromhex("06092a864886f70d010701")
# Signed again and again, each signature around the last: offices countersign twice at most.
DEEPEST = 4

Look = Callable[[IO[bytes], bytes], None]


def check(file: IO[bytes], look: Look, depth: int = 1) -> None:
    """Hands what was signed to `look` with its first bytes; a signature alone, without it, says nothing.

    Raises:
        UnreadableContentError: it is no signature that can be read.
    """
    content = _decoded(file.read())
    signed = _signed_content(content)
    if signed is None:
        return
    inner = io.BytesIO(signed)
    if signed[:1] == b"\x30" and _SIGNED_DATA_OID in signed[:32]:
        if depth >= DEEPEST:
            raise UnreadableContentError
        check(inner, look, depth + 1)
    else:
        look(inner, signed[:8])


def _decoded(content: bytes) -> bytes:
    if content[:1] == b"\x30":
        return content
    lines = [line for line in content.splitlines() if not line.startswith(b"-----")]
    try:
        return base64.b64decode(b"".join(b"".join(lines).split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnreadableContentError from error


def _signed_content(content: bytes) -> bytes | None:
    """The octets behind the object identifier of plain data, joined when they come in pieces."""
    at = content.find(_DATA_OID)
    if at < 0:
        raise UnreadableContentError
    at += len(_DATA_OID)
    if content[at : at + 1] != b"\xa0":
        # A detached signature: what it signs is another file.
        return None
    try:
        start, _end = _header(content, at)
        return b"".join(_octets(content, start))
    except IndexError as error:
        raise UnreadableContentError from error


def _octets(content: bytes, at: int) -> list[bytes]:
    """The pieces of an octet string, primitive or constructed (X.690, 8.7)."""
    tag = content[at]
    start, end = _header(content, at)
    if tag == _OCTET_STRING and end is not None:
        return [content[start:end]]
    if tag != _CONSTRUCTED_OCTETS:
        raise UnreadableContentError
    pieces: list[bytes] = []
    while start < (len(content) if end is None else end) and content[start : start + 2] != b"\x00\x00":
        if content[start] != _OCTET_STRING:
            # Pieces of pieces are allowed and made by nobody.
            raise UnreadableContentError
        piece_start, piece_end = _header(content, start)
        if piece_end is None:
            raise UnreadableContentError
        pieces.append(content[piece_start:piece_end])
        start = piece_end
    return pieces


def _header(content: bytes, at: int) -> tuple[int, int | None]:
    """Where the contents of an element begin and end; no end when the length is indefinite (X.690, 8.1.3)."""
    length = content[at + 1]
    if length < 0x80:
        return at + 2, at + 2 + length
    if length == 0x80:
        return at + 2, None
    count = length & 0x7F
    if count > 8:
        raise UnreadableContentError
    start = at + 2 + count
    return start, start + int.from_bytes(content[at + 2 : start], "big")
