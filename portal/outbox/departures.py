"""How a restored backup is kept from sending letters again that had left.

Before a letter leaves, a figure grows by one in the database and, once that is committed, in a small file
under VAR_DIR. A database that counts less than the file is older than what was last done with it: its
letters may have left since. They are held until staff say what becomes of them.
"""

import fcntl
import json
import logging
import os
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.outbox.installation import Installation
from portal.outbox.models import OutboxMessage
from portal.outbox.taking_back import ON_HOLD

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Marker:
    """What the file says.

    Attributes:
        identity: the database it speaks of.
        departures: the highest figure that database ever counted here.
        written_at: no letter that this machine sent is younger than this.
    """

    identity: uuid.UUID
    departures: int
    written_at: datetime


def count_one() -> None:
    """To be called before a letter leaves.

    Raises:
        OSError: the file cannot be written. The letter must then wait: nobody would know that it left.
    """
    with transaction.atomic():
        Installation.current()
        Installation.objects.update(departures=F("departures") + 1)
        installation = Installation.current()
    _write(installation)


def hold_after_restore() -> int:
    """Holds the letters that may have left before this database was put back; returns how many."""
    installation, marker = Installation.current(), read()
    if marker is None or marker.identity != installation.identity:
        if installation.departures == 0:
            # A new database: no letter of it ever left from anywhere. The file is begun here: were it the
            # first letter that begins it, a worker killed between the two figures would look like a backup.
            _write(installation)
            return 0
        return hold_all()
    if marker.departures <= installation.departures:
        return 0
    return _hold(marker.written_at, at_least=marker.departures)


def hold_all() -> int:
    """Holds every letter that waits; returns how many."""
    return _hold(None, at_least=0)


@dataclass(frozen=True)
class Released:
    """The letters that are held no more, with what they are known by.

    Attributes:
        decided: they leave, or count as sent.
        given_back: they wait again for the word that they waited for.
    """

    decided: list[OutboxMessage]
    given_back: list[OutboxMessage]


def release(*, as_sent: bool = False) -> Released:
    """Ends the wait of the letters held: they leave now or, `as_sent`, count as sent long ago.

    Those that waited for a word before do neither. Call it in the transaction that also says who did it.
    """
    status = OutboxMessage.Status
    held = OutboxMessage.objects.filter(status=status.HELD)
    now = timezone.now()
    with transaction.atomic():
        known_by = held.select_for_update().only("related_to", "message_id", "held_from")
        letters = list(known_by.order_by("pk"))
        free = {"held_from": "", "stopped_at": None, "last_error": ""}
        # They may have left already: they count as tried.
        for waited_as in ON_HOLD:
            held.filter(held_from=waited_as).update(status=waited_as, attempts=1, **free)
        if as_sent:
            held.update(status=status.SENT, sent_at=now, **free)
        else:
            held.filter(recipient="").update(status=status.BY_HAND, **free)
            held.update(status=status.PENDING, attempts=1, next_attempt_at=now, **free)
    return Released(
        [one for one in letters if one.held_from not in ON_HOLD],
        [one for one in letters if one.held_from in ON_HOLD],
    )


def read() -> Marker | None:
    """The file's content; None when it is not there or not ours."""
    try:
        found = json.loads(_path().read_text())
        return Marker(
            uuid.UUID(found["identity"]),
            int(found["departures"]),
            datetime.fromisoformat(found["written_at"]),
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _hold(written_until: datetime | None, *, at_least: int) -> int:
    # Also what waits for somebody's word: it may have been given after the backup was made.
    status = OutboxMessage.Status
    waiting = OutboxMessage.objects.filter(status__in=(status.PENDING, *ON_HOLD))
    if written_until is not None:
        waiting = waiting.filter(created_at__lte=written_until)
    with transaction.atomic():
        held = waiting.update(held_from=F("status"), status=status.HELD, stopped_at=timezone.now())
        departures = max(at_least, Installation.current().departures) + 1
        Installation.objects.update(departures=departures)
    _write(Installation.current())
    logger.error("The database was put back from elsewhere: %d letters are held for staff.", held)
    return held


def _path() -> Path:
    return Path(settings.DEPARTURES_FILE)


def _write(installation: Installation) -> None:
    """Replaces the file as a whole, unless another process has already counted further."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps(
        {
            "identity": str(installation.identity),
            "departures": installation.departures,
            "written_at": timezone.now().isoformat(),
        }
    )
    with path.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        written = read()
        if (
            written
            and written.identity == installation.identity
            and written.departures > installation.departures
        ):
            return
        beside = path.with_suffix(".new")
        with beside.open("w") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
