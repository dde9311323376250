"""When the portal last could not write, for `/readyz`: whoever pressed a button then was told so.

All processes of a machine note it in the time of one file, which a full disk lets be changed; where even that
fails, the process that met it remembers.
"""

import contextlib
import logging
import os
import time
from pathlib import Path

from django.conf import settings

from portal.health.readiness import WELL, Finding, State

logger = logging.getLogger(__name__)

# So long after the last one somebody must still look; alarms ask every few minutes at most.
SEEN_FOR_SECONDS = 15 * 60
_remembered_at: float | None = None


def note(error: BaseException | None) -> None:
    """Notes that something could not be written now, and logs of which kind the reason is; never fails."""
    global _remembered_at
    _remembered_at = time.time()
    cause = getattr(error, "__cause__", None) or error
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or ""
    logger.error("The portal could not write: %s %s", type(cause).__name__, code)
    with contextlib.suppress(OSError):
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().touch(mode=0o600)
        os.utime(_file())


def forget() -> None:
    """Forgets what this process remembers, as one that has just begun."""
    global _remembered_at
    _remembered_at = None


def seconds_ago() -> int | None:
    """How long ago something could not be written; None if never, as far as is known."""
    moments = [] if _remembered_at is None else [_remembered_at]
    with contextlib.suppress(OSError):
        moments.append(_file().stat().st_mtime)
    return max(0, int(time.time() - max(moments))) if moments else None


def check() -> Finding:
    """A warning for a quarter of an hour: what is read is still served, and the next press may do."""
    age = seconds_ago()
    if age is None or age > SEEN_FOR_SECONDS:
        return WELL
    return Finding(State.WARNING, "could not write", {"last_outage_seconds": age})


def _file() -> Path:
    return Path(settings.OUTAGES_FILE)
