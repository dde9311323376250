"""Who sees which submission: one scope, whatever asks."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from candidature.access import scope as access
from candidature.models import Submission
from portal.models import User
from tests.candidature.factories import (
    CallPageFactory,
    CommitteeFactory,
    UserFactory,
    overseer,
    reviewer,
    staff,
    submitted,
)
from tests.territori.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


def seen_by(user: User) -> Any:
    return set(Submission.objects.visible_to(user))


def test_a_reviewer_sees_what_came_for_the_pages_of_the_committee_and_nothing_else() -> None:
    page, other = CallPageFactory.create(), CallPageFactory.create()
    mine, _other = submitted(page), submitted(other)

    assert seen_by(reviewer(page)) == {mine}


def test_a_reviewer_sees_what_concerns_the_zones_of_the_committee() -> None:
    municipality = MunicipalityFactory.create()
    submission = submitted(CallPageFactory.create(), municipality_id=municipality.pk)
    submitted(CallPageFactory.create(), municipality_id=MunicipalityFactory.create().pk)
    user = reviewer()
    committee = CommitteeFactory.create()
    committee.members.add(user)
    assert municipality.zone is not None
    committee.zones.add(municipality.zone)

    assert seen_by(user) == {submission}


def test_two_committees_do_not_show_a_submission_twice() -> None:
    page = CallPageFactory.create()
    submission = submitted(page)
    user = reviewer(page)
    second = CommitteeFactory.create()
    second.members.add(user)
    second.pages.add(page.pk)

    assert list(Submission.objects.visible_to(user)) == [submission]


def test_a_member_without_the_permission_to_review_sees_nothing() -> None:
    page = CallPageFactory.create()
    submitted(page)
    user = UserFactory.create()
    committee = CommitteeFactory.create()
    committee.members.add(user)
    committee.pages.add(page.pk)

    assert seen_by(user) == set()


def test_who_oversees_sees_all() -> None:
    submissions = {submitted(CallPageFactory.create()), submitted(CallPageFactory.create())}

    assert seen_by(overseer()) == submissions


@pytest.mark.parametrize(
    "make_user", [AnonymousUser, UserFactory, lambda: staff("wagtailadmin.access_admin")]
)
def test_nobody_else_sees_any(make_user: Any) -> None:
    submitted(CallPageFactory.create())

    assert seen_by(make_user()) == set()


def test_an_account_that_was_switched_off_sees_nothing() -> None:
    submitted(CallPageFactory.create())
    user = overseer()
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert seen_by(User.objects.get(pk=user.pk)) == set()


def test_leaving_the_committee_ends_the_sight() -> None:
    page = CallPageFactory.create()
    submitted(page)
    user = reviewer(page)
    user.committees.clear()

    assert seen_by(user) == set()
    assert user.has_perm(access.REVIEW)


@pytest.mark.parametrize(
    ("of_a_page", "of_a_zone"), [(False, False), (True, False), (False, True), (True, True)]
)
def test_looked_up_at_once_or_row_by_row_the_reach_is_the_same(of_a_page: bool, of_a_zone: bool) -> None:
    """What came for the page, what concerns the zone, what is both, and what is neither."""
    page, municipality = CallPageFactory.create(), MunicipalityFactory.create()
    assert municipality.zone is not None
    for_the_page = submitted(page)
    in_the_zone = submitted(CallPageFactory.create(), municipality_id=municipality.pk)
    both = submitted(page, municipality_id=municipality.pk)
    submitted(CallPageFactory.create(), municipality_id=MunicipalityFactory.create().pk)
    user = reviewer(page if of_a_page else None)
    if of_a_zone:
        committee = CommitteeFactory.create()
        committee.members.add(user)
        committee.zones.add(municipality.zone)
    expected = ({for_the_page, both} if of_a_page else set()) | ({in_the_zone, both} if of_a_zone else set())

    reach = access.reach_now(user)

    assert set(reach.narrow(Submission.objects.all())) == expected == seen_by(user)
    assert reach.pages == ((page.pk,) if of_a_page else ())
    assert reach.zones == ((municipality.zone.pk,) if of_a_zone else ())
    assert not reach.everything


def test_who_oversees_reaches_everything_without_any_committee() -> None:
    submission = submitted(CallPageFactory.create())

    reach = access.reach_now(overseer())

    assert reach == access.Reach(everything=True)
    assert list(reach.narrow(Submission.objects.all())) == [submission]
