"""No filter of the queue, alone or with others, asks more of the database than a list may."""

from collections import defaultdict

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.roles import Role
from tests.candidature.factories import submitted
from tests.istruttoria.asked import FILTERS, values_of
from tests.istruttoria.hidden import QUEUE, hide
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db

MOST = 12
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}
ALONE = {"sqlite": "USING COVERING INDEX", "postgresql": "Index Only Scan using"}
# As somebody joins them: what is counted with what is not, words, an order through pages or zones.
TOGETHER = [
    ("page", "proposal"),
    ("zone", "term", "others"),
    ("assigned_to", "messages", "submitted_at"),
    ("label", "twice"),
    ("status", "points", "erasure"),
    ("need", "kind", "unreached"),
]
BESIDES: list[dict[str, str]] = [
    {},
    {"q": "zafferanox"},
    {"ordering": "page__title"},
    {"ordering": "-zone__name"},
]


@pytest.mark.parametrize("who", ["officer", "reviewer"])
def test_every_filter_keeps_to_the_queries_of_a_list(who: str, client: Client) -> None:
    there = hide()
    for page in there.pages:
        submitted(page)
    user = member_of(Role.OFFICERS) if who == "officer" else committee_member(*there.pages)
    client.force_login(user)
    client.get(QUEUE, {"stage": "all"})
    values = values_of(user)
    found: dict[str, int] = defaultdict(int)
    too_many = []

    for name in FILTERS:
        for asked in values[name]:
            queries, rows = _asked(client, {"stage": "all", **asked})
            found[name] = max(found[name], rows)
            if queries > MOST:
                too_many.append((asked, queries))
    for names in TOGETHER:
        joined = {key: value for name in names for key, value in values[name][-1].items()}
        for more in BESIDES:
            queries, _rows = _asked(client, {**joined, **more})
            if queries > MOST:
                too_many.append((joined | more, queries))

    assert too_many == []
    assert [name for name in FILTERS if not found[name]] == []


def _asked(client: Client, parameters: dict[str, str]) -> tuple[int, int]:
    """The queries of a list, and how many it holds."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(QUEUE, parameters)
    assert response.status_code == 200
    return len(queries), response.context["paginator"].count


def test_what_waits_is_counted_from_an_index_that_holds_all_that_is_asked(client: Client) -> None:
    """Of 100,000 some 7,000 wait: to read each row took PostgreSQL fifteen times as long."""
    client.force_login(member_of(Role.OFFICERS))
    with CaptureQueriesContext(connection) as asked:
        client.get(QUEUE)
    counting = [one["sql"] for one in asked if "'need'" in one["sql"]]

    assert counting
    assert all(f"{ALONE[connection.vendor]} submission_waiting" in _plan(one) for one in counting)


def _plan(asked: str) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Of a handful of rows it would read them all.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"{EXPLAIN[connection.vendor]} {asked}")
        return "\n".join(str(row) for row in cursor.fetchall())
