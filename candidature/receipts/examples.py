"""What an invented person sent, as their letters hold it. Nothing of it is stored."""

from dataclasses import replace

from django.utils.translation import override

from candidature.receipts.in_letters import answers, files, last
from moduli import Row, Section
from portal.letter_kinds import Example
from portal.letters.blocks import Block, Made

_IDEA = (
    "Un punto di ascolto tra gli orti, con chi li coltiva, aperto due pomeriggi alla settimana e il sabato "
    "mattina. Chi passa trova qualcuno con cui parlare e, se serve, la strada giusta verso i servizi."
)
_CHECK = "https://example.org/candidature/verifica/CS-2026-7KQ4-XW9M/7KQ4-XW9M-23AB-CDEF/"
_STATUTE = "statuto-associazione-il-giardino-di-tutti.pdf"
_DIGEST = "SHA-256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def with_what_was_sent(example: Example) -> Example:
    """The letter with its answers, where it holds any."""
    parts = [part for block in example.blocks for part in (_sent() if isinstance(block, Made) else [block])]
    return replace(example, blocks=parts)


def _sent() -> list[Block]:
    who = [
        ("Organizzazione o gruppo", "Il giardino di tutti"),
        ("Nome e cognome", "Rosa Bianchi"),
        ("Email", "rosa@example.org"),
    ]
    about = [
        Row("a", "Che tipo di organizzazione rappresenti?", ["Organizzazione di volontariato"], [], 0),
        Row("b", "Numero di iscrizione al RUNTS", ["PROVA-0001"], [], 1),
        Row("c", "Statuto o atto costitutivo", [f"{_STATUTE} (682,4 KB)"], [], 1),
        Row("d", "Sito o pagina pubblica", [], [], 0),
    ]
    idea = [Row("e", "Che cosa vorreste costruire insieme agli altri?", [_IDEA], [], 0)]
    sections = [Section("1", "L’organizzazione", about), Section("2", "La proposta", idea)]
    with override("it"):
        return [
            *answers(who, sections),
            *files([(_STATUTE, f"682,4 KB (698.778 byte)\n{_DIGEST}")]),
            *last("Informativa letta:", "Informativa per chi si candida, versione 2", _CHECK),
        ]
