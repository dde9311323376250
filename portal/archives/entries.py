"""The entries of a ZIP that is written as it is sent: memory holds a piece of a file, never more."""

import time
import zipfile
from collections.abc import Iterator
from typing import IO

from portal.spreadsheets.pieces import PIECE, Pieces

_READ = 64 * 1024


def stamped(path: str) -> zipfile.ZipInfo:
    """An entry of now, for this path."""
    entry = zipfile.ZipInfo(path, time.localtime()[:6])
    # Read and written by whoever unpacks it, and by nobody else.
    entry.external_attr = 0o600 << 16
    return entry


def copied(
    archive: zipfile.ZipFile, out: Pieces, content: IO[bytes], path: str, size: int
) -> Iterator[bytes]:
    """Puts an open file into the archive; gives what of it can be sent already.

    Args:
        out: what the archive is written to.
        size: in bytes.
    """
    entry = stamped(path)
    entry.file_size = size
    with archive.open(entry, "w") as written:
        while piece := content.read(_READ):
            written.write(piece)
            yield from out.take(least=PIECE)
