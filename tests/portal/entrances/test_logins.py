"""Guessing a password ends in a page that says what to do, for that account from that address only."""

import re
from typing import Any

import pytest
from django.conf import settings as portal_settings
from django.test import Client, RequestFactory
from pytest_django import Settings

from portal.models import User
from portal.web import visitors

pytestmark = pytest.mark.django_db
PASSWORD = "una-frase-lunga-e-segreta"


@pytest.fixture
def anna() -> User:
    return User.objects.create_superuser("anna@example.org", PASSWORD)


def log_in(name: str, password: str, address: str = "203.0.113.7") -> Any:
    return Client(REMOTE_ADDR=address).post("/admin/login/", {"username": name, "password": password})


def guess_until_locked(name: str = "anna@example.org") -> Any:
    for _attempt in range(portal_settings.AXES_FAILURE_LIMIT):
        response = log_in(name, "wrong")
    return response


def test_after_too_many_guesses_even_the_right_password_is_refused(anna: User) -> None:
    assert guess_until_locked().status_code == 429

    response = log_in("anna@example.org", PASSWORD)

    assert response.status_code == 429
    assert "<h1>" in response.content.decode()


def test_writing_the_name_otherwise_does_not_begin_a_new_count(anna: User) -> None:
    guess_until_locked(" ANNA@Example.org ")

    assert log_in("anna@example.org", PASSWORD).status_code == 429


def test_from_another_address_the_owner_still_gets_in(anna: User) -> None:
    guess_until_locked()

    assert log_in("anna@example.org", PASSWORD, "198.51.100.1").status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.1", "10.0.0.9"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        (2, "1.1.1.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (1, "", "10.0.0.9"),
        (1, "<script>", None),
    ],
)
def test_only_addresses_written_by_our_own_proxies_are_believed(
    settings: Settings, proxies: int, forwarded: str, expected: str | None
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR=forwarded)

    assert visitors.client_address(request) == expected


def test_the_door_of_a_restricted_page_leads_on_to_the_admin_when_nothing_else_was_asked_for(
    anna: User,
) -> None:
    response = Client().post("/_util/login/", {"username": "anna@example.org", "password": PASSWORD})

    assert response["Location"] == "/admin/"


def guess_accounts(how_many: int, address: str = "203.0.113.7") -> Any:
    return [log_in(f"persona{number}@example.org", "wrong", address) for number in range(how_many)]


def test_whoever_tries_many_accounts_is_told_from_which_hour_to_try_again(anna: User) -> None:
    answers = guess_accounts(portal_settings.LOGIN_FAILED_ACCOUNTS + 1)

    assert [answer.status_code for answer in answers[:-1]] == [200] * portal_settings.LOGIN_FAILED_ACCOUNTS
    refused = answers[-1]
    assert refused.status_code == 429
    assert re.search(r"Puoi riprovare dalle ore \d\d:\d\d", refused.content.decode())
    assert 0 < int(refused["Retry-After"]) <= 16 * 60
    assert log_in("anna@example.org", PASSWORD).status_code == 429


def test_the_other_door_counts_the_same_accounts(anna: User) -> None:
    guess_accounts(portal_settings.LOGIN_FAILED_ACCOUNTS)

    answer = Client(REMOTE_ADDR="203.0.113.7").post(
        "/_util/login/", {"username": "anna@example.org", "password": PASSWORD}
    )

    assert answer.status_code == 429


def test_from_elsewhere_everybody_still_gets_in_while_one_address_is_stopped(anna: User) -> None:
    guess_accounts(portal_settings.LOGIN_FAILED_ACCOUNTS + 1)

    assert log_in("anna@example.org", PASSWORD, "198.51.100.1").status_code == 302


def test_a_whole_office_behind_one_address_logs_in_however_many_they_are(anna: User) -> None:
    for number in range(portal_settings.LOGIN_FAILED_ACCOUNTS + 5):
        User.objects.create_superuser(f"collega{number}@example.org", PASSWORD)

    # Each mistypes once before getting it right.
    for number in range(portal_settings.LOGIN_FAILED_ACCOUNTS + 5):
        assert log_in(f"collega{number}@example.org", "wrong").status_code == 200
        assert log_in(f"collega{number}@example.org", PASSWORD).status_code == 302


def test_who_is_already_in_goes_on_working_while_the_address_is_stopped(anna: User) -> None:
    inside = Client(REMOTE_ADDR="203.0.113.7")
    inside.post("/admin/login/", {"username": "anna@example.org", "password": PASSWORD})
    guess_accounts(portal_settings.LOGIN_FAILED_ACCOUNTS + 1)

    assert inside.get("/admin/").status_code == 200


def test_behind_our_proxy_visitors_are_told_apart_by_what_it_wrote(anna: User, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1

    def through_proxy(visitor: str, name: str, password: str) -> Any:
        client = Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"1.2.3.{len(name)}, {visitor}")
        return client.post("/admin/login/", {"username": name, "password": password})

    for number in range(portal_settings.LOGIN_FAILED_ACCOUNTS):
        through_proxy("203.0.113.7", f"{'x' * number}persona@example.org", "wrong")

    assert through_proxy("203.0.113.7", "anna@example.org", PASSWORD).status_code == 429
    assert through_proxy("203.0.113.8", "anna@example.org", PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("address", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("", "unix:", True),
    ],
)
def test_a_visitor_is_an_address_or_the_network_of_an_ipv6_line(address: str, other: str, same: bool) -> None:
    first, second = (
        visitors.client_of(RequestFactory().get("/", REMOTE_ADDR=one)) for one in (address, other)
    )

    assert (first == second) is same
