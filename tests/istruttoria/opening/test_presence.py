"""Which colleagues have the same submission open: who may read it is told, for as long as it is so."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidature.models import CallPage, LogEntry, Submission
from istruttoria.opening.models import Opening
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def submission(page: CallPage) -> Submission:
    return submitted(page)


def named(user: User, first_name: str) -> User:
    user.first_name, user.last_name = first_name, "Rossi"
    user.save()
    return user


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ada(page: CallPage) -> Client:
    return entered(named(committee_member(page), "Ada"))


@pytest.fixture
def ugo(page: CallPage) -> Client:
    return entered(named(committee_member(page), "Ugo"))


def detail(submission: Submission) -> str:
    return reverse("candidature_review:detail", args=[submission.pk])


def presence(submission: Submission) -> str:
    return reverse("candidature_review:presence", args=[submission.pk])


def seen_by(client: Client, submission: Submission, action: str = "") -> str:
    decide = reverse("candidature_review:decide", args=[submission.pk, action]) if action else ""
    return client.get(decide or detail(submission)).content.decode()


def test_the_detail_and_the_decision_say_who_else_has_it_open(
    ada: Client, ugo: Client, submission: Submission
) -> None:
    assert "la sta guardando" not in seen_by(ada, submission)

    assert "Ada Rossi la sta guardando." in seen_by(ugo, submission)
    assert "Ugo Rossi la sta guardando." in seen_by(ada, submission, "take")


def test_several_are_named_in_one_sentence(
    ada: Client, ugo: Client, page: CallPage, submission: Submission
) -> None:
    for client in (ugo, ada):
        seen_by(client, submission)

    third = entered(committee_member(page))
    assert "La stanno guardando: Ada Rossi, Ugo Rossi." in seen_by(third, submission)


def test_without_scripts_an_opening_counts_for_minutes_and_ends_by_itself(
    ada: Client, ugo: Client, submission: Submission
) -> None:
    seen_by(ada, submission)
    left = Opening.objects.get().open_until - timezone.now()
    assert timedelta(minutes=4) < left <= timedelta(minutes=5)

    Opening.objects.update(open_until=timezone.now() - timedelta(seconds=1))
    assert "la sta guardando" not in seen_by(ugo, submission)


def test_a_beat_keeps_it_open_tells_who_else_looks_and_is_not_logged(
    ada: Client, ugo: Client, submission: Submission
) -> None:
    seen_by(ada, submission)
    seen_by(ugo, submission)
    entries, seen = LogEntry.objects.count(), set(Opening.objects.values_list("account", "seen"))

    answer = ada.post(presence(submission))

    assert "Ugo Rossi la sta guardando." in answer.content.decode()
    assert LogEntry.objects.count() == entries
    # That the page is open does not say that it was drawn anew.
    assert set(Opening.objects.values_list("account", "seen")) == seen
    first = Opening.objects.order_by("open_until")[0]
    assert first.account.first_name == "Ada"
    assert first.open_until <= timezone.now() + timedelta(minutes=1)


def test_who_closes_the_page_is_gone_at_once(ada: Client, ugo: Client, submission: Submission) -> None:
    seen_by(ada, submission)
    assert ada.post(presence(submission), {"closed": "1"}).status_code == 204

    assert "la sta guardando" not in seen_by(ugo, submission)


def test_nobody_out_of_reach_learns_who_looks_nor_is_noted(ada: Client, submission: Submission) -> None:
    seen_by(ada, submission)
    for user, status in (
        (committee_member(CallPageFactory.create()), 404),
        (member_of(Role.EDITORS), 403),
    ):
        for data in ({}, {"closed": "1"}):
            answer = entered(user).post(presence(submission), data)
            assert answer.status_code in (status, 302)
            assert "Ada" not in answer.content.decode()
    assert Opening.objects.count() == 1
    assert ada.get(presence(submission)).status_code == 405


def test_a_beat_costs_few_queries(
    ada: Client, submission: Submission, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(8):
        ada.post(presence(submission))
