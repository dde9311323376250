"""Guessing a password ends in a page that says what to do, for that account from that address only."""

import pytest
from django.conf import settings as portal_settings
from django.test import Client, RequestFactory

from portal import logins
from portal.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "una-frase-lunga-e-segreta"


@pytest.fixture
def anna() -> User:
    return User.objects.create_superuser("anna@example.org", PASSWORD)


def log_in(name: str, password: str, address: str = "203.0.113.7"):
    return Client(REMOTE_ADDR=address).post("/admin/login/", {"username": name, "password": password})


def guess_until_locked(name: str = "anna@example.org"):
    for _attempt in range(portal_settings.AXES_FAILURE_LIMIT):
        response = log_in(name, "wrong")
    return response


def test_after_too_many_guesses_even_the_right_password_is_refused(anna):
    assert guess_until_locked().status_code == 429

    response = log_in("anna@example.org", PASSWORD)

    assert response.status_code == 429
    assert "<h1>" in response.content.decode()


def test_writing_the_name_otherwise_does_not_begin_a_new_count(anna):
    guess_until_locked(" ANNA@Example.org ")

    assert log_in("anna@example.org", PASSWORD).status_code == 429


def test_from_another_address_the_owner_still_gets_in(anna):
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
def test_only_addresses_written_by_our_own_proxies_are_believed(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR=forwarded)

    assert logins.client_address(request) == expected


def test_the_door_of_a_restricted_page_leads_on_to_the_admin_when_nothing_else_was_asked_for(anna):
    response = Client().post("/_util/login/", {"username": "anna@example.org", "password": PASSWORD})

    assert response["Location"] == "/admin/"
