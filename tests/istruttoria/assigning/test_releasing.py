"""What a colleague holds and cannot work on any more becomes nobody's, and the log of each says why."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from candidature.access.scope import reach_now
from candidature.actors import Actor
from candidature.models import CallPage, LogEntry, Submission
from candidature.process import assigning
from candidature.statuses import Status
from istruttoria.queue.needs import Need, needed
from istruttoria.trail import in_words
from portal.models import User
from portal.roles import Role
from portal.worker import clock
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import administrator, committee_member, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


def look() -> None:
    [job] = [job for job in clock.registered() if job.name == "work of who cannot do it any more"]
    job.run()


def held(page: CallPage, holder: User, **columns: object) -> Submission:
    submission = submitted(page)
    days = {submission.pk: timezone.localdate()}
    assigning.assign(submission.pk, holder, Actor.staff(holder), former=None, days=days)
    Submission.objects.filter(pk=submission.pk).update(**columns)
    return submission


def switched_off(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def unseated(user: User) -> None:
    user.committees.get().members.remove(user)


def without_pages(user: User) -> None:
    user.committees.get().pages.clear()


def without_role(user: User) -> None:
    user.groups.clear()


def who_only_looks_on(user: User) -> None:
    user.groups.set([Group.objects.get(name=Role.EDITORS)])


WAYS = [switched_off, unseated, without_pages, without_role, who_only_looks_on]


@pytest.mark.parametrize("lose", WAYS, ids=lambda way: way.__name__)
def test_it_is_nobodys_and_the_log_says_why(page: CallPage, lose: Callable[[User], None]) -> None:
    holder, colleague = committee_member(page), committee_member(page)
    submission, kept = held(page, holder), held(page, colleague)
    lose(holder)

    look()
    look()

    submission.refresh_from_db()
    assert (submission.assigned_to, submission.work_by) == (None, None)
    kept.refresh_from_db()
    assert (kept.assigned_to, kept.work_by) == (colleague, timezone.localdate())
    entry = LogEntry.objects.filter(submission=submission).last()
    assert entry is not None
    assert (entry.action, entry.actor, entry.actor_label) == (assigning.ASSIGNED, None, "Sistema")
    entries = list(LogEntry.objects.filter(submission=submission).select_related("reason"))
    said = [line.what for line in in_words(entries)]
    assert said.count(f"Assegnazione tolta dal portale: {holder} non può più lavorarci") == 1
    counted = {one.need: one.how_many for one in needed(reach_now(colleague), colleague)}
    assert counted[Need.NEW] == 2


def test_who_may_still_work_on_it_keeps_it(page: CallPage) -> None:
    holders = [committee_member(page), member_of(Role.OFFICERS), administrator()]
    for holder in holders:
        held(page, holder)

    look()

    assert not Submission.objects.filter(assigned_to=None).exists()


def test_what_is_over_keeps_its_name_unless_somebody_writes(page: CallPage) -> None:
    holder = committee_member(page)
    over = held(page, holder, status=Status.REJECTED)
    unread = held(page, holder, status=Status.REJECTED, unread_since=timezone.now())
    switched_off(holder)

    look()

    assert set(Submission.objects.filter(assigned_to=holder)) == {over}
    assert set(Submission.objects.filter(assigned_to=None)) == {unread}


def test_many_of_an_account_are_looked_up_and_taken_together(page: CallPage) -> None:
    holder = committee_member(page)
    for _one in range(12):
        held(page, holder)
    switched_off(holder)

    with CaptureQueriesContext(connection) as asked:
        look()

    assert not Submission.objects.exclude(assigned_to=None).exists()
    assert len(asked) <= 12
