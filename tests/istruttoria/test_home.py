"""The home of the admin: what is begun, what is coming, what nobody would see, and where counts lead."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.admin.menu import admin_menu
from wagtail.models import Page

from candidature.models import CallPage
from home.models import HomePage
from news.models import NewsIndexPage
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import (
    CallPageFactory,
    CommitteeFactory,
    EventPageFactory,
    participation_index,
    submitted,
)
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db

BEGIN = ("Nuovo avviso", "Nuovo evento", "Nuova notizia")


@pytest.fixture
def site() -> HomePage:
    """A site in which calls, events and news have their places."""
    home: HomePage = Page.get_first_root_node().add_child(instance=HomePage(title="Casa", slug="casa"))
    participation_index(home)
    home.add_child(instance=NewsIndexPage(title="Notizie", slug="notizie"))
    return home


def home_of(client: Client, user: User) -> str:
    client.force_login(user)
    response = client.get(reverse("wagtailadmin_home"))
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    return " ".join(html.split())


def test_an_editor_begins_from_the_home_and_the_buttons_lead_to_forms(client: Client, site: HomePage) -> None:
    shown = home_of(client, member_of(Role.EDITORS))

    for label in BEGIN:
        assert label in shown
        before = shown[: shown.index(label)]
        address = before[before.rindex('href="') + 6 :].partition('"')[0]
        assert client.get(address).status_code == 200, label
    assert reverse("manuale:index") in shown


def test_what_has_one_name_in_the_menu_and_on_the_home_leads_to_one_place(
    client: Client, site: HomePage, rf: RequestFactory
) -> None:
    editor = member_of(Role.EDITORS)
    read: Any = BeautifulSoup(home_of(client, editor), "html.parser")
    home = {link.get_text(" ", strip=True): link["href"] for link in read.main.select("a")}
    assert set(BEGIN) <= set(home)
    request = rf.get(reverse("wagtailadmin_home"))
    request.user = editor
    menu = {str(item.label): getattr(item, "url", "") for item in admin_menu.menu_items_for_request(request)}
    assert "Nuovo avviso o evento" in menu
    assert not [label for label, url in menu.items() if home.get(label, url) != url]


@pytest.mark.parametrize("role", [Role.REVIEWERS, Role.OFFICERS])
def test_who_makes_no_pages_is_offered_none(client: Client, site: HomePage, role: Role) -> None:
    shown = home_of(client, member_of(role))

    assert not [label for label in BEGIN if label in shown]
    assert reverse("manuale:index") in shown


@pytest.mark.parametrize(
    ("opens", "closes", "told"),
    [
        (-1, 13, ["si chiude"]),
        (1, 13, ["si apre", "si chiude"]),
        (1, 40, ["si apre"]),
        (-1, 15, []),
        (-9, -1, []),
    ],
)
def test_what_opens_and_closes_within_two_weeks_is_told(
    client: Client, opens: int, closes: int, told: list[str]
) -> None:
    now = timezone.now()
    CallPageFactory.create(
        title="Avviso imminente",
        parent=Page.get_first_root_node(),
        opens_at=now + timedelta(days=opens),
        closes_at=now + timedelta(days=closes),
    )

    shown = home_of(client, member_of(Role.OFFICERS))
    part = shown.partition('id="in-arrivo-section"')[2].partition("</section>")[0]

    assert [word for word in ("si apre", "si chiude") if word in part] == told


def test_what_is_coming_leads_each_to_where_they_work(client: Client) -> None:
    page = CallPageFactory.create(parent=Page.get_first_root_node())
    queue = f"{reverse('candidature_review:index')}?stage=all&amp;page={page.pk}"
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])

    def coming(user: User) -> str:
        return home_of(client, user).partition('id="in-arrivo-section"')[2].partition("</section>")[0]

    assert queue in coming(committee_member(page))
    assert queue in coming(member_of(Role.OFFICERS))
    assert edit in coming(member_of(Role.EDITORS))
    assert (
        coming(committee_member(CallPageFactory.create(closes_at=timezone.now() + timedelta(days=90)))) == ""
    )


def test_a_count_leads_to_the_queue_of_whoever_reads_it_and_nobody_else(client: Client) -> None:
    page = CallPageFactory.create(parent=Page.get_first_root_node())
    submitted(page)
    queue = f"{reverse('candidature_review:index')}?stage=all&amp;page={page.pk}"

    def participation(user: User) -> str:
        return home_of(client, user).partition('id="partecipazione-section"')[2].partition("</section>")[0]

    assert queue in participation(member_of(Role.OFFICERS))
    editor = participation(member_of(Role.EDITORS))
    assert page.title in editor
    assert "candidature/?" not in editor


@pytest.fixture
def call() -> CallPage:
    made: CallPage = CallPageFactory.create(
        title="Avviso che nessuno vede", parent=Page.get_first_root_node()
    )
    return made


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        ({}, True),
        ({"closes_at": timezone.now() - timedelta(days=1)}, False),
        ({"live": False}, False),
        ({"concluded": True}, False),
    ],
)
def test_a_call_that_no_committee_sees_is_told_to_officers(
    client: Client, call: CallPage, change: dict[str, Any], is_told: bool
) -> None:
    CallPage.objects.filter(pk=call.pk).update(**change)

    shown = words(home_of(client, member_of(Role.OFFICERS)))

    assert ("Nessuna commissione le vede" in shown) is is_told


def test_a_closed_call_with_open_work_that_nobody_sees_is_told(client: Client, call: CallPage) -> None:
    submitted(call)
    CallPage.objects.filter(pk=call.pk).update(closes_at=timezone.now() - timedelta(days=1))

    assert "Nessuna commissione le vede" in home_of(client, member_of(Role.OFFICERS))


def test_once_a_committee_sees_it_nothing_is_told(client: Client, call: CallPage) -> None:
    CommitteeFactory.create().pages.add(call.pk)

    assert "Nessuna commissione le vede" not in home_of(client, member_of(Role.OFFICERS))


def test_whoever_names_no_committees_is_not_told(client: Client, call: CallPage) -> None:
    for role in (Role.EDITORS, Role.REVIEWERS):
        assert "Nessuna commissione le vede" not in home_of(client, member_of(role))


def test_the_home_asks_as_much_with_many_calls_as_with_few(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    user = member_of(Role.OFFICERS)
    submitted(CallPageFactory.create(parent=Page.get_first_root_node()))
    EventPageFactory.create(parent=Page.get_first_root_node())
    home_of(client, user)
    with django_assert_max_num_queries(100) as few:
        home_of(client, user)
    for _number in range(6):
        submitted(CallPageFactory.create(parent=Page.get_first_root_node()))
        EventPageFactory.create(parent=Page.get_first_root_node())

    with django_assert_max_num_queries(len(few.captured_queries)):
        home_of(client, user)
