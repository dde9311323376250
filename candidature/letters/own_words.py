"""Words of an office in the letters of its decisions, and of what its pages have the portal do by itself.

They are the middle of a letter. What it must say stands around them, whatever they are (`_letter.txt`): what
is asked by which day, the reason, what comes next, the appeal, the code, the way to the personal page. Who
keeps them announces itself (`keep_in`), because letters know of no screens.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from candidature.letters import placeholders
from candidature.pages.participation import ParticipationPage
from candidature.statuses import Kind
from candidature.submissions.models import Submission
from portal.models import User

# Of each of the two texts, in signs.
LONGEST = 2000


@dataclass(frozen=True)
class Worded:
    """A letter whose words may be an office's.

    Attributes:
        reason, term: whether it gives a reason, and asks for something by a day.
        says_next: whether what comes next may be said in other words, because no law says it.
        kinds: of pages that send it.
    """

    reason: bool = False
    term: bool = False
    says_next: bool = True
    kinds: frozenset[str] = frozenset(Kind.values)

    def placeholders(self, kind: str) -> list[str]:
        return placeholders.known(kind, reason=self.reason, term=self.term)


# By the letter, in the order in which they may leave: those of the changes that staff make, and of those by
# which the portal goes on by itself with what nobody completed.
LETTERS: Mapping[str, Worded] = {
    "info_requested": Worded(reason=True, term=True, says_next=False),
    "more_time": Worded(term=True, says_next=False),
    "info_lapsed": Worded(),
    "admissible": Worded(kinds=frozenset({Kind.CALL.value})),
    "accepted": Worded(),
    "reserve": Worded(reason=True),
    "forewarned": Worded(reason=True, term=True, says_next=False),
    "reconsidered": Worded(),
    "closed_incomplete": Worded(reason=True, says_next=False),
    "rejected": Worded(reason=True, says_next=False),
    "revoked": Worded(reason=True, says_next=False),
    "reopened": Worded(reason=True),
}


@dataclass(frozen=True)
class Words:
    """What an office says in a letter: of what happened, and of what comes next. Empty: as the portal."""

    text: str
    next: str = ""


@dataclass(frozen=True)
class Wanted:
    """Words are wanted for a letter about something sent to a page."""

    page_id: int
    kind: str
    letter: str


class Keeper(Protocol):
    """Who keeps the words."""

    def find(self, wanted: Collection[Wanted]) -> Mapping[Wanted, Words]:
        """Those that hold, where there are any; one query."""

    def of_page(self, page_id: int) -> Mapping[str, Words]:
        """Those of one page alone, by letter."""

    def give(self, page: ParticipationPage, words: Mapping[str, Words], user: User) -> None:
        """Keeps words for a page that has just been made."""


_keepers: list[Keeper] = []


def keep_in(keeper: Keeper) -> None:
    """Asks this one for the words, instead of whoever was asked before."""
    _keepers[:] = [keeper]


def find(wanted: Collection[Wanted]) -> Mapping[Wanted, Words]:
    """The words that hold for these letters; at most one query, none where no letter can have any."""
    some = {one for one in wanted if one.letter in LETTERS}
    return _keepers[0].find(some) if some and _keepers else {}


def of_page(page_id: int) -> Mapping[str, Words]:
    """The words of one page alone, by letter."""
    return _keepers[0].of_page(page_id) if _keepers else {}


def give(page: ParticipationPage, words: Mapping[str, Words], user: User) -> None:
    """Gives a page that has just been made the words of another."""
    if words and _keepers:
        _keepers[0].give(page, words, user)


def check(letter: str, kind: str, words: Words) -> None:
    """Accepts words that this letter can leave with.

    Raises:
        ValidationError: by `text` and `next`, with sentences for whoever wrote them.
    """
    worded = LETTERS[letter]
    problems: dict[str, Any] = {}
    for name, written in (("text", words.text), ("next", words.next)):
        try:
            placeholders.check(written, worded.placeholders(kind))
        except ValidationError as error:
            problems[name] = error
        if len(written) > LONGEST:
            problems[name] = _("Al massimo %(most)d caratteri.") % {"most": LONGEST}
    if words.next and not worded.says_next:
        problems["next"] = _("In questa lettera che cosa succede dopo lo dice la legge.")
    if problems:
        raise ValidationError(problems)


@dataclass(frozen=True)
class Said:
    """Words in one letter, with what their placeholders became: paragraphs.

    Attributes:
        gives_reason: whether the reason stands among them, so that it is not quoted a second time.
    """

    text: list[str]
    next: list[str]
    gives_reason: bool


def said(
    letter: str, submission: Submission, page: ParticipationPage, reason: str, words: Words | None
) -> Said | None:
    """What an office says about one submission; None where the portal's own words hold."""
    if words is None:
        return None
    try:
        check(letter, page.kind, words)
    except ValidationError:
        # Nobody gets braces by mail: words of before a placeholder was renamed.
        return None
    values = placeholders.values(submission, page, reason)
    text, comes_next = (placeholders.filled(written, values) for written in (words.text, words.next))
    names = placeholders.used(words.text) | placeholders.used(words.next)
    return Said(text, comes_next, placeholders.REASON in names)
