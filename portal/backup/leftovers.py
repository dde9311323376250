"""What commands that were killed left behind: each holds the whole database in clear."""

import shutil
import time
from pathlib import Path


def sweep(folder: Path, pattern: str, *, older_than: float = 0) -> None:
    """Deletes such folders right below one, as far as it can be done; what is a link stays.

    Args:
        pattern: their names, as `Path.glob` takes them.
        older_than: in seconds; what was changed later stays, because it may still be written to.
    """
    for path in folder.glob(pattern):
        if path.is_dir() and not path.is_symlink() and time.time() - path.stat().st_mtime >= older_than:
            shutil.rmtree(path, ignore_errors=True)
