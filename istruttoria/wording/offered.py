"""The letters whose words an office may write, as they are listed, and who may write them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from candidature.actors import ActorKind
from candidature.letters.own_words import LETTERS
from candidature.pages.kinds import participation_models
from candidature.pages.participation import ParticipationPage
from candidature.process.transitions import TRANSITIONS, Transition
from istruttoria.wording.keeping import rows_of
from istruttoria.wording.models import LetterWords
from portal.models import User

# Whoever says what new pages begin with says what all letters say, too.
WORD_ALL = "candidature.change_startingvalues"


@dataclass(frozen=True)
class Offered:
    """One letter of a page, or of all pages of a kind.

    Attributes:
        act: the change that sends it, in words.
        by_itself: whether that is the portal's, and not one of the staff.
        own: what was written last for this page, or for all; None where nothing ever was.
        for_all: for one page, what holds for all pages of its kind.
    """

    letter: str
    act: str
    by_itself: bool
    heading: str
    own: LetterWords | None
    for_all: LetterWords | None


def may_word_all(user: User | AnonymousUser) -> bool:
    return user.has_perm(WORD_ALL)


def models_by_kind() -> Mapping[str, type[ParticipationPage]]:
    return {str(model.kind): model for model in participation_models()}


def letters_of(kind: str) -> list[str]:
    return [letter for letter, worded in LETTERS.items() if kind in worded.kinds]


def step_of(letter: str) -> Transition:
    """The change that sends it; that of the staff, where the portal makes one like it by itself."""
    steps = [step for step in TRANSITIONS if step.letter == letter]
    return min(steps, key=is_by_itself)


def is_by_itself(step: Transition) -> bool:
    return step.by is not ActorKind.STAFF


def offered(kind: str, page_id: int | None = None) -> list[Offered]:
    """All of them, in the order in which they may leave; two queries at most."""
    words = models_by_kind()[kind].words
    for_all = _current(None, kind)
    own = _current(page_id, kind) if page_id else for_all
    return [
        Offered(
            letter,
            str(step.label),
            is_by_itself(step),
            str(words.subjects[letter]),
            own.get(letter),
            for_all.get(letter) if page_id else None,
        )
        for letter in letters_of(kind)
        for step in [step_of(letter)]
    ]


def _current(page_id: int | None, kind: str) -> dict[str, LetterWords]:
    return {row.letter: row for row in rows_of(page_id, kind).filter(is_current=True)}
