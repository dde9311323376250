"""Files that are on the disk, not on their way to it, when saving returns."""

import contextlib
import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible(path="portal.media.durable_files.DurableStorage")
class DurableStorage(FileSystemStorage):
    """A folder whose files survive a power cut from the moment they are saved.

    A database row that names a file is a promise; the file must be as safe as the row when that commits.
    """

    def _save(self, name: str, content: Any) -> str:
        try:
            saved = str(super()._save(name, content))  # type: ignore[misc]
            self._sync(Path(self.path(saved)))
        except OSError:
            # A full disk must not keep the half that fitted.
            with contextlib.suppress(OSError):
                Path(self.path(name)).unlink(missing_ok=True)
            raise
        return saved

    def sync(self, name: str) -> None:
        """Waits until a file that was written by other means is on the disk."""
        self._sync(Path(self.path(name)))

    def _sync(self, file: Path) -> None:
        """The file, its folder, and the folders above it, which may be new as well."""
        root = Path(self.location)
        folders = [folder for folder in file.parents if folder == root or root in folder.parents]
        for path in (file, *folders):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
