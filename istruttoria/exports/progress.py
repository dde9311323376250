"""Notes from time to time how far a file is, so that another request can say it."""

import time
from collections.abc import Iterator

from django.utils import timezone

from istruttoria.exports.models import Export

SECONDS = 1.0


class Progress:
    """Counts the rows of one export; each call is one row more."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self._written = 0
        self._noted = time.monotonic()

    def __call__(self) -> None:
        self._written += 1
        now = time.monotonic()
        if now - self._noted >= SECONDS:
            self._noted = now
            self._note()

    def over(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The pieces of the file; after the last it is noted that all of them left."""
        yield from pieces
        self._note(ended_at=timezone.now())

    def _note(self, **more: object) -> None:
        own = Export.objects.filter(pk=self.export.pk)
        own.update(written=self._written, moved_at=timezone.now(), **more)
