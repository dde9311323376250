"""The checks of one submission: as its call asks them now, or as they were when somebody answered."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from candidature.models import CallPage, Submission
from candidature.pages.checks import WhenOpen, checks_of
from candidature.pages.participation import ParticipationPage
from candidature.process.refusals import ChecksOpenError
from candidature.process.rules import Change
from istruttoria.checklists.models import SETTLED, CheckAnswer


@dataclass(frozen=True)
class Line:
    """One check.

    Attributes:
        asked: in the words that hold: those of its answer, else the call's.
        asked_now: the call's words, where they are others by now; empty where it asks it no more.
        is_asked: whether the call still lists it.
        given: its answer; None while there is none.
    """

    key: str
    asked: str
    required: bool
    asked_now: str
    is_asked: bool
    given: CheckAnswer | None

    @property
    def is_open(self) -> bool:
        """Whether it is one that is needed to admit, and still to be settled."""
        return self.is_asked and self.required and (self.given is None or self.given.answer not in SETTLED)

    @property
    def is_reworded(self) -> bool:
        return self.is_asked and self.asked_now != self.asked

    @property
    def mark(self) -> str:
        """What a page says of the answer that it showed: another one given meanwhile has another mark."""
        return mark(self.given.answer, self.given.remark) if self.given else mark("", "")


def mark(answer: str, remark: str) -> str:
    return hashlib.sha256(json.dumps([answer, remark]).encode()).hexdigest()[:16]


def lines(
    submission: Submission, page: ParticipationPage, answers: Iterable[CheckAnswer] | None = None
) -> list[Line]:
    """The checks in the order of the call, then those that it lists no more. One query.

    Args:
        answers: all that were given, where they are known: then none.
    """
    if answers is None:
        answers = CheckAnswer.objects.filter(submission=submission)
    given = {one.key: one for one in answers}
    found = []
    for check in checks_of(page.checks) if isinstance(page, CallPage) else []:
        answer = given.pop(check.key, None)
        asked = answer.asked if answer else check.text
        required = check.required
        found.append(Line(check.key, asked, required, check.text, is_asked=True, given=answer))
    for key, answer in given.items():
        found.append(Line(key, answer.asked, answer.required, "", is_asked=False, given=answer))
    return found


def open_checks(submission: Submission, page: ParticipationPage) -> list[str]:
    """The words of the checks that are needed to admit, and still open."""
    if not isinstance(page, CallPage) or not page.checks:
        return []
    return [line.asked for line in lines(submission, page) if line.is_open]


def refuse_while_open(change: Change) -> None:
    """A precondition (`candidature.process.preconditions`): refuses where the call says so.

    Raises:
        ChecksOpenError: some are open.
    """
    page = change.page
    if not isinstance(page, CallPage) or page.when_open != WhenOpen.REFUSE:
        return
    if still := open_checks(change.submission, page):
        raise ChecksOpenError("\n".join(still))
