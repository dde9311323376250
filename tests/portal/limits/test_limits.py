"""Counts of what a visitor used hold for all processes, and are forgotten with their period."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from pytest_django import Settings

from portal.limits import counting as limits
from portal.limits.counting import Limit, LimitReachedError
from portal.models import LimitUsage
from portal.web import visitors
from portal.worker import clock

LIMIT = Limit("tried", "LIMIT_DRAFTS_PER_HOUR")
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def three(settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "LIMIT_DRAFTS_PER_HOUR": 3}


@pytest.mark.django_db
class TestSpending:
    def test_so_many_are_allowed_and_one_more_is_told_when_to_try_again(self) -> None:
        for _turn in range(3):
            limits.spend(LIMIT, "a", at=NOON + timedelta(minutes=59))

        with pytest.raises(LimitReachedError) as refusal:
            limits.spend(LIMIT, "a", at=NOON)

        assert refusal.value.retry_at == NOON + timedelta(hours=1)

    def test_another_visitor_another_kind_and_the_next_hour_count_on_their_own(self) -> None:
        limits.spend(LIMIT, "a", 3, at=NOON)

        limits.spend(LIMIT, "b", 3, at=NOON)
        limits.spend(Limit("other", LIMIT.setting), "a", 3, at=NOON)
        limits.spend(LIMIT, "a", 3, at=NOON + timedelta(hours=1))

    def test_what_would_pass_the_limit_uses_nothing_of_it(self) -> None:
        limits.spend(LIMIT, "a", 2, at=NOON)
        with pytest.raises(LimitReachedError):
            limits.spend(LIMIT, "a", 2, at=NOON)

        limits.spend(LIMIT, "a", 1, at=NOON)

    def test_an_amount_larger_than_the_whole_limit_is_refused_at_once(self) -> None:
        with pytest.raises(LimitReachedError):
            limits.spend(LIMIT, "a", 4, at=NOON)

    def test_no_address_is_kept(self) -> None:
        limits.spend(LIMIT, "192.0.2.7", at=NOON)

        assert "192.0.2.7" not in str(LimitUsage.objects.values().get())

    def test_the_clock_forgets_what_is_over_and_nothing_else(self) -> None:
        limits.spend(LIMIT, "a", at=NOON)
        limits.spend(LIMIT, "a", at=NOON + timedelta(hours=1))

        assert limits.prune(NOON + timedelta(hours=1)) == 1
        assert LimitUsage.objects.get().ends_at == NOON + timedelta(hours=2)
        assert "past limits" in {job.name for job in clock.registered()}


def test_of_many_at_once_no_more_than_the_limit_pass(committed_db: None) -> None:
    def spend(_turn: int) -> bool:
        try:
            limits.spend(LIMIT, "a")
        except LimitReachedError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        passed = list(pool.map(spend, range(6)))

    assert sum(passed) == 3


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("", "unknown"),
    ],
)
def test_a_household_on_ipv6_is_one_visitor(address: str, client: str) -> None:
    assert visitors.client_of(RequestFactory().get("/", REMOTE_ADDR=address)) == client


def test_a_kind_that_no_column_holds_is_refused_on_every_database() -> None:
    assert Limit("x" * 40, "LIMIT_DRAFTS_PER_HOUR").kind

    with pytest.raises(ValueError, match="longer than 40"):
        Limit("x" * 41, "LIMIT_DRAFTS_PER_HOUR")
