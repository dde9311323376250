"""Points that are given at the same moment."""

from candidature.models import CallPage, Submission
from candidature.pages.scoring import criteria_of
from istruttoria.models import Score
from istruttoria.scores.giving import Points, ScoresChangedError, Seen, give, mark_of_criteria, mark_of_own
from portal.models import User
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.messages.test_at_once import at_once
from tests.istruttoria.people import committee_member
from tests.istruttoria.scores.points import LISTED, NETWORK, ROOTS


def given(submission: Submission, page: CallPage, user: User, roots: int) -> bool | None:
    """Whether points were kept by somebody whose page showed none; None where they were told of others."""
    seen = Seen(mark_of_criteria(criteria_of(page.scoring)), mark_of_own([]))
    try:
        return give(submission, [Points(ROOTS, roots, ""), Points(NETWORK, 1, "")], user, seen=seen)
    except ScoresChangedError:
        return None


def test_a_form_pressed_twice_at_once_is_kept_once(committed_db: None) -> None:
    page = CallPageFactory.create(scoring=LISTED)
    submission, user = submitted(page), committee_member(page)

    made = at_once(*[lambda: given(submission, page, user, 4)] * 3)

    assert sorted(made) == [False, False, True]
    assert Score.objects.count() == 2
    assert submission.log.filter(action="scores_given").count() == 1


def test_two_windows_at_once_keep_the_points_of_one_and_tell_the_other(committed_db: None) -> None:
    page = CallPageFactory.create(scoring=LISTED)
    submission, user = submitted(page), committee_member(page)

    made = at_once(
        lambda: given(submission, page, user, 4),
        lambda: given(submission, page, user, 5),
    )

    assert sorted(made, key=str) == [None, True]
    assert Score.objects.count() == 2


def test_colleagues_at_once_lose_nothing(committed_db: None) -> None:
    page = CallPageFactory.create(scoring=LISTED)
    submission, first, second = submitted(page), committee_member(page), committee_member(page)

    made = at_once(
        lambda: given(submission, page, first, 4),
        lambda: given(submission, page, second, 5),
    )

    assert made == [True, True]
    assert set(Score.objects.filter(key=ROOTS).values_list("by", "points")) == {(first.pk, 4), (second.pk, 5)}
