"""Which letters the portal writes. Every app names its own in `letter_kinds.py`, each with invented examples.

A system check compares them with the templates; a test renders each example.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import override

from portal import declarations
from portal.entrances import password_letters
from portal.letters.blocks import Block, filled
from portal.letters.html import as_html
from portal.letters.text import as_text
from portal.outbox import undelivered
from portal.rereading import reminding


@dataclass(frozen=True)
class Example:
    """A letter as an invented person reads it: with its subject, and the links made."""

    subject: str
    blocks: list[Block]
    reply_to: str = ""

    @property
    def text(self) -> str:
        return as_text(self.blocks, self.reply_to)

    @property
    def html(self) -> str:
        return as_html(self.subject, self.blocks, self.reply_to)


@dataclass(frozen=True)
class LetterKind:
    """A letter.

    Attributes:
        template: its path below `templates/`.
        examples: with invented data that is not stored, one for each way it may read.
        attachments: the kinds it may carry (`portal.outbox.attachments`).
    """

    template: str
    examples: Callable[[], list[Example]]
    attachments: tuple[str, ...] = ()


def letter_kinds() -> list[LetterKind]:
    found: list[LetterKind] = []
    for module in declarations.modules("letter_kinds"):
        found += getattr(module, "LETTERS", ())
    return found


def _password() -> list[Example]:
    with override("it"):
        link = "https://example.org/admin/password_reset/"
        return [Example(password_letters.subject(), filled(password_letters.blocks(), link))]


def _undelivered() -> list[Example]:
    counts = [{"how_many": 2, "meaning": "rifiutate dal server del destinatario", "url": "/admin/"}]
    both = [*counts, {"how_many": 1, "meaning": "non partita dopo molti tentativi", "url": "/admin/"}]
    with override("it"):
        return [Example(undelivered.subject(), undelivered.blocks(some)) for some in (counts, both)]


def _reread() -> list[Example]:
    one = [("Come si entra nella Casa della Comunità", date(2026, 3, 2))]
    many = [*one, *((f"Pagina {number}", date(2026, 3, 3)) for number in range(1, reminding.MOST_NAMED + 2))]
    with override("it"):
        return [
            Example(reminding.subject(1), reminding.blocks(one, 1)),
            Example(reminding.subject(len(many)), reminding.blocks(many, None)),
        ]


LETTERS = [
    LetterKind("portal/letters/password.txt", _password),
    LetterKind("portal/letters/undelivered.txt", _undelivered),
    LetterKind("portal/letters/reread.txt", _reread),
]
