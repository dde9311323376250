"""Scripts and programs in PDF files (ISO 32000): actions of type JavaScript, Launch and their like.

An action is an object of the file, either in clear or in a compressed object stream. Its type is a name, of
which each letter may be written as `#` and two digits. So the whole file is searched for those names, and
every object stream is unpacked and searched too. In an encrypted file the streams cannot be unpacked: it is
refused where it has any.
"""

import re
import zlib
from bisect import bisect_left
from typing import IO

from portal.active_content.verdict import ActiveContentError, UnreadableContentError

# All object streams of one file together. Each holds a few hundred small objects, some 50 KB; a file of a
# thousand pages has some 10 MB of them.
MOST_UNPACKED = 32 * 1024 * 1024
# Each holds some hundred objects: a file of 25 MB has a few thousand.
MOST_OBJECT_STREAMS = 10_000
# A dictionary before its stream; those of object streams have half a dozen entries.
_DICTIONARY = 2048
_PIECE = 16 * 1024
_ANYWHERE_AFTER = rb"(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|$)"


def _name(word: str) -> bytes:
    """A pattern of a PDF name, however its letters are written."""
    letters = (f"(?:{re.escape(one)}|#{ord(one):02x}|#{ord(one):02X})" for one in word)
    return b"/" + "".join(letters).encode() + _ANYWHERE_AFTER


# Names so long never stand in compressed data by chance: one file in ten million of 10 MB.
_RUNS = re.compile(b"|".join(_name(word) for word in ("JavaScript", "Launch", "RichMedia")))
# Readers forgive blanks after the word, and a line that ends in an old way.
_STREAM = re.compile(rb"(?<!end)stream[ \t]*(?:\r\n|\n|\r)")
# The number behind `First` tells an object stream also where its type is written elsewhere. In an outline a
# reference follows, not a number.
_OBJECT_STREAM = re.compile(_name("ObjStm") + b"|" + _name("First") + rb"\s*\d+(?!\d|\s+\d+\s*R)")
_ENCRYPTED = re.compile(_name("Encrypt"))
_FILTER = re.compile(_name("Filter") + rb"\s*(\[[^\]]*\]|/[^\s/<>\[\]()]+|\d+\s+\d+\s+R)")
_ONLY_DEFLATE = re.compile(rb"\[?\s*" + _name("FlateDecode") + rb"\s*\]?")
_PREDICTOR = re.compile(_name("DecodeParms"))


def check(file: IO[bytes]) -> None:
    """Raises ActiveContentError or UnreadableContentError, as `active_content.check` does."""
    file.seek(0)
    content = file.read()
    if _RUNS.search(content):
        raise ActiveContentError
    marks = [mark.start() for mark in _OBJECT_STREAM.finditer(content)]
    if len(marks) > MOST_OBJECT_STREAMS or (marks and _ENCRYPTED.search(content)):
        raise UnreadableContentError
    left, done = MOST_UNPACKED, 0
    for stream in _STREAM.finditer(content) if marks else ():
        if done == len(marks) or marks[done] >= stream.start():
            continue
        start = _dictionary_start(content, stream.start())
        if marks[done] < start:
            break
        unpacked = _unpack(content[start : stream.start()], content, stream.end(), left)
        if _RUNS.search(unpacked):
            raise ActiveContentError
        left -= len(unpacked)
        done = bisect_left(marks, stream.start(), done)
    if done < len(marks):
        # An object stream whose dictionary is not where dictionaries are: made so that nobody finds it.
        raise UnreadableContentError


def _dictionary_start(content: bytes, end: int) -> int:
    earliest = max(0, end - _DICTIONARY)
    return max(content.rfind(b"obj", earliest, end), earliest)


def _unpack(dictionary: bytes, content: bytes, start: int, most: int) -> bytes:
    used = _FILTER.search(dictionary)
    if used is None:
        # In clear, so it was searched with the rest.
        return b""
    if not _ONLY_DEFLATE.fullmatch(used[1].strip()) or _PREDICTOR.search(dictionary):
        raise UnreadableContentError
    inflater, unpacked = zlib.decompressobj(), bytearray()
    # Piece by piece: zlib copies whatever it was given beyond the end of a stream.
    for at in range(start, len(content), _PIECE):
        # To zlib no room at all means no bound.
        if inflater.eof or len(unpacked) >= most:
            break
        try:
            unpacked += inflater.decompress(content[at : at + _PIECE], most - len(unpacked))
        except zlib.error as error:
            raise UnreadableContentError from error
        if inflater.unconsumed_tail:
            break
    if not inflater.eof:
        raise UnreadableContentError
    return bytes(unpacked)
