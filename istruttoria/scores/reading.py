"""The points given to one submission: each criterion with its mean, and all of them added up.

Points count in proportion to how many could be given when they were given: 4 of 5 are 8 where the call now
gives 10. So a maximum that changes afterwards leaves no points beyond it, and means stay comparable.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property

from django.utils.formats import number_format

from candidature.access.scope import DECIDE
from candidature.models import CallPage, Submission
from candidature.pages.participation import ParticipationPage
from candidature.pages.scoring import Criterion, criteria_of
from candidature.statuses import STILL_EXAMINED
from istruttoria.permissions import may_answer
from istruttoria.scores.models import Score
from portal.models import User

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Mean:
    """What colleagues gave for one criterion, on average."""

    criterion: Criterion
    scores: list[Score]

    @property
    def points(self) -> Decimal | None:
        return None if self.exact is None else _rounded(self.exact)

    @property
    def exact(self) -> Fraction | None:
        """Not rounded, so that means can be added up."""
        if not self.scores:
            return None
        return sum((_worth(one, self.criterion.most) for one in self.scores), Fraction()) / len(self.scores)


class Sheet:
    """All points of a submission, by the criteria that its call has now.

    Args:
        criteria: of the call, in its order.
        scores: whatever was given, of criteria that it has no more, too.
    """

    def __init__(self, criteria: list[Criterion], scores: Iterable[Score]) -> None:
        self.criteria = criteria
        present = {criterion.key for criterion in criteria}
        self.scores = list(scores)
        self.counted = [one for one in self.scores if one.key in present]
        self.former = [one for one in self.scores if one.key not in present]

    @cached_property
    def means(self) -> list[Mean]:
        """One for each criterion that the call has."""
        return [
            Mean(criterion, [one for one in self.counted if one.key == criterion.key])
            for criterion in self.criteria
        ]

    @property
    def total(self) -> Decimal | None:
        """The means of all criteria together; None while nobody gave points."""
        exact = [mean.exact for mean in self.means if mean.exact is not None]
        return _rounded(sum(exact, Fraction())) if exact else None

    @property
    def most(self) -> int:
        """How many points there are to be had."""
        return sum(criterion.most for criterion in self.criteria)

    @property
    def how_many(self) -> int:
        """How many colleagues gave points.

        Of accounts that are gone, two may have had one name, and one may have changed theirs; but each gave
        points once for a criterion.
        """
        present = {one.by_id for one in self.counted if one.by_id}
        gone = Counter(one.key for one in self.counted if not one.by_id)
        return len(present) + max(gone.values(), default=0)

    def own(self, user: User) -> dict[str, Score]:
        """The points that this account gave, by criterion."""
        return {one.key: one for one in self.counted if one.by_id == user.pk}


@dataclass(frozen=True)
class ScoredCall:
    """How a call has points given: its criteria, and whether colleagues judge each for themselves."""

    criteria: list[Criterion]
    are_independent: bool


def call_of(page: ParticipationPage) -> ScoredCall:
    """How points are given on a page: only calls have criteria."""
    if not isinstance(page, CallPage):
        return ScoredCall([], are_independent=False)
    return ScoredCall(criteria_of(page.scoring), page.scores_are_independent)


def calls_of(pages: Collection[int]) -> dict[int, ScoredCall]:
    """The same for those of several pages that have criteria, by number. One query."""
    streams = set(CallPage.get_streamfield_names()) - {"scoring"}
    found = {page.pk: call_of(page) for page in CallPage.objects.filter(pk__in=pages).defer(*streams)}
    return {pk: call for pk, call in found.items() if call.criteria}


def sheet_of(submission: Submission, page: ParticipationPage, scores: Iterable[Score] | None = None) -> Sheet:
    """The points of a submission, oldest first. One query.

    Args:
        scores: all that were given, oldest first, where they are known: then none.
    """
    if scores is None:
        scores = scores_of([submission.pk])[submission.pk]
    return Sheet(call_of(page).criteria, scores)


def scores_of(submissions: Collection[int]) -> dict[int, list[Score]]:
    """The points of several submissions by number, oldest first; none for any other. One query."""
    found: dict[int, list[Score]] = defaultdict(list)
    for one in Score.objects.filter(submission__in=submissions).order_by("pk"):
        found[one.submission_id].append(one)
    return found


def sees_others(user: User, call: ScoredCall, status: str, own: Collection[object]) -> bool:
    """Whether an account reads the points that colleagues gave to a submission that it may read.

    Args:
        status: of the submission.
        own: the points that it gave itself, for criteria that the call has. A criterion that came later
            wants its own first, like the others.
    """
    if len(own) >= len(call.criteria) or user.has_perm(DECIDE) or not call.are_independent:
        return True
    # Who only looks on will give none, and what is concluded gets no more.
    return not may_answer(user) or status not in STILL_EXAMINED


def in_words(points: Decimal | None) -> str:
    """An amount of points as people write it: no decimals where there are none."""
    if points is None:
        return "–"
    return str(number_format(Decimal(f"{points:.2f}".rstrip("0").rstrip("."))))


def _worth(score: Score, most: int) -> Fraction:
    return Fraction(score.points * most, score.most)


def _rounded(points: Fraction) -> Decimal:
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    return exact.quantize(_CENT, rounding=ROUND_HALF_UP)
