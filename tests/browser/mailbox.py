"""Reads the letters that the portal wrote as files, as the person they are for would."""

import re
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from uuid import UUID

SECONDS_TO_ARRIVE = 180
# With what each letter in a file ends; there may be more than one, each a repetition.
_END = b"-" * 79 + b"\n"


@dataclass(frozen=True)
class Letter:
    recipient: str
    subject: str
    body: str
    message_id: str

    @property
    def code(self) -> str:
        """The six digits of a letter that asks to confirm an address."""
        found = re.search(r"[0-9]{3} [0-9]{3}$", self.body, re.MULTILINE)
        assert found, self.body
        return found.group()

    def link_to(self, address: str) -> str:
        """The personal link: the address of this portal that is longest, for it ends with the secret."""
        links = re.findall(re.escape(address) + r"/\S+", self.body)
        assert links, f"No link to the portal in “{self.subject}”:\n{self.body}"
        text: str = max(links, key=len)
        return text


def letters(folder: Path, recipient: str) -> list[Letter]:
    """Everything that arrived for this address so far, oldest first."""
    found: list[Letter] = []
    for path in sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns):
        # What has no end yet is still being written.
        for raw in path.read_bytes().split(_END)[:-1]:
            # Most are for others: to read all of them at each look takes longer than they do to arrive.
            if recipient.encode() not in raw:
                continue
            message = message_from_bytes(raw, policy=default)
            assert isinstance(message, EmailMessage)
            if message["To"] == recipient:
                text = message.get_body(("plain",))
                assert text is not None
                said = str(text.get_content())
                found.append(Letter(recipient, str(message["Subject"]), said, str(message["Message-ID"])))
    return found


def _has_left(folder: Path, letter: Letter) -> bool:
    """Whether the portal has noted that it left: its link opens from then on, a moment after it is there."""
    number = UUID(letter.message_id.removeprefix("<").partition("@")[0]).hex
    asked = "SELECT status FROM portal_outboxmessage WHERE message_id = ?"
    with closing(sqlite3.connect(f"file:{folder.parent / 'portal.sqlite3'}?mode=ro", uri=True)) as database:
        row = database.execute(asked, [number]).fetchone()
    return row is None or row[0] == "sent"


def wait_for(folder: Path, recipient: str, subject: str) -> Letter:
    """The letter whose subject holds these words, as soon as the worker has sent it."""
    deadline = time.monotonic() + SECONDS_TO_ARRIVE
    while time.monotonic() < deadline:
        arrived = letters(folder, recipient)
        for letter in reversed(arrived):
            if subject in letter.subject and _has_left(folder, letter):
                return letter
        time.sleep(0.2)
    subjects = [letter.subject for letter in letters(folder, recipient)]
    raise AssertionError(f"No letter “{subject}” to {recipient} in {SECONDS_TO_ARRIVE} s, only {subjects}.")
