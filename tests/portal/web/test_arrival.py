"""When a request arrived: only our own proxy is believed, and only within reason."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import timezone
from pytest_django import Settings

from portal.web.arrival import arrival


@pytest.fixture
def behind_a_proxy(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    settings.TRUST_ARRIVAL_TIME = True
    settings.ARRIVAL_MAX_SECONDS = 600


@pytest.fixture(autouse=True)
def time_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the machine takes from a header to the request that it stands in."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)


def ago(**headers: Any) -> timedelta:
    said: dict[str, Any] = {f"HTTP_X_REQUEST_{k.upper()}": str(v) for k, v in headers.items()}
    request = RequestFactory().post("/", **said)
    return timezone.now() - arrival(request)


# What nginx writes has thousandths.
SLACK = timedelta(milliseconds=2)


def test_a_body_that_the_proxy_read_for_a_minute_arrived_a_minute_ago(behind_a_proxy: None) -> None:
    assert abs(ago(start=f"{timezone.now().timestamp():.3f}", time="60.000") - timedelta(seconds=60)) < SLACK


def test_what_waited_between_proxy_and_portal_arrived_before_it_waited(behind_a_proxy: None) -> None:
    assert abs(ago(start=timezone.now().timestamp() - 5, time=60) - timedelta(seconds=65)) < SLACK


def test_nothing_arrived_longer_ago_than_the_settings_allow(behind_a_proxy: None) -> None:
    assert abs(ago(start=timezone.now().timestamp(), time=10**9) - timedelta(seconds=600)) < SLACK


def test_nothing_arrives_in_the_future(behind_a_proxy: None) -> None:
    assert timedelta(0) <= ago(start=timezone.now().timestamp() + 3600, time=0) < SLACK


@pytest.mark.parametrize(
    "headers",
    [{}, {"start": 1}, {"time": 60}, {"start": "x", "time": 60}, {"start": "nan", "time": 60},
     {"start": "1, 2", "time": 60}, {"start": "inf", "time": 60}, {"start": -1, "time": -60}],
)  # fmt: skip
def test_without_two_numbers_a_request_arrives_when_it_is_seen(behind_a_proxy: None, headers: Any) -> None:
    assert ago(**headers) < SLACK


@pytest.mark.parametrize(("proxies", "trusted"), [(0, True), (1, False)])
def test_a_visitor_cannot_arrive_earlier_by_saying_so(
    settings: Settings, proxies: int, trusted: bool
) -> None:
    settings.TRUSTED_PROXIES, settings.TRUST_ARRIVAL_TIME = proxies, trusted

    assert ago(start=timezone.now().timestamp(), time=300) < SLACK
