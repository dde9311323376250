"""The letters that only events have, and those that read differently for them, with invented examples."""

from datetime import timedelta
from functools import partial

from candidature.letters.examples import MOMENT, OFFICE, example
from candidature.pages.enclosures import enclosures
from eventi import invitations, telling
from eventi.pages import EventPage
from portal.letter_kinds import Example, LetterKind

_NAMES = (
    "receipt",
    "seat_confirmed",
    "waiting_list",
    "promoted",
    "corrected",
    "accepted",
    "reserve",
    "rejected",
    "reopened",
    "withdrawn",
    "revoked",
    "already_sent",
    *telling.LETTERS,
)


def _examples(letter: str) -> list[Example]:
    page = EventPage(
        title="La casa che vorrei",
        starts_at=MOMENT + timedelta(days=30),
        place="Sala civica",
        address="Piazza Grande 1",
        directions="L’ingresso senza gradini è dal cortile.",
        what_to_bring="Scarpe comode.",
        online_url="https://example.org/stanza",
        **OFFICE,
    )
    was = {"starts_at": MOMENT + timedelta(days=20), "place": "Biblioteca", "address": "Via Lunga 3"}
    return [example(letter, page, before=was, letter=letter)]


LETTERS = [
    LetterKind(
        f"eventi/letters/{name}.txt",
        partial(_examples, name),
        enclosures(name) + ((invitations.KIND,) if name in invitations.LETTERS else ()),
    )
    for name in _NAMES
]
