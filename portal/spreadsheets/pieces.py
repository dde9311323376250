"""A file that is sent while it is written: what was written is taken away piece by piece."""

import io
from collections.abc import Iterator

# As much as is worth a journey of its own.
PIECE = 64 * 1024


class Pieces(io.RawIOBase):
    """What a program writes to as to a file that nobody can go back in."""

    def __init__(self) -> None:
        super().__init__()
        self._written: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, written: bytes) -> int:  # type: ignore[override]
        self._written.append(bytes(written))
        self._size += len(written)
        return len(written)

    def take(self, *, least: int = 1) -> Iterator[bytes]:
        """What was written since, if it is at least so many bytes."""
        if self._size >= least:
            yield b"".join(self._written)
            self._written.clear()
            self._size = 0
