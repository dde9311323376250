"""Giving points to a submission, and taking one's own back."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from candidature.actors import Actor
from candidature.models import Submission
from candidature.pages.scoring import Criterion
from candidature.process import changes
from istruttoria.checklists.answering import NotExaminedError, is_examined
from istruttoria.scores.models import Score
from istruttoria.scores.reading import Sheet, sheet_of
from portal.models import User

# In the log, which never says how many points: whoever may read it may not know them yet.
GIVEN, TAKEN_BACK = "scores_given", "scores_taken_back"


class ScoresChangedError(Exception):
    """The criteria, or the account's own points, are not those that the page showed: nothing was written."""


@dataclass(frozen=True)
class Points:
    """What was posted for one criterion."""

    key: str
    points: int
    reason: str


@dataclass(frozen=True)
class Seen:
    """What the page showed: `mark_of_criteria` and `mark_of_own` of it."""

    criteria: str
    own: str


def mark_of_criteria(criteria: Iterable[Criterion]) -> str:
    """What points are given for; reworded help changes nothing of it."""
    return _digest([[one.key, one.text, one.most] for one in criteria])


def mark_of_own(own: Iterable[Score]) -> str:
    return _mark_of((one.key, one.points, one.most, one.reason) for one in own)


def give(submission: Submission, given: Collection[Points], author: User, *, seen: Seen) -> bool:
    """Keeps the points of an account for every criterion; says whether that changed anything.

    Args:
        given: one for each criterion of the call, within its maximum.

    Raises:
        NotExaminedError: it was decided or withdrawn meanwhile.
        ScoresChangedError: see there.
        Submission.DoesNotExist: it was erased meanwhile.
    """
    with transaction.atomic():
        locked, sheet = _locked(submission)
        if mark_of_criteria(sheet.criteria) != seen.criteria:
            raise ScoresChangedError
        own = sheet.own(author)
        most = {criterion.key: criterion.most for criterion in sheet.criteria}
        posted = _mark_of((one.key, one.points, most[one.key], one.reason) for one in given)
        if posted == mark_of_own(own.values()):
            return False
        if mark_of_own(own.values()) != seen.own:
            raise ScoresChangedError
        by_key = {one.key: one for one in given}
        for criterion in sheet.criteria:
            _keep(locked, criterion, by_key[criterion.key], own.get(criterion.key), author)
        changes.record(locked, GIVEN, Actor.staff(author))
        return True


def take_back(submission: Submission, author: User, *, seen: Seen) -> bool:
    """Takes back what an account gave for the criteria that the call has; says whether there was any.

    Raises:
        NotExaminedError, ScoresChangedError, Submission.DoesNotExist: as `give`.
    """
    with transaction.atomic():
        locked, sheet = _locked(submission)
        own = sheet.own(author)
        if not own:
            return False
        if mark_of_own(own.values()) != seen.own:
            raise ScoresChangedError
        Score.objects.filter(pk__in=[one.pk for one in own.values()]).delete()
        changes.record(locked, TAKEN_BACK, Actor.staff(author))
        return True


def _locked(submission: Submission) -> tuple[Submission, Sheet]:
    rows = Submission.objects.select_for_update(of=("self",)).select_related("page").defer("answers")
    locked = rows.get(pk=submission.pk)
    if not is_examined(locked):
        raise NotExaminedError
    return locked, sheet_of(locked, locked.page.specific)


def _keep(
    submission: Submission, criterion: Criterion, given: Points, former: Score | None, author: User
) -> None:
    """Points that are the same, for the same maximum, stay what they were when they were given."""
    if former and (former.points, former.most, former.reason) == (given.points, criterion.most, given.reason):
        return
    Score.objects.update_or_create(
        submission=submission,
        key=criterion.key,
        by=author,
        defaults={
            "asked": criterion.text,
            "most": criterion.most,
            "points": given.points,
            "reason": given.reason,
            "by_label": str(author),
            "at": timezone.now(),
        },
    )


def _mark_of(points: Iterable[tuple[str, int, int, str]]) -> str:
    return _digest(sorted(points))


def _digest(told: object) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]
