"""The next moment at which a page says something else although nobody changed it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidature.models import CallPage
from eventi.models import EventPage
from portal.page_cache.moments import next_moment
from tests.candidature.factories import CallPageFactory, EventPageFactory, participation_index
from tests.home.factories import make_home

pytestmark = pytest.mark.django_db

ROME = ZoneInfo("Europe/Rome")
NOON = datetime(2026, 5, 4, 12, tzinfo=ROME)
FAR = NOON + timedelta(days=900)


@pytest.mark.parametrize(
    ("moment", "midnight"),
    [
        (NOON, datetime(2026, 5, 5, tzinfo=ROME)),
        # Half past midnight in Rome, still yesterday in Greenwich.
        (datetime(2026, 5, 4, 22, 30, tzinfo=UTC), datetime(2026, 5, 6, tzinfo=ROME)),
        (datetime(2026, 5, 5, tzinfo=ROME), datetime(2026, 5, 6, tzinfo=ROME)),
        # The night of twenty-five hours.
        (datetime(2026, 10, 25, 0, 30, tzinfo=ROME), datetime(2026, 10, 26, tzinfo=ROME)),
    ],
)
def test_the_day_ends_where_the_portal_is(moment: datetime, midnight: datetime) -> None:
    assert next_moment(moment) == midnight


@pytest.mark.parametrize("field", ["opens_at", "closes_at", "suspended_until"])
def test_calls_change_when_their_moments_come(field: str) -> None:
    call = CallPageFactory.create(parent=participation_index(make_home()))
    # Whatever an editor may write, one moment at a time.
    dates = {"opens_at": FAR, "closes_at": FAR, field: NOON + timedelta(hours=1)}
    CallPage.objects.filter(pk=call.pk).update(**dates)
    assert next_moment(NOON) == NOON + timedelta(hours=1)
    assert next_moment(NOON + timedelta(hours=1)).time().hour == 0


@pytest.mark.parametrize("field", ["opens_at", "closes_at", "suspended_until", "starts_at", "ends_at"])
def test_events_change_when_their_moments_come(field: str) -> None:
    dates = dict.fromkeys(("opens_at", "closes_at", "starts_at", "ends_at"), FAR)
    event = EventPageFactory.create(parent=participation_index(make_home()))
    EventPage.objects.filter(pk=event.pk).update(**{**dates, field: NOON + timedelta(minutes=5)})
    assert next_moment(NOON) == NOON + timedelta(minutes=5)


def test_of_many_moments_the_first_counts_and_one_query_asks_for_it() -> None:
    index = participation_index(make_home())
    for hours in (3, 2, 5):
        CallPageFactory.create(parent=index, opens_at=NOON, closes_at=NOON + timedelta(hours=hours))
        EventPageFactory.create(parent=index)
    EventPage.objects.update(opens_at=NOON, closes_at=NOON + timedelta(hours=2, minutes=1))
    with CaptureQueriesContext(connection) as queries:
        assert next_moment(NOON) == NOON + timedelta(hours=2)
    assert len(queries) == 1
