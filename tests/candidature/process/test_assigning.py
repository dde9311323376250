"""Who works on what: only those who may, logged, and nothing of a colleague's taken away unseen."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from candidature.access.readers import colleagues_of
from candidature.actors import APPLICANT, Actor
from candidature.models import CallPage, LogEntry, Submission
from candidature.process import assigning
from candidature.process.refusals import NotAllowedError
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, CommitteeFactory, UserFactory, submitted
from tests.istruttoria.people import administrator, committee_member, member_of
from tests.row_locks import locks_asked
from tests.territori.factories import ZoneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


def holder(submission: Submission) -> Any:
    return Submission.objects.get(pk=submission.pk).assigned_to


def test_what_is_given_is_kept_and_logged_by_name_and_raises_no_version(page: CallPage) -> None:
    submission, giver, taker = submitted(page), committee_member(page), committee_member(page)

    assigning.assign(submission.pk, taker, Actor.staff(giver), former=None)

    assert holder(submission) == taker
    assert Submission.objects.get(pk=submission.pk).version == submission.version
    entry = LogEntry.objects.get(action=assigning.ASSIGNED)
    assert (entry.submission, entry.actor) == (submission, giver)
    assert entry.details == {"account": str(taker.pk), "name": str(taker)}
    assert (entry.from_status, entry.to_status) == ("", "")


def test_it_is_taken_away_again(page: CallPage) -> None:
    submission, user = submitted(page), committee_member(page)
    assigning.assign(submission.pk, user, Actor.staff(user), former=None)

    assigning.assign(submission.pk, None, Actor.staff(user), former=user.pk)

    assert holder(submission) is None
    assert LogEntry.objects.filter(action=assigning.ASSIGNED).last().details["name"] == ""  # type: ignore[union-attr]


def test_what_a_colleague_took_meanwhile_stays_theirs(page: CallPage) -> None:
    submission, first, second = submitted(page), committee_member(page), committee_member(page)
    assigning.assign(submission.pk, first, Actor.staff(first), former=None)

    with pytest.raises(assigning.HeldByAnotherError) as refused:
        assigning.assign(submission.pk, second, Actor.staff(second), former=None)

    assert refused.value.holder == first
    assert holder(submission) == first


def test_a_second_press_is_done_and_logged_once(page: CallPage) -> None:
    submission, user = submitted(page), committee_member(page)

    for _press in range(2):
        assigning.assign(submission.pk, user, Actor.staff(user), former=None)

    assert LogEntry.objects.filter(action=assigning.ASSIGNED).count() == 1


@pytest.mark.parametrize("who", ["of another committee", "an editor", "switched off", "nobody's"])
def test_it_is_given_only_to_who_may_work_on_it(page: CallPage, who: str) -> None:
    submission, giver = submitted(page), committee_member(page)
    whoever: dict[str, Callable[[], User]] = {
        "of another committee": lambda: committee_member(CallPageFactory.create()),
        "an editor": lambda: member_of(Role.EDITORS),
        "switched off": lambda: committee_member(page),
        "nobody's": committee_member,
    }
    to = whoever[who]()
    if who == "switched off":
        to.is_active = False

    with pytest.raises(assigning.OutOfReachError):
        assigning.assign(submission.pk, to, Actor.staff(giver), former=None)

    assert holder(submission) is None
    assert not LogEntry.objects.filter(action=assigning.ASSIGNED).exists()


def test_nobody_gives_what_they_do_not_see_and_only_staff_gives(page: CallPage) -> None:
    submission, taker = submitted(page), committee_member(page)
    for actor in (
        Actor.staff(committee_member(CallPageFactory.create())),
        Actor.staff(member_of(Role.EDITORS)),
        APPLICANT,
    ):
        with pytest.raises(NotAllowedError):
            assigning.assign(submission.pk, taker, actor, former=None)


def test_for_many_each_has_its_own_answer_and_a_constant_number_of_queries(page: CallPage) -> None:
    officer, first, second = member_of(Role.OFFICERS), committee_member(page), committee_member(page)
    foreign = submitted(CallPageFactory.create())
    taken = submitted(page)
    assigning.assign(taken.pk, second, Actor.staff(second), former=None)

    def given(rows: list[Submission]) -> tuple[int, list[Any]]:
        wanted = {row.pk: (first, second)[number % 2] for number, row in enumerate(rows)}
        wanted |= {foreign.pk: first, taken.pk: first, 0: first}
        with CaptureQueriesContext(connection) as captured:
            outcomes = assigning.assign_many(wanted, Actor.staff(officer), former={})
        return len(captured), [type(outcome.refusal) for outcome in outcomes[-3:]]

    few, refused = given([submitted(page), submitted(page)])
    many, _same = given([submitted(page) for _turn in range(12)])

    assert refused == [assigning.OutOfReachError, assigning.HeldByAnotherError, NotAllowedError]
    assert Submission.objects.filter(assigned_to=first).count() == 7
    # Permissions of an account are looked up once, so that the second time costs less.
    assert many <= few <= 16


def test_the_rows_are_locked(page: CallPage) -> None:
    submission, user = submitted(page), committee_member(page)

    with locks_asked() as asked:
        assigning.assign(submission.pk, user, Actor.staff(user), former=None)

    assert asked == [Submission._meta.db_table]


def test_who_leaves_the_office_leaves_the_work_to_be_given_anew_and_the_log_as_it_was(
    page: CallPage,
) -> None:
    submission, user = submitted(page), committee_member(page)
    assigning.assign(submission.pk, user, Actor.staff(user), former=None)
    name = str(user)

    user.delete()

    assert holder(submission) is None
    assert LogEntry.objects.get(action=assigning.ASSIGNED).details["name"] == name


def test_colleagues_are_those_who_may_work_on_it(page: CallPage) -> None:
    zone = ZoneFactory.create()
    submission = submitted(page)
    Submission.objects.filter(pk=submission.pk).update(zone=zone)
    of_the_zone = committee_member()
    committee = CommitteeFactory.create()
    committee.zones.add(zone)
    seated_editor = member_of(Role.EDITORS)
    committee.members.add(of_the_zone, seated_editor)
    of_the_page, officer = committee_member(page), member_of(Role.OFFICERS)
    committee_member(CallPageFactory.create())
    administrator()
    UserFactory.create()

    found = set(colleagues_of(Submission.objects.get(pk=submission.pk)))

    assert found == {of_the_zone, of_the_page, officer}


def test_a_day_is_given_kept_changed_logged_and_taken_away_with_it(page: CallPage) -> None:
    submission, first, second = submitted(page), committee_member(page), committee_member(page)
    actor, today = Actor.staff(first), timezone.localdate()

    def day() -> Any:
        return Submission.objects.get(pk=submission.pk).work_by

    assigning.assign(submission.pk, first, actor, former=None, days={submission.pk: today})
    assert day() == today
    assert LogEntry.objects.get(action=assigning.ASSIGNED).details["work_by"] == today.isoformat()
    # Whoever has it already, and is given it once more, keeps the day.
    assigning.assign(submission.pk, first, actor, former=first.pk)
    assert day() == today
    tomorrow = today + timedelta(days=1)
    assigning.assign(submission.pk, first, actor, former=first.pk, days={submission.pk: tomorrow})
    assert day() == tomorrow
    assigning.assign(submission.pk, first, actor, former=first.pk, days={submission.pk: None})
    assert day() is None
    assigning.assign(submission.pk, first, actor, former=first.pk, days={submission.pk: today})
    # It was said to the former one.
    assigning.assign(submission.pk, second, actor, former=first.pk)
    assert (holder(submission), day()) == (second, None)
    assigning.assign(submission.pk, first, actor, former=second.pk, days={submission.pk: today})
    assigning.assign(submission.pk, None, actor, former=first.pk, days={submission.pk: today})
    assert (holder(submission), day()) == (None, None)


def test_a_day_of_what_a_colleague_took_meanwhile_stays(page: CallPage) -> None:
    submission, first, second = submitted(page), committee_member(page), committee_member(page)
    today = timezone.localdate()
    assigning.assign(submission.pk, first, Actor.staff(first), former=None, days={submission.pk: today})

    with pytest.raises(assigning.HeldByAnotherError):
        assigning.assign(submission.pk, first, Actor.staff(second), former=None, days={submission.pk: None})

    assert Submission.objects.get(pk=submission.pk).work_by == today
