"""What waits for me: of what is mine or nobody's within my reach, each need named, counted and listed."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidature.access.scope import OVERSEE, reach_now
from candidature.actors import EXPERT, Actor
from candidature.models import CallPage, Submission, SubmissionCount
from candidature.process import changes, workflow
from candidature.statuses import Status
from istruttoria.absences.models import Absence
from istruttoria.opinions import asking as opinions
from istruttoria.opinions.models import Opinion
from istruttoria.queue.needs import Need, needed
from istruttoria.queue.words import SOON
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, EventPageFactory, staff, submitted
from tests.istruttoria.people import committee_member, member_of
from tests.territori.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

INDEX = "candidature_review:index"


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


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


def with_opinion(page: CallPage, **columns: Any) -> str:
    """One about which an opinion arrived that nobody read."""
    reference = sent(page, **columns)
    Opinion.objects.create(
        submission=Submission.objects.get(reference=reference),
        state=Opinion.State.GIVEN,
        name="Ugo Verdi",
        email="ugo@example.net",
        due_at=timezone.now(),
        given_at=timezone.now(),
        key_hash=reference,
    )
    return reference


def one_of_each(page: CallPage) -> dict[str, str]:
    now, today = timezone.now(), timezone.localdate()
    review = {"status": Status.IN_REVIEW}
    return {
        "new": sent(page),
        "due": sent(page, **review, respond_by=today + timedelta(days=SOON)),
        "answered": sent(page, **review, completed_at=now),
        "unread": sent(page, status=Status.ACCEPTED, unread_since=now),
        "expired": sent(page, status=Status.NEEDS_INFO, info_due_at=now - timedelta(minutes=1)),
        "opinion": with_opinion(page, **review),
        "nothing": sent(page, **review, respond_by=today + timedelta(days=SOON + 1)),
        "awaited": sent(
            page, status=Status.NEEDS_INFO, info_due_at=now + timedelta(days=1), respond_by=today
        ),
        "concluded": sent(page, status=Status.REJECTED, respond_by=today),
    }


def test_each_need_has_its_list_and_its_count(client: Client, reviewer: User, page: CallPage) -> None:
    wanted = one_of_each(page)

    needs = ("new", "due", "answered", "unread", "expired", "opinion")
    for need in needs:
        assert found(client, need) == [wanted[need]], need
    assert set(found(client, "any")) == {wanted[need] for need in needs}


def test_a_day_that_whoever_has_it_was_given_is_due_too(
    client: Client, reviewer: User, page: CallPage
) -> None:
    soon, today = {"work_by": timezone.localdate() + timedelta(days=SOON)}, timezone.localdate()
    review = {"status": Status.IN_REVIEW}
    mine = sent(page, **review, assigned_to=reviewer, **soon)
    sent(page, **review, assigned_to=reviewer, work_by=today + timedelta(days=SOON + 1))
    sent(page, status=Status.REJECTED, assigned_to=reviewer, **soon)
    # Left behind by an account that is gone.
    sent(page, **review, **soon)

    assert found(client, "due") == found(client, "any") == [mine]


def test_an_opinion_waits_until_one_for_whom_it_waits_reads_it(
    client: Client, reviewer: User, page: CallPage
) -> None:
    reference = with_opinion(page, status=Status.IN_REVIEW, assigned_to=reviewer)
    changes.record(Submission.objects.get(), opinions.ASKED, Actor.staff(reviewer))
    address = reverse("candidature_review:detail", args=[Submission.objects.get().pk])
    client.force_login(committee_member(page))
    client.get(address)
    client.force_login(reviewer)
    assert found(client, "opinion") == [reference]
    shown = client.get(reverse("wagtailadmin_home")).content.decode()
    tile = BeautifulSoup(shown, "html.parser").select_one('a[href$="?need=opinion"]')
    assert tile is not None
    assert tile.get_text(" ", strip=True) == "1 Pareri arrivati o mancanti"

    client.get(address)

    assert found(client, "opinion") == []


def test_an_opinion_read_beside_the_decision_waits_no_more_and_none_does_once_decided(
    client: Client, page: CallPage
) -> None:
    officer = member_of(Role.OFFICERS)
    read, other = (with_opinion(page, status=Status.IN_REVIEW) for _one in range(2))
    row = Submission.objects.get(reference=read)
    changes.record(row, opinions.GIVEN, EXPERT)
    client.force_login(officer)
    assert set(found(client, "opinion")) == {read, other}

    client.get(reverse("candidature_review:decide", args=[row.pk, "reject"]))

    assert found(client, "opinion") == [other]
    Submission.objects.filter(reference=other).update(status=Status.ACCEPTED)
    assert found(client, "opinion") == found(client, "any") == []
    shown = client.get(reverse("wagtailadmin_home")).content.decode()
    assert '?need=opinion"><strong>0</strong>' in shown


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

    assert [one.how_many for one in needed(reach_now(reviewer), reviewer)] == [0] * (len(Need) - 1)
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
        "stage=todo": 5,
        "stage=waiting": 2,
        "stage=done": 2,
        "stage=all": 9,
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


def proposed(submission: Submission, by: User, what: str = "accept") -> str:
    """Its code, once somebody proposed an outcome."""
    propose: dict[str, Any] = {"expected_version": submission.version, "reason": "Prova."}
    workflow.transition(submission.pk, f"propose_{what}", Actor.staff(by), **propose)
    return submission.reference


@pytest.mark.parametrize("query", ["need=any", "need=due", "need=any&p=2"])
def test_what_the_tabs_counted_is_not_counted_again_for_the_list(
    client: Client, reviewer: User, page: CallPage, query: str
) -> None:
    """Of a hundred thousand submissions that count takes longer than the list."""
    sent(page)
    sent(page, respond_by=timezone.localdate())
    client.get(reverse(INDEX), {"need": "any"})

    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"{reverse(INDEX)}?{query}")

    counting = [
        one["sql"] for one in queries.captured_queries if SubmissionCount._meta.db_table in one["sql"]
    ]
    assert len(counting) == 1
    assert response.context["paginator"].count == (1 if "due" in query else 2)


def test_a_proposal_waits_for_who_decides_whoever_holds_it_and_for_no_other(
    client: Client, reviewer: User, page: CallPage
) -> None:
    officer, other = member_of(Role.OFFICERS), committee_member(page)
    in_review = {"status": Status.IN_REVIEW, "respond_by": timezone.localdate() + timedelta(days=90)}
    held, free, mine, new = (submitted(page) for _one in range(4))
    for submission, holder in ((held, other), (free, None), (mine, officer)):
        Submission.objects.filter(pk=submission.pk).update(**in_review, assigned_to=holder)
    Submission.objects.filter(pk=new.pk).update(respond_by=in_review["respond_by"])
    sent(page, **in_review, assigned_to=other)
    wanted = {proposed(one, reviewer) for one in (held, free, mine, new)}

    assert found(client, "any") == [new.reference]
    assert "proposed" not in {one["url"].partition("need=")[2] for one in needs_shown(client)}
    ignored = client.get(reverse(INDEX), {"need": "proposed"})
    assert len(ignored.context["object_list"]) == 5
    assert "Ti aspetta" in ignored.context["left_out"]
    client.force_login(officer)
    assert set(found(client, "proposed")) == set(found(client, "any")) == wanted
    home = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    tile = home.select_one('.review-tiles a[href$="need=proposed"]')
    assert tile is not None
    assert tile.get_text(" ", strip=True) == "4 Proposte da decidere"
    # Narrowed, its rows are counted too.
    zoned = client.get(reverse(INDEX), {"need": "any", "page": page.pk})
    assert zoned.context["paginator"].count == len(zoned.context["object_list"]) == 4

    for submission in (held, new):
        submission.refresh_from_db()
        decide: dict[str, Any] = {"expected_version": submission.version, "reason": "Sì."}
        workflow.transition(submission.pk, "accept", Actor.staff(officer), **decide)
    assert set(found(client, "proposed")) == wanted - {held.reference, new.reference}


def needs_shown(client: Client) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = client.get(reverse(INDEX), {"need": "any"}).context["needs"]
    return shown


def test_proposals_are_filtered_by_what_they_propose(client: Client, reviewer: User, page: CallPage) -> None:
    accept, reject = proposed(submitted(page), reviewer), proposed(submitted(page), reviewer, "reject")
    reserve = proposed(submitted(page), reviewer, "reserve")
    submitted(page)
    drawn = BeautifulSoup(client.get(reverse(INDEX), {"stage": "all"}).content, "html.parser")
    offered = [one["value"] for one in drawn.select('input[name="proposal"]')]

    shown = {}
    for value in offered:
        listed = client.get(reverse(INDEX), {"stage": "all", "proposal": value})
        shown[value] = {one.reference for one in listed.context["object_list"]}
        assert listed.context["paginator"].count == len(shown[value])

    assert len(shown.pop("")) == 4
    assert shown == {
        "any": {accept, reject, reserve},
        "accept": {accept},
        "reserve": {reserve},
        "reject": {reject},
    }
    # Who asks for them looks in every stage.
    assert client.get(reverse(INDEX), {"proposal": "any"}).context["stages"][-1]["current"]


def test_odd_needs_are_no_error(
    client: Client, reviewer: User, page: CallPage, subtests: pytest.Subtests
) -> None:
    one_of_each(page)

    for query in ("need=zzz", "need=", "need=any&stage=done", "need=new&q=prova", "need=any&need=x"):
        with subtests.test(query=query):
            assert client.get(f"{reverse(INDEX)}?{query}").status_code == 200


def beside(client: Client, name: str, **parameters: Any) -> list[str]:
    """What stands beside each value of a filter."""
    filters = client.get(reverse(INDEX), parameters).context["filters"]
    return [str(words) for _value, words in filters.form.fields[name].widget.choices]


def counted(words: Iterable[str]) -> set[str]:
    return {one for one in words if "(" in one}


def test_a_filter_counts_what_the_list_of_a_need_shows(
    client: Client, reviewer: User, page: CallPage
) -> None:
    one_of_each(page)
    sent(page, assigned_to=reviewer)
    Submission.objects.filter(reference=sent(page)).update(assigned_to=committee_member(page))

    assert "Ricevuta (3)" in beside(client, "status", stage="todo")
    # A colleague's does not wait for the account; what is concluded does, where a message came.
    whole = {
        "Ricevuta (2)",
        "In istruttoria (3)",
        "Integrazione richiesta (1)",
        "Selezionata o confermata (1)",
    }
    shown = beside(client, "status", need="any")
    assert whole == {words for words in shown if "(" in words}
    assert {words for words in beside(client, "assigned_to", need="any") if "(" in words} == {
        "Me (1)",
        "Nessuno (6)",
    }
    assert f"{page.title} (7)" in beside(client, "page", need="any")
    assert f"{page.title} (5)" in beside(client, "page", need="any", stage="todo")
    assert f"{page.title} (2)" in beside(client, "page", need="new")
    assert f"{page.title} (1)" in beside(client, "page", need="expired")


def addressed(tabs: Any) -> dict[str, Any]:
    """The count of each tab, by what its address asks for."""
    return {tab["url"].partition("?")[2]: tab["count"] for tab in tabs}


def test_the_tabs_take_the_filters_along_and_count_with_them(
    client: Client, reviewer: User, page: CallPage
) -> None:
    one_of_each(page)
    other = CallPageFactory.create()
    for committee in reviewer.committees.all():
        committee.pages.add(other)
    elsewhere = sent(other)

    shown = client.get(reverse(INDEX), {"need": "any", "page": page.pk, "p": "1"})
    assert addressed(shown.context["needs"]) == {
        f"need=any&page={page.pk}": 6,
        f"need=new&page={page.pk}": 1,
        f"need=due&page={page.pk}": 1,
        f"need=answered&page={page.pk}": 1,
        f"need=unread&page={page.pk}": 1,
        f"need=expired&page={page.pk}": 1,
        f"need=opinion&page={page.pk}": 1,
    }
    # Of these stages nobody has counted what the filters choose.
    assert addressed(shown.context["stages"]) == {
        f"page={page.pk}&stage={stage}": None for stage in ("todo", "waiting", "done", "all")
    }
    for tab in shown.context["needs"]:
        rows = client.get(tab["url"]).context
        assert rows["paginator"].count == len(rows["object_list"]) == tab["count"]
    staged = client.get(reverse(INDEX), {"stage": "todo", "page": other.pk})
    assert addressed(staged.context["needs"])[f"page={other.pk}&need=any"] is None
    found = client.get(staged.context["needs"][0]["url"]).context["object_list"]
    assert [row.reference for row in found] == [elsewhere]


@pytest.mark.parametrize("query", ["term=soon", "messages=unread", "q=prova", "submitted_at_from=2026-01-01"])
def test_what_the_tabs_have_not_counted_they_do_not_tell(
    client: Client, reviewer: User, page: CallPage, query: str
) -> None:
    one_of_each(page)

    drawn = client.get(f"{reverse(INDEX)}?need=due&{query}")

    counts = {one["need"]: one["count"] for one in drawn.context["needs"]}
    # With words all of what waits is looked for without them.
    everything = 6 if query.startswith("q=") else None
    assert counts == {need: everything if need == "any" else None for need in counts}
    shown = BeautifulSoup(drawn.content, "html.parser").select(".review-needs a")
    assert shown
    assert not any(link.select(".review-count") for link in shown)
    assert all(query in str(link["href"]) for link in shown)


@pytest.mark.parametrize(
    "query",
    [
        "need=any&page=<page>",
        "need=any&kind=call&status=received",
        "need=any&assigned_to=me",
        "need=any&assigned_to=nobody&zone=<zone>",
        "need=due&status=in_review&status=admissible",
        "need=proposed&page=<page>",
    ],
)
def test_what_is_counted_with_filters_is_what_the_list_holds(
    client: Client, page: CallPage, query: str
) -> None:
    officer, event = member_of(Role.OFFICERS), EventPageFactory.create(admission="moderated")
    municipality = MunicipalityFactory.create()
    one_of_each(page)
    for one in (page, event):
        sent(one, assigned_to=officer, zone=municipality.zone)
        sent(one, zone=municipality.zone)
    proposed(Submission.objects.filter(page=page, status=Status.RECEIVED)[0], committee_member(page))
    client.force_login(officer)
    query = query.replace("<page>", str(page.pk)).replace("<zone>", str(municipality.zone_id))

    shown = client.get(f"{reverse(INDEX)}?{query}").context

    [tab] = [one for one in shown["needs"] if one["current"]]
    assert tab["count"] == shown["paginator"].count == len(shown["object_list"]) > 0
