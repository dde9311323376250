"""What waits for me: of what is mine or nobody's within my reach, each need named, counted and listed."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidature.access.scope import OVERSEE, reach_now
from candidature.models import CallPage, Submission
from candidature.statuses import Status
from istruttoria.absences.models import Absence
from istruttoria.queue.needs import Need, needed
from istruttoria.queue.words import SOON
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, staff, submitted
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db

INDEX = "candidature_review:index"


@pytest.fixture
def page() -> CallPage:
    return CallPageFactory.create()


@pytest.fixture
def reviewer(client: Client, page: CallPage) -> User:
    user = committee_member(page)
    client.force_login(user)
    return user


def sent(page: CallPage, **columns: Any) -> str:
    submission = submitted(page)
    distant = timezone.localdate() + timedelta(days=90)
    Submission.objects.filter(pk=submission.pk).update(**{"respond_by": distant, **columns})
    return submission.reference


def found(client: Client, need: str) -> list[str]:
    """What the list of a need shows, in its order; its count is that of the tab."""
    response = client.get(reverse(INDEX), {"need": need})
    rows = [row.reference for row in response.context["object_list"]]
    [tab] = [one for one in response.context["needs"] if one["current"]]
    assert tab["count"] == response.context["paginator"].count == len(rows)
    return rows


def one_of_each(page: CallPage) -> dict[str, str]:
    now, today = timezone.now(), timezone.localdate()
    review = {"status": Status.IN_REVIEW}
    return {
        "new": sent(page),
        "due": sent(page, **review, respond_by=today + timedelta(days=SOON)),
        "answered": sent(page, **review, completed_at=now),
        "unread": sent(page, status=Status.ACCEPTED, unread_since=now),
        "expired": sent(page, status=Status.NEEDS_INFO, info_due_at=now - timedelta(minutes=1)),
        "nothing": sent(page, **review, respond_by=today + timedelta(days=SOON + 1)),
        "awaited": sent(
            page, status=Status.NEEDS_INFO, info_due_at=now + timedelta(days=1), respond_by=today
        ),
        "concluded": sent(page, status=Status.REJECTED, respond_by=today),
    }


def test_each_need_has_its_list_and_its_count(client: Client, reviewer: User, page: CallPage) -> None:
    wanted = one_of_each(page)

    for need in ("new", "due", "answered", "unread", "expired"):
        assert found(client, need) == [wanted[need]], need
    assert set(found(client, "any")) == {
        wanted[need] for need in ("new", "due", "answered", "unread", "expired")
    }


def test_what_needs_two_things_is_counted_once_and_the_most_urgent_comes_first(
    client: Client, reviewer: User, page: CallPage
) -> None:
    later = sent(page)
    late = sent(page, respond_by=timezone.localdate() - timedelta(days=3), unread_since=timezone.now())

    assert found(client, "any") == [late, later]
    assert found(client, "due") == [late]


@pytest.mark.parametrize("whose", ["mine", "nobody's", "a colleague's", "of who is away", "of who was away"])
def test_only_what_is_mine_or_nobodys_or_of_whom_i_stand_in_for(
    client: Client, reviewer: User, page: CallPage, whose: str
) -> None:
    colleague, today = committee_member(page), timezone.localdate()
    if whose in ("of who is away", "of who was away"):
        last = today if whose == "of who is away" else today - timedelta(days=1)
        Absence.objects.create(
            account=colleague, first_day=today - timedelta(days=2), last_day=last, stand_in=reviewer
        )
    account = {"mine": reviewer, "nobody's": None}.get(whose, colleague)
    reference = sent(page, assigned_to=account)
    late = sent(page, status=Status.IN_REVIEW, assigned_to=account, respond_by=today)

    is_shown = whose in ("mine", "nobody's", "of who is away")
    assert set(found(client, "any")) == ({reference, late} if is_shown else set())


def test_nothing_out_of_reach_waits_for_me_even_when_i_stand_in(
    client: Client, reviewer: User, page: CallPage
) -> None:
    elsewhere = CallPageFactory.create()
    stranger, today = committee_member(elsewhere), timezone.localdate()
    Absence.objects.create(account=stranger, first_day=today, last_day=today, stand_in=reviewer)
    one_of_each(elsewhere)
    sent(elsewhere, assigned_to=stranger)
    sent(elsewhere, assigned_to=reviewer)

    assert [one.how_many for one in needed(reach_now(reviewer), reviewer)] == [0] * len(Need)
    assert found(client, "any") == []
    assert (
        "Niente: qui non c’è nulla che aspetti te."
        in client.get(reverse(INDEX), {"need": "any"}).content.decode()
    )


def test_the_needs_are_the_first_tab_and_the_first_thing_at_home(
    client: Client, reviewer: User, page: CallPage
) -> None:
    one_of_each(page)

    tabs = client.get(reverse(INDEX), {"need": "new"}).context["stages"]
    assert {tab["url"].partition("?")[2]: tab["count"] for tab in tabs} == {
        "stage=todo": 4,
        "stage=waiting": 2,
        "stage=done": 2,
        "stage=all": 8,
    }
    listed = client.get(reverse(INDEX), {"stage": "todo"}).content.decode()
    home = client.get(reverse("wagtailadmin_home")).content.decode()

    tabs_drawn = listed.partition("review-stages")[2]
    assert tabs_drawn.index("?need=any") < tabs_drawn.index("stage=todo")
    assert home.index("?need=any") < home.index("?need=expired") < home.index("?stage=todo")


def test_the_menu_opens_what_waits_for_whoever_presses_it(client: Client, page: CallPage) -> None:
    waiting, colleagues = submitted(page), submitted(page)
    mine, colleague = committee_member(page), committee_member(page)
    Submission.objects.filter(pk=colleagues.pk).update(assigned_to=colleague)
    client.force_login(mine)
    home = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    assert f'"{reverse(INDEX)}"' in str(home.select_one("#wagtail-sidebar-props"))

    opened = client.get(reverse(INDEX), follow=True)

    assert opened.redirect_chain == [(f"{reverse(INDEX)}?need=any", 302)]
    assert list(opened.context["object_list"]) == [waiting]
    # The rest is one press away, and so is a search of all.
    drawn = BeautifulSoup(opened.content, "html.parser")
    rest = {link["href"]: link for link in drawn.select(".review-stages a")}
    assert {f"{reverse(INDEX)}?stage={stage}" for stage in ("todo", "waiting", "done", "all")} <= set(rest)
    shown = client.get(f"{reverse(INDEX)}?stage=todo")
    assert set(shown.context["object_list"]) == {waiting, colleagues}
    for name in (INDEX, f"{INDEX}_results"):
        found = client.get(reverse(name), {"need": "any", "q": colleagues.reference}, follow=True)
        assert list(found.context["object_list"]) == [colleagues]


@pytest.mark.parametrize("who", ["nobody waits", "looks on"])
def test_who_has_nothing_waiting_opens_the_list(client: Client, page: CallPage, who: str) -> None:
    if who == "looks on":
        submitted(page)
        client.force_login(staff(OVERSEE, "wagtailadmin.access_admin"))
    else:
        client.force_login(committee_member(page))

    shown = client.get(reverse(INDEX))

    assert shown.status_code == 200
    assert shown.context["stages"][0]["current"]


@pytest.mark.parametrize("who", [committee_member, lambda _page: member_of(Role.OFFICERS)])
def test_the_lists_of_needs_cost_few_queries(
    client: Client, page: CallPage, who: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(who(page))
    for _turn in range(3):
        one_of_each(page)
    client.get(reverse(INDEX))

    for need in Need.values:
        with django_assert_max_num_queries(12):
            assert client.get(reverse(INDEX), {"need": need}).status_code == 200


@pytest.mark.parametrize(
    "query", ["need=zzz", "need=", "need=any&stage=done", "need=new&q=prova", "need=any&need=x"]
)
def test_odd_needs_are_no_error(client: Client, reviewer: User, page: CallPage, query: str) -> None:
    one_of_each(page)

    assert client.get(f"{reverse(INDEX)}?{query}").status_code == 200
