"""Slowing down whoever comes in crowds: a little work for a browser, or a little waiting for anybody.

A challenge is a signed ticket that says since when and for what it was given. It is answered by the proof of
work in it (ALTCHA: a number that hashes to what was asked), which a script finds within seconds, or without a
script by coming back once its time is over. Nothing is kept of it until it is answered, and it counts once.
"""

import base64
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any
from urllib.parse import parse_qs

import altcha
from django.core import signing
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.limits import attempts

# How long after it was given a ticket may be answered.
GOOD_FOR = timedelta(minutes=30)
# The script tries so many numbers at most, half of them on average: one to three seconds on a phone.
LARGEST_NUMBER = 40_000
_SALT = "portal.limits.challenges"
_ONCE = attempts.Limit("challenge answered", at_most=1, within=timedelta(hours=1))


class Answer(Enum):
    """What is made of an answer."""

    RIGHT = "right"
    TOO_EARLY = "too early"
    # Forged, too old, for something else, or answered before: another ticket is needed.
    WORTHLESS = "worthless"


@dataclass(frozen=True)
class Ticket:
    """A ticket, as it was read.

    Attributes:
        text: signed, for an address or a hidden input.
        number: tells it from every other.
        waits_until: from when on it is good without proof of work.
    """

    text: str
    number: str
    waits_until: datetime

    @property
    def seconds_left(self) -> int:
        """How long one still has to wait."""
        return max(0, round((self.waits_until - timezone.now()).total_seconds()))

    def work(self) -> dict[str, Any]:
        """What the script has to solve, as `frontend/src/js/proof-of-work.js` reads it."""
        made = altcha.create_challenge(
            altcha.ChallengeOptions(
                algorithm="SHA-256",
                max_number=LARGEST_NUMBER,
                hmac_key=_key(),
                expires=timezone.now() + GOOD_FOR,
                params={"ticket": self.number},
            )
        )
        return {
            "algorithm": made.algorithm,
            "challenge": made.challenge,
            "salt": made.salt,
            "signature": made.signature,
            "maxnumber": LARGEST_NUMBER,
        }


def give(about: str, wait: timedelta) -> Ticket:
    """A new ticket for one thing, such as beginning one form."""
    number, until = secrets.token_urlsafe(12), timezone.now() + wait
    said = {"about": about, "number": number, "until": until.timestamp()}
    return Ticket(signing.dumps(said, salt=_SALT), number, until)


def read(about: str, text: str) -> Ticket | None:
    """A ticket that was given for this; None for a forged or old one, or one for something else."""
    try:
        said = signing.loads(text, salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    if said["about"] != about:
        return None
    return Ticket(text, said["number"], datetime.fromtimestamp(said["until"], UTC))


def answer(about: str, text: str, solution: str) -> Answer:
    """Takes an answer to a ticket. Call it outside a transaction; a right answer uses the ticket up.

    Args:
        solution: the proof of work, as the script found it; empty for none.
    """
    ticket = read(about, text)
    if ticket is None:
        return Answer.WORTHLESS
    if ticket.waits_until > timezone.now() and not _is_solved(ticket, solution):
        return Answer.TOO_EARLY
    try:
        attempts.begin(_ONCE, ticket.number)
    except attempts.TooManyAttemptsError:
        return Answer.WORTHLESS
    return Answer.RIGHT


def _is_solved(ticket: Ticket, solution: str) -> bool:
    if not solution:
        return False
    try:
        is_right, _why = altcha.verify_solution(solution, _key())
        # Signed with the challenge, so that no work serves two tickets.
        salt = json.loads(base64.b64decode(solution))["salt"]
    except (ValueError, KeyError, TypeError, AttributeError):
        # Whatever else somebody may send in its place.
        return False
    return is_right and parse_qs(salt.partition("?")[2]).get("ticket") == [ticket.number]


def _key() -> str:
    return salted_hmac(_SALT, "proof of work", algorithm="sha256").hexdigest()
