"""The embedded mode's mail: each letter is a file that is found from its row, and goes with it."""

import os
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.text import get_valid_filename

from portal.outbox.models import OutboxMessage

# As long as a row of the outbox is kept after its letter left. Other mail, such as a password's, has no row.
KEPT_FOR = timedelta(days=90)
# Between a letter and its repetition, which has the same Message-ID and so the same file.
_SEPARATOR = b"-" * 79 + b"\n"


class EmailBackend(BaseEmailBackend):
    """Writes each message to a file under EMAIL_FILE_PATH, named by its Message-ID, for its owner only."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = _folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for email in email_messages:
            content = email.message()
            name = _file_name(str(content["Message-ID"]))
            descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "ab") as file:
                file.write(content.as_bytes() + b"\n" + _SEPARATOR)
        return len(email_messages)


def forget(message: OutboxMessage) -> None:
    """Deletes the file of a letter, if there is one."""
    if getattr(settings, "EMAIL_FILE_PATH", None):
        (_folder() / _file_name(message.header_id)).unlink(missing_ok=True)


def forget_after_delete(instance: OutboxMessage, **_options: Any) -> None:
    """Receiver of `post_delete`: whatever erases the row, its file goes once the transaction is kept."""
    transaction.on_commit(lambda: forget(instance))


def prune(now: float | None = None) -> int:
    """Deletes the files older than `KEPT_FOR`; returns how many.

    Args:
        now: seconds since 1970, instead of the present moment.
    """
    if not getattr(settings, "EMAIL_FILE_PATH", None):
        return 0
    limit = (now or time.time()) - KEPT_FOR.total_seconds()
    pruned = 0
    for path in _folder().glob("*.eml"):
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            pruned += 1
    return pruned


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def _file_name(message_id: str) -> str:
    return get_valid_filename(message_id.strip("<>").replace("/", "_")) + ".eml"
