"""The letters to applicants, each with an invented example to a call. Other apps add their own."""

from functools import partial

from candidature.letters.examples import OFFICE, example
from candidature.pages.calls import CallPage
from portal.letter_kinds import LetterKind

_NAMES = (
    "receipt",
    "info_requested",
    "info_received",
    "admissible",
    "accepted",
    "reserve",
    "rejected",
    "reopened",
    "withdrawn",
    "revoked",
    "new_link",
)


def _examples(letter: str) -> list[str]:
    page = CallPage(title="Partner per un punto di ascolto", responsible_person="Ada Neri", **OFFICE)
    return [example(letter, page)]


LETTERS = [LetterKind(f"candidature/letters/{name}.txt", partial(_examples, name)) for name in _NAMES]
