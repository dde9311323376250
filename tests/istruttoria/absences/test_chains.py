"""Who is away hands work on to who stands in, and they to the next; without anybody it is nobody's."""

from itertools import product

import pytest

from candidature.access.scope import reach_now
from candidature.models import CallPage, Submission
from istruttoria.absences import cover
from istruttoria.absences.models import Absence
from istruttoria.absences.words import named
from istruttoria.assigning.releasing import release_what_is_out_of_reach
from istruttoria.queue.needs import Need, needed, waiting_for
from portal.models import User
from tests.candidature.factories import submitted
from tests.istruttoria.absences.days import day
from tests.istruttoria.people import committee_member

pytestmark = pytest.mark.django_db


def away(user: User, stand_in: User | None, until: int = 5) -> Absence:
    return Absence.objects.create(account=user, first_day=day(0), last_day=day(until), stand_in=stand_in)


def new(page: CallPage, holder: User) -> Submission:
    submission = submitted(page)
    Submission.objects.filter(pk=submission.pk).update(assigned_to=holder)
    return submission


def waits(user: User) -> bool:
    """Whether the one submission is in the list of the account, and counted."""
    listed = waiting_for(Submission.objects.visible_to(user), Need.ANY, user).exists()
    counted = {one.need: one.how_many for one in needed(reach_now(user), user)}
    assert counted[Need.ANY] == counted[Need.NEW] == int(listed)
    return listed


def test_it_goes_on_to_who_stands_in_for_the_stand_in_and_to_nobody_else(page: CallPage) -> None:
    holder, second, third, other = (committee_member(page) for _one in range(4))
    new(page, holder)
    away(holder, second)
    assert [waits(user) for user in (second, third, other)] == [True, False, False]

    away(second, third, until=2)

    assert (waits(third), waits(other)) == (True, False)
    assert named(holder, standing_in=cover.stand_ins(day(0))[holder.pk]).endswith(f"al suo posto {third}")
    covered = {one.account: one.last_day for one in cover.stood_in_for(third)}
    assert covered == {holder: day(2), second: day(2)}


def test_without_a_stand_in_it_is_nobodys_while_the_holder_is_away(page: CallPage) -> None:
    holder, colleague = committee_member(page), committee_member(page)
    new(page, holder)
    assert not waits(colleague)

    absence = away(holder, None)

    assert waits(colleague)
    absence.delete()
    assert not waits(colleague)


def test_who_stand_in_for_each_other_lead_to_nobody(page: CallPage) -> None:
    first, second, colleague = (committee_member(page) for _one in range(3))
    new(page, first)
    away(first, second)
    away(second, first)

    assert waits(colleague)


@pytest.mark.parametrize("how", ["switched off", "without a role"])
def test_who_may_not_review_any_more_stands_in_for_nobody(page: CallPage, how: str) -> None:
    holder, stand_in, colleague = (committee_member(page) for _one in range(3))
    new(page, holder)
    absence = away(holder, stand_in)
    if how == "switched off":
        User.objects.filter(pk=stand_in.pk).update(is_active=False)
    else:
        stand_in.groups.clear()

    release_what_is_out_of_reach()

    absence.refresh_from_db()
    assert absence.stand_in is None
    assert waits(colleague)


def test_the_query_and_the_names_say_the_same_of_any_chain(page: CallPage) -> None:
    """Of four, each here, away alone, or away with one of the others in their place."""
    people = [committee_member(page) for _one in range(4)]
    wrong = []
    possible = [
        ways
        for ways in product(range(-1, 5), repeat=4)
        if all(way != place for place, way in enumerate(ways)) and sum(way >= 0 for way in ways) > 1
    ]
    # All of them take long, and each of these is another.
    for ways in possible[::7]:
        Absence.objects.all().delete()
        Absence.objects.bulk_create(
            Absence(
                account=people[place],
                first_day=day(0),
                last_day=day(1),
                stand_in=None if way == 4 else people[way],
            )
            for place, way in enumerate(ways)
            if way >= 0
        )
        told = cover.stand_ins(day(0))
        for user in (one for one in people if one.pk not in told):
            expected = {account for account, found in told.items() if not found or user in found}
            asked = set(User.objects.filter(pk__in=cover.work_of(user, day(0))).values_list("pk", flat=True))
            if asked != expected:
                wrong.append((ways, user))

    assert wrong == []
