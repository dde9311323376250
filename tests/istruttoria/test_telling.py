"""The staff are told by mail of messages that nobody read: those whose they are, and not too often."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from candidature.actors import Actor
from candidature.messages import reading
from candidature.models import CallPage, Submission
from istruttoria.absences.models import Absence
from istruttoria.messages.telling import tell_staff
from portal.models import OutboxMessage, User
from portal.outbox import sending as outbox
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, CommitteeFactory, submitted
from tests.candidature.messages.conversations import from_applicant
from tests.istruttoria.people import administrator, committee_member, member_of
from tests.territori.factories import ZoneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(title="Partner per l’ascolto")
    return made


@pytest.fixture
def submission(page: CallPage) -> Submission:
    sent = submitted(page, first_name="Zanzibarrina")
    OutboxMessage.objects.all().delete()
    return sent


@pytest.fixture
def reviewer(page: CallPage) -> User:
    return committee_member(page)


def told(after: timedelta = timedelta()) -> list[str]:
    """Who is written to at a run so long from now."""
    mail.outbox.clear()
    tell_staff(timezone.now() + after)
    outbox.deliver_due()
    return sorted(letter.to[0] for letter in mail.outbox)


def away(user: User, stand_in: User | None = None) -> None:
    today = timezone.localdate()
    Absence.objects.create(account=user, first_day=today, last_day=today, stand_in=stand_in)


def test_the_committee_is_told_and_the_letter_says_neither_who_nor_what(
    submission: Submission, reviewer: User
) -> None:
    member_of(Role.OFFICERS)
    committee_member(CallPageFactory.create())
    from_applicant(submission, "Sono celiaca.")
    from_applicant(submission, "Anzi, no.")

    assert told() == [reviewer.email]
    [letter] = mail.outbox
    assert "Partner per l’ascolto: 2 messaggi" in letter.body
    assert "/admin/candidature/?messages=unread" in letter.body
    for secret in ("celiaca", "Zanzibarrina", submission.reference, submission.email):
        assert secret not in f"{letter.subject} {letter.body}"


def test_a_committee_of_a_zone_is_told_of_what_concerns_it(page: CallPage, submission: Submission) -> None:
    reviewer, zone = member_of(Role.REVIEWERS), ZoneFactory.create()
    committee = CommitteeFactory.create()
    committee.members.add(reviewer)
    committee.zones.add(zone)
    Submission.objects.filter(pk=submission.pk).update(zone=zone)
    from_applicant(submission)

    assert told() == [reviewer.email]


def test_where_no_committee_is_in_charge_the_officers_are_told(submission: Submission) -> None:
    officer = member_of(Role.OFFICERS)
    member_of(Role.REVIEWERS)
    administrator()
    from_applicant(submission)

    assert told() == [officer.email]


def test_nobody_is_told_twice_in_an_hour_nor_again_of_the_same(
    submission: Submission, reviewer: User
) -> None:
    from_applicant(submission)
    assert told() == [reviewer.email]
    assert told(timedelta(hours=2)) == []
    from_applicant(submission, "Ancora.")
    assert told(timedelta(minutes=59)) == []
    assert told(timedelta(minutes=61)) == [reviewer.email]


def test_what_was_read_meanwhile_is_told_to_nobody(submission: Submission, reviewer: User) -> None:
    from_applicant(submission)
    actor = Actor.staff(reviewer)
    reading.mark_read(submission, reading.conversation(submission, actor).messages, actor)

    assert told() == []


def test_letters_do_not_pile_up_while_the_mail_server_is_away(submission: Submission, reviewer: User) -> None:
    for hours in range(5):
        from_applicant(submission, f"Numero {hours}")
        tell_staff(timezone.now() + timedelta(hours=hours))

    assert OutboxMessage.objects.filter(recipient=reviewer.email).count() == 1


@pytest.mark.parametrize("gone", ["left the group", "was shut"])
def test_who_may_not_answer_any_more_is_not_told(submission: Submission, reviewer: User, gone: str) -> None:
    from_applicant(submission)
    if gone == "was shut":
        User.objects.filter(pk=reviewer.pk).update(is_active=False)
    else:
        reviewer.groups.clear()

    assert told() == []


@pytest.mark.parametrize(
    "place", ["of the committee", "sees everything", "sits elsewhere", "away too", "nobody"]
)
def test_who_stands_in_is_told_in_the_place_of_who_is_away_if_they_see_it(
    page: CallPage, submission: Submission, reviewer: User, place: str
) -> None:
    colleague = committee_member(page)
    stand_in = {
        "of the committee": colleague,
        "sees everything": member_of(Role.OFFICERS),
        "away too": member_of(Role.OFFICERS),
        "sits elsewhere": committee_member(CallPageFactory.create()),
    }.get(place)
    away(reviewer, stand_in)
    if stand_in and place == "away too":
        away(stand_in)
    from_applicant(submission)

    is_told = {colleague.email, *([stand_in.email] if stand_in and place == "sees everything" else [])}
    assert told() == sorted(is_told)


def test_where_all_in_charge_are_away_the_officers_who_are_there_are_told(
    submission: Submission, reviewer: User
) -> None:
    officer = member_of(Role.OFFICERS)
    away(member_of(Role.OFFICERS))
    away(reviewer)
    from_applicant(submission)

    assert told() == [officer.email]


def test_who_was_or_will_be_away_is_told(submission: Submission, reviewer: User) -> None:
    officer, today = member_of(Role.OFFICERS), timezone.localdate()
    for day in (today - timedelta(days=1), today + timedelta(days=1)):
        Absence.objects.create(account=reviewer, first_day=day, last_day=day, stand_in=officer)
    from_applicant(submission)

    assert told() == [reviewer.email]


def test_the_queries_do_not_grow_with_what_is_unread(
    page: CallPage, reviewer: User, django_assert_max_num_queries: Any
) -> None:
    for _each in range(5):
        committee_member(page)
        from_applicant(submitted(page))
    with django_assert_max_num_queries(9):
        assert tell_staff() == 6
