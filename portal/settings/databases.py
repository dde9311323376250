"""How the portal talks to its database."""

from pathlib import Path
from typing import Any


def sqlite(path: Path) -> dict[str, Any]:
    """A SQLite database that many processes may write to.

    Write-ahead logging lets readers work beside the writer; `synchronous=FULL` because a receipt is a
    promise that must survive a power cut (`portal.sqlite.flushing` says when the disk is waited for);
    IMMEDIATE transactions queue writers instead of failing them.
    `secure_delete` overwrites with zeros what is erased: else a forgotten person stays readable in the file's
    free pages (FAST leaves them there). What it costs stands in `docs/measurements.md`.
    """
    return {
        "ENGINE": "portal.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=FULL;"
                "PRAGMA foreign_keys=ON;"
                "PRAGMA secure_delete=ON;"
                "PRAGMA mmap_size=134217728;"
            ),
        },
    }


def pooled_postgresql(config: dict[str, Any]) -> dict[str, Any]:
    """A PostgreSQL database reached through psycopg's pool.

    Args:
        config: what `dj_database_url` made of the address, with its options (such as `sslmode`).

    Each process has its own pool: ten connections cover its eight threads. The pool keeps connections open
    itself, hence no CONN_MAX_AGE, and tests each one it hands out.
    """
    options = config.get("OPTIONS", {})
    # As long as SQLite waits: then whoever waits gets a sentence, not a browser that gave up.
    lock_timeout = f"{options.get('options', '')} -c lock_timeout=20s".strip()
    return {
        **config,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **options,
            "options": lock_timeout,
            "pool": {"min_size": 1, "max_size": 10, "timeout": 10},
        },
    }
