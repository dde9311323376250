"""What is late, near or at a standstill, whoever holds it: found by its term, and a tile for who oversees."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidature.models import CallPage, Submission
from candidature.statuses import Status
from istruttoria.queue.terms import TermNow, standing_so
from istruttoria.queue.words import SOON
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db

INDEX = "candidature_review:index"


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


def sent(page: CallPage, days: int, **columns: Any) -> str:
    """One whose answer is owed in so many days."""
    submission = submitted(page)
    term = {"respond_by": timezone.localdate() + timedelta(days=days), "status": Status.IN_REVIEW}
    Submission.objects.filter(pk=submission.pk).update(**{**term, **columns})
    return submission.reference


def waiting(begun: int, until: int) -> dict[str, Any]:
    """The columns of one that waits for its applicant, suspended from one day to another."""
    today = timezone.localdate()
    return {
        "status": Status.NEEDS_INFO,
        "info_due_at": timezone.now() + timedelta(days=9),
        "suspended_on": today + timedelta(days=begun),
        "suspended_until": today + timedelta(days=until),
    }


def found(client: Client, **asked: str) -> list[str]:
    response = client.get(reverse(INDEX), asked)
    rows = [row.reference for row in response.context["object_list"]]
    assert response.context["paginator"].count == len(rows)
    return rows


def test_each_term_is_found_whoever_holds_it(client: Client, page: CallPage) -> None:
    colleague = committee_member(page)
    later = sent(page, -1)
    late = sent(page, -9, assigned_to=colleague)
    today, soon = sent(page, 0), sent(page, SOON, status=Status.RECEIVED)
    sent(page, SOON + 1)
    paused = sent(page, 30, **waiting(-3, 5))
    # Over since today, not yet begun, concluded.
    sent(page, 30, **waiting(-3, 0))
    sent(page, 30, **waiting(1, 5))
    sent(page, -9, status=Status.REJECTED)
    client.force_login(committee_member(page))

    # The most urgent first.
    assert found(client, term="late") == [late, later]
    assert found(client, term="soon") == [today, soon]
    assert found(client, term="paused") == [paused]
    assert found(client, term="late", assigned_to=str(colleague.pk)) == [late]
    assert found(client, term="nonsense", stage="all")


def test_what_is_late_beyond_ones_reach_is_not_found(client: Client, page: CallPage) -> None:
    sent(CallPageFactory.create(), -9)
    client.force_login(committee_member(page))

    assert found(client, term="late") == []


def test_who_oversees_is_told_at_home_and_nobody_else(client: Client, page: CallPage) -> None:
    sent(page, -9, assigned_to=committee_member(page))

    def tile(user: Any) -> Any:
        client.force_login(user)
        home = client.get(reverse("wagtailadmin_home")).content.decode()
        return BeautifulSoup(home, "html.parser").select_one('a[href$="?term=late"]')

    told = tile(member_of(Role.OFFICERS))
    assert told.get_text(" ", strip=True) == "1 In ritardo, di chiunque siano"
    assert tile(committee_member(page)) is None


@pytest.mark.parametrize("term", TermNow.values)
def test_the_list_asks_twelve_queries_at_most(
    client: Client, page: CallPage, term: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for days in (-3, 3):
        sent(page, days)
    sent(page, 30, **waiting(-3, 5))
    client.force_login(member_of(Role.OFFICERS))
    client.get(reverse(INDEX), {"term": term})

    with django_assert_max_num_queries(12):
        client.get(reverse(INDEX), {"term": term})


@pytest.mark.parametrize("term", TermNow.values)
def test_an_index_finds_them(term: str) -> None:
    """Not the rows, and not all of an index."""
    if connection.vendor == "postgresql":
        # Of a handful of rows it would read them all.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = standing_so(Submission.objects.all(), term).order_by().values("pk").explain()

    index = "submission_awaiting" if term == TermNow.PAUSED else "submission_by_term"
    assert index in plan
    assert "Seq Scan on candidature_submission" not in plan
    if connection.vendor == "sqlite":
        # What stands still is told by the index alone.
        assert term != TermNow.PAUSED or "USING COVERING INDEX submission_awaiting" in plan
        assert "SCAN" not in plan
