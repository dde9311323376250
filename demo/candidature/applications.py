"""The shape of an invented application: who, when, with which answers, and what happened to it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Move:
    """A change of state on a day counted from the loading.

    `by` is the local part of an account's address; empty means the applicant. `asks` are the questions that a
    request of integration opens; none means all.
    """

    action: str
    by: str
    day: int
    reason: str = ""
    due_days: int = 0
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Application:
    """`sent` is (days from the loading, hour). `files` gives a file name for each file question.

    `guardian` is the name of who confirms for somebody under age, and has confirmed.
    """

    first_name: str
    last_name: str
    municipality: str
    sent: tuple[int, int]
    answers: dict[str, Any]
    organisation_name: str = ""
    birth_date: date | None = None
    guardian: str = ""
    files: dict[str, str] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)

    @property
    def email(self) -> str:
        return address_of(f"{self.first_name} {self.last_name}")


def address_of(name: str) -> str:
    """The invented address of an invented person."""
    return f"{name.replace(' ', '.', 1)}@example.org".lower().replace(" ", "")
