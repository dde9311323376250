"""The letters to the staff about their work, each with an invented example."""

from datetime import timedelta
from functools import partial

from django.utils.translation import override

from candidature.letters.examples import MOMENT, OFFICE
from candidature.models import CallPage
from istruttoria.messages import telling
from istruttoria.messages.telling import Line
from istruttoria.notes import letters as notes
from istruttoria.opinions import letters as opinions
from istruttoria.opinions.models import Opinion
from istruttoria.reminding import telling as mornings
from portal.letter_kinds import Example, LetterKind
from portal.letters.blocks import filled


def _examples() -> list[Example]:
    lines = [Line("La casa che vorrei", 3), Line("Partner per un punto di ascolto", 1)]
    with override("it"):
        return [Example(telling.subject(), telling.blocks(some)) for some in (lines, lines[:1])]


def _mentioned() -> list[Example]:
    with override("it"):
        return [Example(notes.subject(), notes.blocks("Partner per un punto di ascolto", 1))]


def _waiting_today() -> list[Example]:
    queue = "https://example.org/admin/candidature/?need="
    with override("it"):
        lines = [
            mornings.Line("Proposte da decidere", 4, f"{queue}proposed"),
            mornings.Line("In scadenza o in ritardo", 12, f"{queue}due"),
            mornings.Line("Messaggi da leggere", 1, f"{queue}unread"),
            mornings.Line("Pareri arrivati o mancanti", 2, f"{queue}opinion"),
            mornings.Line(
                "Una nota ti nomina",
                "Partner per un punto di ascolto",
                "https://example.org/admin/candidature/7/#note-section",
            ),
        ]
        return [
            Example(mornings.subject(), mornings.blocks(lines, stands_in=stands_in))
            for stands_in in (True, False)
        ]


def _opinion(letter: str) -> list[Example]:
    page = CallPage(title="Partner per un punto di ascolto", **OFFICE)
    one = Opinion(name="Ugo Verdi", due_at=MOMENT + timedelta(days=10))
    with override("it"):
        letter_blocks = filled(opinions.blocks_of(letter, one, page), _WAY)
        return [Example(opinions.subject_for(letter, page), letter_blocks, page.contact_email)]


_WAY = "https://example.org/candidature/parere/nQ1hZ3vW8xK2mB7cT5yR0a/"

LETTERS = [
    LetterKind("istruttoria/letters/messages_to_read.txt", _examples),
    LetterKind(notes.SOURCE, _mentioned),
    LetterKind(mornings.SOURCE, _waiting_today),
    *(
        LetterKind(f"istruttoria/letters/{name}.txt", partial(_opinion, name))
        for name in (opinions.ASKED, opinions.REMINDER)
    ),
]
