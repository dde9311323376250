"""Two who give the same submission at one moment, or one who takes what the portal takes from another."""

from typing import Any

import pytest
from django.utils import timezone

from candidature.actors import Actor
from candidature.intake import resending
from candidature.models import CallPage, LogEntry, PendingRevision, Submission
from candidature.process import assigning
from candidature.process.refusals import ConflictError
from candidature.process.workflow import transition
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.intake.intake import written
from tests.candidature.public.revising import ANSWERS, three_steps
from tests.istruttoria.people import committee_member, member_of
from tests.row_locks import after_waiting

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


def given(submission: Submission, to: User | None, former: User | None) -> Any:
    actor = Actor.staff(member_of(Role.OFFICERS))
    return lambda: assigning.assign(submission.pk, to, actor, former=former.pk if former else None)


def nothing() -> None:
    pass


def log(submission: Submission) -> list[str]:
    entries = LogEntry.objects.filter(submission=submission, action=assigning.ASSIGNED).order_by("pk")
    return [entry.details["name"] for entry in entries]


def holder(submission: Submission) -> User | None:
    return Submission.objects.get(pk=submission.pk).assigned_to


@pytest.mark.parametrize("had_one", [False, True])
def test_who_comes_second_is_told_who_has_it_now(page: CallPage, had_one: bool) -> None:
    one, first, second = submitted(page), committee_member(page), committee_member(page)
    former = committee_member(page) if had_one else None
    if former:
        given(one, former, None)()

    told = after_waiting(hold=given(one, first, former), meanwhile=nothing, act=given(one, second, former))

    assert isinstance(told, assigning.HeldByAnotherError)
    assert told.holder == first
    assert str(told) == str(first)
    assert holder(one) == first


def test_what_was_given_to_a_colleague_meanwhile_is_not_taken_from_them(page: CallPage) -> None:
    one, left, colleague = submitted(page), committee_member(page), committee_member(page)
    given(one, left, None)()

    released = after_waiting(
        hold=given(one, colleague, left), meanwhile=nothing, act=lambda: assigning.release(left, [one.pk])
    )

    assert released == 0
    assert holder(one) == colleague
    assert log(one) == [str(left), str(colleague)]


def test_what_the_portal_took_meanwhile_is_nobody_s_for_who_gives_it(page: CallPage) -> None:
    one, left, colleague = submitted(page), committee_member(page), committee_member(page)
    given(one, left, None)()

    told = after_waiting(
        hold=lambda: assigning.release(left, [one.pk]), meanwhile=nothing, act=given(one, colleague, left)
    )

    assert isinstance(told, assigning.HeldByAnotherError)
    assert told.holder is None
    assert holder(one) is None
    assert log(one) == [str(left), ""]


# Decided while its applicant corrects it


@pytest.mark.parametrize("decided_first", [True, False])
def test_a_decision_and_a_correction_of_one_moment_are_never_both_made(decided_first: bool) -> None:
    page = CallPageFactory.create(steps=three_steps())
    one = submitted(page, answers=dict(ANSWERS))
    officer = Actor.staff(member_of(Role.OFFICERS))
    correction = PendingRevision.Purpose.CORRECTION
    written(one, {"why": "Dopo"}, purpose=correction)

    def decide() -> Any:
        return transition(one.pk, "accept", officer, expected_version=one.version)

    def correct() -> Any:
        return resending.send(one, correction, version=one.version, received_at=timezone.now())

    first, second = (decide, correct) if decided_first else (correct, decide)
    told = after_waiting(hold=first, meanwhile=nothing, act=second)

    assert isinstance(told, ConflictError)
    now = Submission.objects.get(pk=one.pk)
    assert (now.status == "accepted", now.answers["why"]) == (
        (True, ANSWERS["why"]) if decided_first else (False, "Dopo")
    )
