"""Criteria of a call, and points given by its colleagues, for the tests of both."""

import json

from candidature.models import CallPage, Submission
from candidature.pages.scoring import criteria_of
from istruttoria.models import Score
from istruttoria.scores.giving import Points, Seen, give, mark_of_criteria, mark_of_own
from istruttoria.scores.reading import sheet_of
from portal.models import User

ROOTS, NETWORK = "criterion-roots", "criterion-network"


def criteria(*listed: tuple[str, str, int]) -> str:
    """Criteria as a StreamField stores them: the key, the words and the maximum of each."""
    return json.dumps(
        [
            {"type": "criterion", "id": key, "value": {"text": text, "help": "", "most": most}}
            for key, text, most in listed
        ]
    )


LISTED = criteria((ROOTS, "Radicamento", 5), (NETWORK, "Lavoro in rete", 20))


def scored(submission: Submission, user: User, *points: int, reason: str = "") -> None:
    """Points for the criteria that the call has now, in their order."""
    submission = Submission.objects.get(pk=submission.pk)
    page = CallPage.objects.get(pk=submission.page_id)
    present = criteria_of(page.scoring)
    own = sheet_of(submission, page).own(user)
    given = [Points(one.key, number, reason) for one, number in zip(present, points, strict=True)]
    seen = Seen(mark_of_criteria(present), mark_of_own(own.values()))
    give(submission, given, user, seen=seen)


def kept() -> dict[str, tuple[int, int]]:
    """By criterion: points, and of how many."""
    return {one.key: (one.points, one.most) for one in Score.objects.all()}
