"""What one has not opened since it last changed stands out in the list, and says so in words."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidature.actors import Actor
from candidature.models import CallPage, LogEntry, Submission
from candidature.process import assigning, workflow
from istruttoria.opening import noting
from istruttoria.opening.models import KEPT_FOR, Opening
from istruttoria.scores.giving import GIVEN
from portal import rows
from portal.models import User
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.messages.conversations import from_applicant
from tests.istruttoria.people import committee_member
from tests.istruttoria.scores.points import LISTED, scored

pytestmark = pytest.mark.django_db

NEVER, CHANGED = "Mai aperta", "Cambiata da quando l’hai aperta"


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def reviewer(client: Client, page: CallPage) -> User:
    user = committee_member(page)
    client.force_login(user)
    return user


@pytest.fixture
def submission(page: CallPage) -> Submission:
    return submitted(page, first_name="Ada", last_name="Neri")


def listed(client: Client) -> str:
    return client.get(reverse("candidature_review:index"), {"stage": "all"}).content.decode()


def open_it(client: Client, submission: Submission) -> None:
    assert client.get(reverse("candidature_review:detail", args=[submission.pk])).status_code == 200


def take_up(submission: Submission, user: User) -> None:
    workflow.transition(submission.pk, "take", Actor.staff(user), expected_version=submission.version)


def test_what_was_never_opened_is_bold_and_says_so_until_it_is_opened(
    client: Client, reviewer: User, submission: Submission
) -> None:
    shown = listed(client)
    assert NEVER in shown
    assert '<b class="review-new">Ada Neri</b>' in shown

    open_it(client, submission)

    shown = listed(client)
    assert NEVER not in shown
    assert CHANGED not in shown
    assert "review-new" not in shown


def test_it_stands_out_again_when_somebody_else_changes_it(
    client: Client, reviewer: User, page: CallPage, submission: Submission
) -> None:
    open_it(client, submission)
    from_applicant(submission)
    assert CHANGED in listed(client)

    open_it(client, submission)
    assert CHANGED not in listed(client)

    take_up(submission, committee_member(page))
    assert CHANGED in listed(client)


def test_what_one_changed_oneself_is_not_news(client: Client, reviewer: User, submission: Submission) -> None:
    open_it(client, submission)
    take_up(submission, reviewer)

    assert CHANGED not in listed(client)


def test_that_a_colleague_looked_or_was_given_it_is_not_news(
    client: Client, reviewer: User, page: CallPage, submission: Submission
) -> None:
    open_it(client, submission)
    colleague = committee_member(page)
    elsewhere = Client()
    elsewhere.force_login(colleague)
    open_it(elsewhere, submission)
    assigning.assign(submission.pk, colleague, Actor.staff(colleague), former=None)

    assert CHANGED not in listed(client)


def test_the_points_of_a_colleague_are_not_news(client: Client) -> None:
    page = CallPageFactory.create(scoring=LISTED)
    submission, reader = submitted(page), committee_member(page)
    client.force_login(reader)
    open_it(client, submission)
    scored(submission, committee_member(page), 3, 12)

    assert submission.log.filter(action=GIVEN).exists()
    assert CHANGED not in listed(client)


def test_each_account_has_marks_of_its_own(
    client: Client, reviewer: User, page: CallPage, submission: Submission
) -> None:
    open_it(client, submission)
    client.force_login(committee_member(page))

    assert NEVER in listed(client)


def test_what_came_while_the_page_was_drawn_stays_unread(
    client: Client, reviewer: User, submission: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = noting.note_after

    def meanwhile(*args: Any, **kwargs: Any) -> None:
        from_applicant(submission)
        noted(*args, **kwargs)

    monkeypatch.setattr(noting, "note_after", meanwhile)
    open_it(client, submission)

    assert CHANGED in listed(client)


def test_a_page_that_shows_a_part_marks_nothing_as_read(
    client: Client, reviewer: User, submission: Submission
) -> None:
    decision = reverse("candidature_review:decide", args=[submission.pk, "take"])
    assert client.get(decision).status_code == 200

    assert NEVER in listed(client)


def test_a_database_that_takes_no_note_shows_the_page_all_the_same(
    client: Client, reviewer: User, submission: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_args: Any, **_kwargs: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(Opening.objects, "bulk_create", locked)

    open_it(client, submission)
    assert not Opening.objects.exists()


def test_messages_that_could_not_be_noted_as_read_are_shown_and_stay_unread(
    client: Client, reviewer: User, submission: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_it(client, submission)
    from_applicant(submission)

    def locked(*_args: Any, **_kwargs: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(rows, "insert", locked)

    open_it(client, submission)
    assert Submission.objects.get(pk=submission.pk).unread_since is not None


def test_openings_are_forgotten_and_what_is_that_old_is_no_news(
    client: Client, reviewer: User, submission: Submission
) -> None:
    open_it(client, submission)
    Opening.objects.update(open_until=timezone.now() - KEPT_FOR + timedelta(days=1))
    assert noting.prune() == 0
    Opening.objects.update(open_until=timezone.now() - KEPT_FOR - timedelta(seconds=1))
    assert noting.prune() == 1
    assert NEVER in listed(client)


@pytest.mark.parametrize("gone", ["submission", "account"])
def test_an_opening_goes_with_its_submission_and_its_account(
    client: Client, reviewer: User, submission: Submission, gone: str
) -> None:
    open_it(client, submission)
    assert Opening.objects.count() == 1
    (reviewer if gone == "account" else submission).delete()

    assert not Opening.objects.exists()
    assert LogEntry.objects.exists()
