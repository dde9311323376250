"""The short ways to a page of the queue lead to the very rows that the long way finds."""

import itertools
import random
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidature.access.scope import Reach, reach_now
from candidature.models import Submission, SubmissionCount
from candidature.statuses import Status
from istruttoria.queue.listing import Listing
from istruttoria.queue.orders import ORDERINGS
from istruttoria.queue.places import AFTER, BEFORE, Anchor, mark_of
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, CommitteeFactory, EventPageFactory, submitted
from tests.istruttoria.people import administrator, committee_member, member_of
from tests.territori.factories import ZoneFactory

pytestmark = pytest.mark.django_db

ROWS = 90
STATUSES = [Status.RECEIVED, Status.IN_REVIEW, Status.NEEDS_INFO, Status.REJECTED, Status.WITHDRAWN]


@pytest.fixture(scope="module")
def pages(module_db: None) -> Any:
    # Two have the same title, and their order is not that of their making.
    return [CallPageFactory.create(title=title) for title in ("Zeta", "alfa", "Mezzo", "alfa")] + [
        EventPageFactory.create(title="Beta", admission="moderated")
    ]


@pytest.fixture(scope="module")
def zones(module_db: None) -> Any:
    return [ZoneFactory.create(), ZoneFactory.create()]


@pytest.fixture(scope="module")
def rows(pages: Any, zones: Any) -> None:
    """Many submissions, some sent at the very same moment."""
    chance = random.Random(1)  # noqa: S311 - repeatable is what is wanted
    first = submitted(pages[0])
    values = Submission.objects.filter(pk=first.pk).values().get()
    now = timezone.now().replace(microsecond=0)
    today = timezone.localdate()
    made = []
    for number in range(ROWS):
        page = chance.choice(pages)
        made.append(
            Submission(
                **{
                    **values,
                    "id": None,
                    "reference": f"CS-{chance.randrange(10**9)}-{number}",
                    "page_id": page.pk,
                    "kind": page.kind,
                    "zone_id": chance.choice([*(zone.pk for zone in zones), None]),
                    "status": chance.choice(STATUSES),
                    "last_name": chance.choice(["Èsposito", "esposito", "Zanni", "Àbate", "D’Amico"]),
                    "organisation_name": chance.choice(["", "", "Circolo"]),
                    "respond_by": chance.choice([None, today, today + timedelta(days=5)]),
                    "submitted_at": now - timedelta(days=chance.randrange(30)),
                }
            )
        )
    Submission.objects.bulk_create(made)


@pytest.fixture(scope="module")
def officer(module_db: None) -> User:
    return member_of(Role.OFFICERS)


def listing(user: User, **parameters: Any) -> Any:
    request = RequestFactory().get("/", parameters)
    request.user = user
    return Listing(request)


def expected(listing: Any) -> Any:
    """The ids in the order asked for, the long way."""
    order = listing.order
    by = {
        "page__title": lambda row: (row.page.title.casefold(), row.page_id),
        "zone__name": lambda row: (row.zone.name.casefold() if row.zone else "", row.zone_id or 0),
        "name_key": lambda row: bytes(row.name_key),
        "pk": lambda row: row.pk,
    }
    found = list(listing.found.select_related("page", "zone"))
    for key in reversed(order):
        name = key.removeprefix("-")
        found.sort(key=by.get(name, lambda row: getattr(row, name)), reverse=key.startswith("-"))  # noqa: B023
    return [row.pk for row in found]


@pytest.mark.parametrize("stage", ["todo", "done", "all"])
@pytest.mark.parametrize("ordering", [None, *ORDERINGS])
def test_every_page_of_every_order_holds_its_rows(
    rows: None, officer: User, stage: str, ordering: Any
) -> None:
    asked = listing(officer, stage=stage, **({"ordering": ordering} if ordering else {}))
    wanted = expected(asked)
    assert asked.how_many == len(wanted) > 20

    bare, spans = Submission.objects.all(), [(start, start + 7) for start in range(0, len(wanted), 7)]
    windows = [asked.window(bare, start, min(end, len(wanted))) for start, end in spans]

    assert [row.pk for row in itertools.chain(*windows)] == wanted
    # With all that a list shows of them.
    assert [row.pk for row in asked.rows(7, len(wanted) - 7)] == wanted[7:-7]


@pytest.mark.parametrize("left", [1, 3, 9, 10, 12])
def test_of_a_last_page_with_few_rows_some_before_are_looked_for_too(
    rows: None, officer: User, left: int
) -> None:
    """A limit of one to three has SQLite sort all of a state: 100 ms where ten take 0.1."""
    asked = listing(officer)
    wanted = list(asked.found.order_by(*asked.order).values_list("pk", flat=True))

    with CaptureQueriesContext(connection) as queries:
        shown = asked.window(Submission.objects.all(), len(wanted) - left, len(wanted))

    assert [row.pk for row in shown] == wanted[-left:]
    assert f"LIMIT {max(left, 10)}" in queries[-1]["sql"]


@pytest.mark.parametrize("ordering", ["", *ORDERINGS])
def test_next_and_previous_walk_the_list_as_it_is_ordered(rows: None, officer: User, ordering: Any) -> None:
    asked = listing(officer, stage="all", ordering=ordering)
    wanted = expected(asked)
    by_id = Submission.objects.in_bulk()

    found = [asked.around(by_id[pk]) for pk in wanted]

    assert [one.after for one in found] == [*wanted[1:], None]
    assert [one.before for one in found] == [None, *wanted[:-1]]
    assert [one.position for one in found] == [*range(1, len(wanted) + 1)]


@pytest.mark.parametrize("ordering", ["", *ORDERINGS])
def test_pages_go_on_from_their_rows_there_and_back(rows: None, officer: User, ordering: Any) -> None:
    asked = listing(officer, stage="todo", ordering=ordering)
    wanted = expected(asked)
    by_id = Submission.objects.in_bulk()

    for number, pk in enumerate(wanted):
        mark = mark_of(by_id[pk], asked.order)
        after, before = (Anchor.asked({"p": "2", name: mark}) for name in (AFTER, BEFORE))
        assert after is not None
        assert before is not None
        assert asked.start_of_page(after, 7) == number + 1
        assert asked.start_of_page(before, 7) == max(number - 7, 0)


@pytest.mark.parametrize("stage", ["todo", "all"])
@pytest.mark.parametrize("ordering", ["", *ORDERINGS])
def test_rows_that_are_decided_move_no_others_past_a_page(
    rows: None, officer: User, stage: str, ordering: Any
) -> None:
    before = listing(officer, stage=stage, ordering=ordering)
    wanted = expected(before)
    shown, others = before.rows(0, 10), wanted[10:]
    mark = mark_of(shown[-1], before.order)
    # The last of them too: by state or by term it stands elsewhere now, or nowhere.
    Submission.objects.filter(pk__in=wanted[4:10]).update(status=Status.REJECTED)

    asked = listing(officer, stage=stage, ordering=ordering)
    anchor = Anchor.asked({"p": "2", AFTER: mark})
    assert anchor is not None
    start = asked.start_of_page(anchor, 10)
    assert start is not None
    following = [row.pk for row in asked.rows(start, asked.how_many)]
    assert [pk for pk in following if pk in others] == others
    assert not set(following) & set(wanted[:4])


@pytest.mark.parametrize("group", ["gone", "2026-13-45", "9" * 20, "١", "-", "rejected-"])
def test_what_an_address_says_of_a_row_and_is_nonsense_is_not_taken(
    rows: None, officer: User, group: str
) -> None:
    row = Submission.objects.order_by("pk")[5]
    for ordering in ORDERINGS:
        asked = listing(officer, stage="all", ordering=ordering)
        anchor = Anchor.asked({"p": "2", AFTER: f"{row.pk}-{group}"})
        if anchor is not None:
            assert asked.start_of_page(anchor, 10) is not None


@pytest.mark.parametrize("ordering", ["", "zone__name", "term_on", "-name_key"])
def test_who_presses_successive_sees_every_row_once_though_rows_leave_meanwhile(
    client: Client,
    pages: Any,
    rows: None,
    ordering: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    user = member_of(Role.OFFICERS)
    client.force_login(user)
    wanted = expected(listing(user, stage="all", ordering=ordering))
    asked = f"{reverse('candidature_review:index')}?stage=all&ordering={ordering}"
    first = client.get(asked)
    seen, ways = rows_of(first), pages_of(first)
    assert ways["said"] == f"1–50 di {len(wanted)}"
    assert ways["current"] == "1"
    assert ways["Precedenti"] is None
    # Three of the rows that were seen are erased.
    Submission.objects.filter(pk__in=seen[10:13]).delete()
    with django_assert_max_num_queries(12):
        second = client.get(ways["Successive"])

    assert seen + rows_of(second) == wanted
    ways = pages_of(second)
    assert ways["said"] == f"48–{len(wanted) - 3} di {len(wanted) - 3}"
    assert ways["current"] is None
    assert ways["Successive"] is None
    assert "ordering" in ways["Precedenti"]
    # Before these stand too few for a page of their own, so it is filled with what follows.
    left = [pk for pk in wanted if pk not in seen[10:13]]
    assert rows_of(client.get(ways["Precedenti"])) == left[:50]
    # What is opened from here names the list and no page of it.
    assert "dopo" not in second.content.decode().split("<tbody")[1].split("</tbody")[0]


def rows_of(response: Any) -> list[int]:
    return [row.pk for row in response.context["object_list"]]


def pages_of(response: Any) -> dict[str, Any]:
    """What is said below the list, the page that is marked, and where the two arrows lead."""
    nav = BeautifulSoup(response.content, "html.parser").select_one("nav.pagination")
    assert nav is not None
    current = nav.select_one("[aria-current]")
    ways = {a.get_text(strip=True): a.get("href") for a in nav.select("li.prev a, li.next a")}
    said = " ".join(nav.select_one(".pagination__start").get_text().split())  # type: ignore[union-attr]
    return {**ways, "said": said, "current": current.get_text(strip=True) if current else None}


def test_no_page_goes_on_from_a_row_out_of_reach(pages: Any, rows: None) -> None:
    reviewer = committee_member(pages[0])
    beyond = Submission.objects.exclude(page=pages[0]).first()
    assert beyond is not None
    asked = listing(reviewer, stage="all", ordering="name_key")

    for pk in (beyond.pk, 0, 10**14):
        assert asked.start_of_page(Anchor(pk, "", is_after=True), 10) is None


@pytest.mark.parametrize(
    "parameters",
    [{"dopo": "7"}, {"p": "2"}, {"p": "2", "dopo": "x"}, {"p": "2", "dopo": "7-"}, {"p": "2", "prima": "٣"}],
)
def test_what_names_no_row_or_no_page_is_no_anchor(parameters: dict[str, str]) -> None:
    assert Anchor.asked(parameters) is None


CHOSEN: list[dict[str, Any]] = [
    {},
    {"stage": "all"},
    {"status": ["rejected", "received"]},
    {"kind": "event", "stage": "all"},
    {"page": "one", "stage": "done"},
    {"zone": "one", "stage": "all"},
    {"page": "one", "zone": "one", "status": "received"},
    {"submitted_at_from": "days", "stage": "all"},
    {"submitted_at_from": "days", "ordering": "page__title", "stage": "todo"},
    {"q": "prova", "stage": "done"},
    {"assigned_to": "me", "stage": "all"},
    {"assigned_to": "nobody", "page": "one"},
    {"ordering": "zone__name", "page": "one", "stage": "all"},
    {"ordering": "-zone__name", "q": "prova", "stage": "done"},
    {"assigned_to": "nobody", "ordering": "page__title", "stage": "done"},
    {"q": "prova", "ordering": "-page__title", "zone": "one"},
    {"need": "any"},
    {"need": "any", "page": "one", "ordering": "page__title"},
    {"need": "any", "zone": "one", "ordering": "-zone__name", "stage": "todo"},
    {"need": "any", "status": ["in_review", "rejected"], "kind": "call"},
    {"need": "any", "assigned_to": "nobody", "submitted_at_from": "days"},
    {"need": "any", "q": "prova"},
    {"need": "new", "zone": "one", "assigned_to": "me"},
    {"need": "new", "status": "rejected"},
    {"need": "due", "page": "one"},
    {"need": "unread", "ordering": "page__title"},
]


@pytest.mark.parametrize("who", ["officer", "of a page", "of a zone", "of both", "of none"])
def test_the_counts_are_those_of_the_rows_for_every_filter(
    pages: Any, zones: Any, rows: None, who: str
) -> None:
    user = _account(who, pages, zones)
    some = list(Submission.objects.order_by("pk").values_list("pk", flat=True))[::3]
    Submission.objects.filter(pk__in=some).update(assigned_to=user)
    Submission.objects.filter(pk__in=some[::4]).update(unread_since=timezone.now())
    values = {"one": str(zones[0].pk), "days": (timezone.localdate() - timedelta(days=12)).isoformat()}

    wrong = []
    for chosen in CHOSEN:
        parameters = {
            name: values.get(value, value) if isinstance(value, str) else value
            for name, value in chosen.items()
        }
        if "page" in parameters:
            parameters["page"] = str(pages[1].pk)
        asked = listing(user, **parameters)
        counts, shown = asked.stage_counts, asked.rows(0, asked.how_many)
        in_stages = sum(counts[stage] for stage in ("todo", "waiting", "done"))
        if not asked.how_many == asked.found.count() == len(shown) or in_stages != counts["all"]:
            wrong.append((chosen, asked.how_many, asked.found.count(), len(shown), counts))

    assert wrong == []


@pytest.mark.parametrize("ordering", ["", "page__title", "-zone__name"])
@pytest.mark.parametrize("who", ["officer", "of a page", "of both", "of none"])
def test_what_the_filters_tell_is_not_counted_once_more(
    pages: Any,
    zones: Any,
    rows: None,
    who: str,
    ordering: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    user = _account(who, pages, zones)
    counting, told = (listing(user, stage="done", ordering=ordering) for _one in range(2))
    told.filters.look_up()

    with django_assert_num_queries(0):
        assert told.how_many == told.stage_counts["done"]
    assert told.stage_counts == counting.stage_counts
    assert [row.pk for row in told.rows(0, 100)] == [row.pk for row in counting.rows(0, 100)]


def _account(who: Any, pages: Any, zones: Any) -> User:
    if who == "officer":
        return member_of(Role.OFFICERS)
    user = committee_member(*(pages[1:2] if who in ("of a page", "of both") else []))
    if who in ("of a zone", "of both"):
        committee = CommitteeFactory.create()
        committee.members.add(user)
        committee.zones.add(zones[0])
    return user


@pytest.mark.parametrize(
    "who", ["officer", "of a page", "of a zone", "of both", "of none", "editor", "admin"]
)
def test_the_two_forms_of_the_scope_are_one(pages: Any, zones: Any, rows: None, who: str) -> None:
    user = {"editor": lambda: member_of(Role.EDITORS), "admin": administrator}.get(
        who, lambda: _account(who, pages, zones)
    )()

    by_lookup = set(Submission.objects.visible_to(user).values_list("pk", flat=True))

    assert set(reach_now(user).narrow(Submission.objects.all()).values_list("pk", flat=True)) == by_lookup
    counted = reach_now(user).narrow(SubmissionCount.objects.all()).by_page_and_status()
    assert sum(counted.values()) == len(by_lookup)


def test_an_account_that_was_switched_off_reaches_nothing(pages: Any, rows: None) -> None:
    user = member_of(Role.OFFICERS)
    user.is_active = False

    assert reach_now(user) == Reach()
    assert not reach_now(user).narrow(Submission.objects.all()).exists()


def test_a_committee_that_is_left_is_out_of_reach_at_the_next_request(
    client: Client, pages: Any, rows: None
) -> None:
    user = committee_member(pages[1])
    client.force_login(user)
    queue = reverse("candidature_review:index") + "?stage=all"
    assert client.get(queue).context["paginator"].count > 0

    user.committees.clear()

    assert client.get(queue).context["paginator"].count == 0
