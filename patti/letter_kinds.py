"""The letters about a signature, with invented examples."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import override

from patti.signatures import letters, way_back
from patti.signatures.models import Signature, SignerKind
from patti.texts.versions import PattoVersion
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


def _way_back() -> list[Example]:
    link = "https://example.org/firme/firmata/Xr7ZkQ2mB9s4LpTtVwYh3A/"
    at = datetime(2026, 5, 4, 10, 30, tzinfo=timezone.get_default_timezone())
    version = PattoVersion(title=_TITLE, number=2)
    person = Signature(kind=SignerKind.PERSON, version=version, version_at=at)
    body = Signature(kind=SignerKind.BODY, body="Circolo La Casa di Tutti", version=version, version_at=at)
    ways = [way_back.Way(one, link) for one in (person, body)]
    with override("it"):
        made = way_back.in_words(ways, has_more=True)
        return [Example(way_back.subject(), filled(way_back.blocks(), made))]


LETTERS = [
    LetterKind("patti/letters/confirm.txt", _confirm),
    LetterKind("patti/letters/signed.txt", _signed),
    LetterKind("patti/letters/way_back.txt", _way_back),
]
