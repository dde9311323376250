"""What reaches the mailboxes of applicants, read as they would."""

import re
from typing import Any

from django.core import mail

from portal.outbox import sending as outbox


def links_in(letter: Any) -> list[str]:
    return re.findall(r"https?://[^/\s]+(/candidature/[^\s]+)", str(letter.body))


def code_in(letter: Any) -> str:
    """The six digits of a letter that asks to confirm, as they stand there."""
    found = re.search(r"[0-9]{3} [0-9]{3}$", str(letter.body), re.MULTILINE)
    assert found, letter.body
    return found.group()


def read_letters() -> list[Any]:
    """What reached the mailboxes since the last time."""
    mail.outbox.clear()
    outbox.deliver_due()
    return list(mail.outbox)
