"""The letters about a signature, with invented examples."""

from django.utils.translation import override

from patti.signatures import letters
from portal.letter_kinds import Example, LetterKind
from portal.letters.blocks import filled

_TITLE = "Patto sociale di comunità per il benessere e la salute"


def _confirm() -> list[Example]:
    link = "https://example.org/firme/conferma/Xr7ZkQ2mB9s4LpTtVwYh3A/"
    with override("it"):
        return [Example(letters.confirm_subject(_TITLE), filled(letters.confirm_blocks(_TITLE, 2), link))]


def _signed() -> list[Example]:
    link = "https://example.org/firme/firmata/Xr7ZkQ2mB9s4LpTtVwYh3A/"
    with override("it"):
        blocks = letters.signed_blocks(_TITLE, 2, "4 maggio 2026")
        return [Example(letters.signed_subject(_TITLE), filled(blocks, link))]


LETTERS = [
    LetterKind("patti/letters/confirm.txt", _confirm),
    LetterKind("patti/letters/signed.txt", _signed),
]
