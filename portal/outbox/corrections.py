"""What else follows when staff correct a letter: what it says may stand elsewhere too.

Whoever knows what a letter says registers, and learns of it in the transaction in which the letter changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from portal.accounts.models import User
from portal.letters.blocks import Heading, Note, Paragraph, Quote
from portal.outbox.models import OutboxMessage


@dataclass(frozen=True)
class Corrected:
    """A text of a letter, and what was typed in its place; empty where it is left out."""

    block: Heading | Paragraph | Quote | Note
    typed: str


class RefusedError(Exception):
    """The letter must not say this; it holds a sentence for whoever typed it."""


class Follower(Protocol):
    """Who follows corrections of the letters that it knows."""

    def warning(self, message: OutboxMessage) -> str:
        """What whoever corrects the letter is told first; empty for nothing."""

    def follow(self, message: OutboxMessage, texts: Sequence[Corrected], user: User) -> None:
        """Called before the letter is locked and changes; may raise `RefusedError`."""


_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """Says who follows; called again for the same one, it does no more."""
    if follower not in _followers:
        _followers.append(follower)


def warnings(message: OutboxMessage) -> list[str]:
    """What whoever is about to correct the letter should know."""
    return [said for one in _followers if (said := one.warning(message))]


def follow(message: OutboxMessage, texts: Sequence[Corrected], user: User) -> None:
    """Has everything follow. Call it in the transaction of the correction.

    Raises:
        RefusedError: the letter must not say this.
    """
    for one in _followers:
        one.follow(message, texts, user)
