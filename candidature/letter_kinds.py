"""The letters to applicants, each with invented examples: to a call, to an event, or to both."""

from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone
from django.utils.translation import override

from candidature.letters import writing as letters
from candidature.pages.calls import CallPage
from candidature.pages.participation import ParticipationPage
from candidature.statuses import Kind
from candidature.submissions.models import Submission
from eventi.models import EventPage
from portal.letter_kinds import LetterKind

_MOMENT = datetime(2026, 5, 6, 10, 30, tzinfo=timezone.get_default_timezone())


def _page(kind: Kind) -> ParticipationPage:
    office = {"office": "Ufficio partecipazione", "contact_email": "ufficio@example.org"}
    if kind == Kind.CALL:
        return CallPage(title="Partner per un punto di ascolto", responsible_person="Ada Neri", **office)
    return EventPage(
        title="La casa che vorrei",
        starts_at=_MOMENT + timedelta(days=30),
        place="Sala civica",
        address="Piazza Grande 1",
        online_url="https://example.org/stanza",
        **office,
    )


def example(letter: str, kind: Kind) -> str:
    """The letter as an invented person would read it; nothing is stored."""
    submission = Submission(
        kind=kind,
        reference="CS-2026-7KQ4-XW9M",
        first_name="Rosa",
        last_name="Bianchi",
        email="rosa@example.org",
        submitted_at=_MOMENT,
        respond_by=_MOMENT.date() + timedelta(days=30),
        info_due_at=_MOMENT + timedelta(days=10),
    )
    with override("it"):
        subject = letters.subject_for(letter, submission)
        reason = "Manca il documento di identità di chi rappresenta il gruppo."
        body = letters.body_of(
            letters.Letter(letter, submission, _page(kind), reason), "https://example.org/partecipa/prova/"
        )
    return f"{subject}\n\n{body}"


_BOTH, _EVENTS, _CALLS = (Kind.CALL, Kind.EVENT), (Kind.EVENT,), (Kind.CALL,)
_KINDS = {
    "receipt": _BOTH,
    "seat_confirmed": _EVENTS,
    "waiting_list": _EVENTS,
    "promoted": _EVENTS,
    "info_requested": _BOTH,
    "info_received": _BOTH,
    "admissible": _CALLS,
    "accepted": _BOTH,
    "reserve": _BOTH,
    "rejected": _BOTH,
    "reopened": _BOTH,
    "withdrawn": _BOTH,
    "revoked": _BOTH,
    "new_link": _BOTH,
    "already_signed_up": _EVENTS,
}


def _examples(letter: str, kinds: tuple[Kind, ...]) -> list[str]:
    return [example(letter, kind) for kind in kinds]


LETTERS = [
    LetterKind(f"candidature/letters/{letter}.txt", partial(_examples, letter, kinds))
    for letter, kinds in _KINDS.items()
]
