"""How the portal talks to its database."""

from pathlib import Path
from typing import Any


def sqlite(path: Path) -> dict[str, Any]:
    """A SQLite database that many processes may write to.

    Write-ahead logging lets readers work beside the writer; `synchronous=FULL` because a receipt is a
    promise that must survive a power cut; IMMEDIATE transactions queue writers instead of failing them.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=FULL;"
                "PRAGMA foreign_keys=ON;"
                "PRAGMA mmap_size=134217728;"
            ),
        },
    }
