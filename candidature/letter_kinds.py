"""The letters to applicants, each with an invented example to a call. Other apps add their own."""

from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from candidature.letters import draft_letters
from candidature.letters.examples import MOMENT, OFFICE, example, example_about_draft, example_of_ways_back
from candidature.pages.calls import CallPage
from candidature.pages.participation import enclosures
from portal.letter_kinds import LetterKind

_NAMES = (
    "receipt",
    "info_requested",
    "info_received",
    "info_reminder",
    "admissible",
    "accepted",
    "reserve",
    "rejected",
    "reopened",
    "withdrawn",
    "revoked",
    "new_link",
    "message",
    "already_sent",
)


def _page(**dates: datetime) -> CallPage:
    return CallPage(title="Partner per un punto di ascolto", responsible_person="Ada Neri", **OFFICE, **dates)


def _examples(letter: str) -> list[str]:
    return [example(letter, _page())]


def _examples_about_draft(letter: str) -> list[str]:
    page = _page(closes_at=MOMENT + timedelta(days=9))
    return [example_about_draft(letter, page)]


def _examples_of_ways_back() -> list[str]:
    now = timezone.now()
    return [example_of_ways_back(_page(closes_at=now + timedelta(days=days))) for days in (9, -9)]


LETTERS = [
    LetterKind(f"candidature/letters/{name}.txt", partial(_examples, name), enclosures(name))
    for name in _NAMES
]
LETTERS += [
    LetterKind(f"candidature/letters/{name}.txt", partial(_examples_about_draft, name))
    for name in (
        draft_letters.SAVED,
        draft_letters.BEGUN_AGAIN,
        draft_letters.CONFIRM,
        draft_letters.REMINDER,
    )
]
LETTERS.append(LetterKind("candidature/letters/way_back.txt", _examples_of_ways_back))
