"""The letters that only events have, and those that read differently for them, with invented examples."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from candidature.letters import draft_letters
from candidature.letters.examples import MOMENT, OFFICE, closing, example, example_about_draft
from candidature.pages.enclosures import enclosures
from candidature.published.noting import moment
from candidature.receipts.examples import with_what_was_sent
from candidature.statuses import Status
from eventi import invitations, moved, telling
from eventi.pages import EventPage
from eventi.pools import Mode
from portal.letter_kinds import Example, LetterKind

_NAMES = (
    "receipt",
    "seat_confirmed",
    "waiting_list",
    "promoted",
    "corrected",
    "accepted",
    "reserve",
    "forewarned",
    "forewarned_reminder",
    "rejected",
    "reopened",
    "withdrawn",
    "revoked",
    "guardian_declined",
    "already_sent",
    *telling.LETTERS,
)

# What moves is told to those who have a seat in other words than to those who wait for one; the way in only
# to the former.
_STATUSES = dict.fromkeys(telling.LETTERS, (Status.ACCEPTED, Status.RESERVE, Status.RECEIVED)) | {
    telling.NEW_WAY_IN: (Status.ACCEPTED,)
}

# How an event gives its seats.
_AS_THEY_LAST = {"admission": EventPage.Admission.AUTOMATIC, "capacity": 20}
_TO_EVERYBODY = {"admission": EventPage.Admission.AUTOMATIC, "capacity": None}
_BY_COMMITTEE = {"admission": EventPage.Admission.MODERATED, "capacity": 20}
_UNDATED = {**_TO_EVERYBODY, "starts_at": None}
# What is written only where a committee gives them, and what says what becomes of one that is given up.
_WAYS: dict[str, tuple[dict[str, Any], ...]] = {
    **dict.fromkeys(
        ("receipt", "accepted", "rejected", "reserve", "reopened", "forewarned", "forewarned_reminder"),
        (_BY_COMMITTEE,),
    ),
    **dict.fromkeys(telling.LETTERS, (_AS_THEY_LAST, _TO_EVERYBODY, _BY_COMMITTEE)),
    **dict.fromkeys(
        (telling.RESCHEDULED, telling.CHANGED, telling.RELOCATED),
        (_AS_THEY_LAST, _TO_EVERYBODY, _BY_COMMITTEE, _UNDATED),
    ),
    "seat_confirmed": (_AS_THEY_LAST, _TO_EVERYBODY),
}


def _page(starts_at: datetime | None = MOMENT + timedelta(days=30), **fields: Any) -> EventPage:
    return EventPage(
        title="La casa che vorrei",
        starts_at=starts_at,
        mode=Mode.MIXED,
        responsible_person="Ada Neri",
        place="Sala civica",
        address="Piazza Grande 1",
        directions="L’ingresso senza gradini è dal cortile.",
        what_to_bring="Scarpe comode.",
        online_url="https://example.org/stanza",
        **OFFICE,
        **fields,
    )


def _examples(letter: str) -> list[Example]:
    told = {"starts_at": moment(MOMENT + timedelta(days=20)), "ends_at": "", "mode": Mode.IN_PERSON}
    was = telling.before({**told, "place": "Biblioteca", "address": "Via Lunga 3"}, EventPage)
    statuses = _STATUSES.get(letter, (Status.RECEIVED,))
    found = [
        example(letter, _page(**way), status, before=was, letter=letter)
        for way in _WAYS.get(letter, (_AS_THEY_LAST,))
        for status in statuses
    ]
    return [with_what_was_sent(one) for one in found]


def _examples_of_confirming() -> list[Example]:
    until = closing()
    return [
        example_about_draft(
            draft_letters.CONFIRM, _page(starts_at=until + timedelta(days=9), closes_at=until, **way)
        )
        for way in (_AS_THEY_LAST, _BY_COMMITTEE)
    ]


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
LETTERS.append(LetterKind(f"eventi/letters/{draft_letters.CONFIRM}.txt", _examples_of_confirming))
