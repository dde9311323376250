"""The letters to the staff about their work, each with an invented example."""

from django.utils.translation import override

from istruttoria.messages import telling
from istruttoria.messages.telling import Line
from portal.letter_kinds import Example, LetterKind


def _examples() -> list[Example]:
    lines = [Line("La casa che vorrei", 3), Line("Partner per un punto di ascolto", 1)]
    with override("it"):
        return [Example(telling.subject(), telling.blocks(some)) for some in (lines, lines[:1])]


LETTERS = [LetterKind("istruttoria/letters/messages_to_read.txt", _examples)]
