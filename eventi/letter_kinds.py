"""The letters that only events have, and those that read differently for them, with invented examples."""

from datetime import timedelta
from functools import partial
from typing import Any

from candidature.letters import draft_letters
from candidature.letters.examples import MOMENT, OFFICE, example, example_about_draft
from candidature.pages.enclosures import enclosures
from candidature.receipts.examples import with_what_was_sent
from candidature.statuses import Status
from eventi import invitations, moved, telling
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

# What moves is told to those who have a seat in other words than to those who wait for one; the way in only
# to the former.
_STATUSES = dict.fromkeys(telling.LETTERS, (Status.ACCEPTED, Status.RESERVE, Status.RECEIVED)) | {
    telling.NEW_WAY_IN: (Status.ACCEPTED,)
}

# What is written only where a committee gives the seats.
_ADMISSION = dict.fromkeys(
    ("receipt", "accepted", "rejected", "reserve", "reopened"), EventPage.Admission.MODERATED
)


def _page(**fields: Any) -> EventPage:
    return EventPage(
        title="La casa che vorrei",
        starts_at=MOMENT + timedelta(days=30),
        place="Sala civica",
        address="Piazza Grande 1",
        directions="L’ingresso senza gradini è dal cortile.",
        what_to_bring="Scarpe comode.",
        online_url="https://example.org/stanza",
        **OFFICE,
        **fields,
    )


def _examples(letter: str) -> list[Example]:
    was = {"starts_at": MOMENT + timedelta(days=20), "place": "Biblioteca", "address": "Via Lunga 3"}
    statuses = _STATUSES.get(letter, (Status.RECEIVED,))
    page = _page(admission=_ADMISSION.get(letter, EventPage.Admission.AUTOMATIC))
    found = [example(letter, page, status, before=was, letter=letter) for status in statuses]
    return [with_what_was_sent(one) for one in found]


def _example_about_draft() -> list[Example]:
    page = _page(cancelled=True, cancellation_note="La sala è inagibile.")
    return [example_about_draft(draft_letters.CANCELLED, page)]


LETTERS = [
    LetterKind(
        f"eventi/letters/{name}.txt",
        partial(_examples, name),
        enclosures(name) + ((invitations.KIND,) if name in invitations.LETTERS else ()),
    )
    for name in _NAMES
]
LETTERS.append(
    LetterKind(f"eventi/letters/{moved.LETTER}.txt", partial(_examples, moved.LETTER), (moved.KIND,))
)
LETTERS.append(LetterKind(f"eventi/letters/{draft_letters.CANCELLED}.txt", _example_about_draft))
