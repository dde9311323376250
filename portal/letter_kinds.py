"""Which letters the portal writes. Every app names its own in `letter_kinds.py`, each with invented examples.

A system check compares them with the templates; a test renders each example.
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal import declarations
from portal.entrances import password_letters
from portal.outbox import undelivered


@dataclass(frozen=True)
class LetterKind:
    """A letter.

    Attributes:
        template: its path below `templates/`.
        examples: its texts with invented data that is not stored, one for each way it may read.
        attachments: the kinds it may carry (`portal.outbox.attachments`).
    """

    template: str
    examples: Callable[[], list[str]]
    attachments: tuple[str, ...] = ()


def letter_kinds() -> list[LetterKind]:
    found: list[LetterKind] = []
    for module in declarations.modules("letter_kinds"):
        found += getattr(module, "LETTERS", ())
    return found


LETTERS = [
    LetterKind("portal/letters/password.txt", lambda: [password_letters.text()]),
    LetterKind(
        "portal/letters/undelivered.txt",
        lambda: [undelivered.text([{"how_many": 2, "meaning": "rifiutate", "url": "/admin/"}])],
    ),
]
