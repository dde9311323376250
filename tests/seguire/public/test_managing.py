"""«Le tue iscrizioni»: what is followed is changed and ended behind the link of every letter."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_webtest import DjangoTestApp

from portal.models import OutboxMessage
from seguire.followers import secret_links
from seguire.models import Follower, FollowRequest, Frequency, Subscription
from tests.seguire import site

pytestmark = pytest.mark.django_db


@pytest.fixture
def follower() -> Follower:
    return site.following("ada@example.org", site.zone("Prima"), site.zone("Seconda"))


def address(follower: Follower, view: str = "mine") -> str:
    return reverse(f"seguire:{view}", args=[secret_links.token_of(follower)])


def form_with(page: Any, name: str) -> Any:
    return next(form for form in page.forms.values() if name in form.fields)


def test_one_of_two_is_ended(django_app: DjangoTestApp, follower: Follower) -> None:
    page = django_app.get(address(follower))

    shown = form_with(page, "stop").submit("stop").follow()

    assert "non la segui più" in shown.text
    assert [one.title for one in Subscription.objects.all()] == ["Seconda"]


def test_with_the_last_one_the_address_goes(django_app: DjangoTestApp, follower: Follower) -> None:
    for _turn in range(2):
        page = django_app.get(address(follower))
        shown = form_with(page, "stop").submit("stop").follow()

    assert "sono cancellati" in shown.text
    assert not Follower.objects.exists()


def test_how_often_is_changed(django_app: DjangoTestApp, follower: Follower) -> None:
    form = form_with(django_app.get(address(follower)), "frequency")
    form["frequency"] = "weekly"

    shown = form.submit().follow()

    assert "abbiamo cambiato quando ti scriviamo" in shown.text
    follower.refresh_from_db()
    assert follower.frequency == Frequency.WEEKLY
    assert follower.next_at == site.monday()


@pytest.mark.parametrize(
    "posted", [{"frequency": "hourly"}, {"frequency": ""}, {}, {"stop": "x"}, {"stop": "9" * 30}]
)
def test_what_the_page_does_not_offer_changes_nothing(
    client: Client, follower: Follower, posted: dict[str, str]
) -> None:
    answer = client.post(address(follower), posted)

    assert answer.status_code == 302
    assert Subscription.objects.count() == 2
    assert Follower.objects.get().frequency == follower.frequency


def test_nobody_ends_what_another_follows(client: Client, follower: Follower) -> None:
    other = site.following("bo@example.org", site.zone("Terza"))
    number = other.subscriptions.get().pk

    client.post(address(follower), {"stop": str(number)})

    assert other.subscriptions.exists()


def test_ending_all_asks_first_and_forgets_everything(django_app: DjangoTestApp, follower: Follower) -> None:
    site.asked("ada@example.org", site.zone("Terza"))
    page = django_app.get(address(follower, "stop"))
    assert Follower.objects.exists()

    shown = site.posting(page).submit().follow()

    assert "Non riceverai più aggiornamenti" in shown.text
    assert not Follower.objects.exists()
    assert not FollowRequest.objects.exists()
    assert not OutboxMessage.objects.filter(recipient="ada@example.org").exists()


def test_one_press_of_a_mail_program_ends_all(follower: Follower) -> None:
    """Without a cookie, a token against forgery or a redirect (RFC 8058)."""
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(address(follower, "stop"), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert not answer.cookies
    assert not Follower.objects.exists()


def test_pressed_again_by_a_mail_program_it_is_done(follower: Follower) -> None:
    strict = Client(enforce_csrf_checks=True)
    for _turn in range(2):
        answer = strict.post(address(follower, "stop"), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200


def test_looking_ends_nothing(client: Client, follower: Follower) -> None:
    for view in ("mine", "stop", "still"):
        answer = client.get(address(follower, view))
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies

    assert Subscription.objects.count() == 2


@pytest.mark.parametrize("view", ["mine", "stop", "still"])
def test_the_link_of_who_is_forgotten_says_so(client: Client, follower: Follower, view: str) -> None:
    gone = address(follower, view)
    follower.delete()

    for method in (client.get, client.post):
        answer = method(gone)
        assert answer.status_code == 404
        assert "Questo collegamento non porta a nulla" in answer.content.decode()


def test_a_press_says_that_the_letters_are_wanted(client: Client, follower: Follower) -> None:
    Follower.objects.update(
        wanted_at=follower.wanted_at.replace(year=2020), asked_at=follower.wanted_at, refusals=3
    )

    answer = client.post(address(follower, "still"), follow=True)

    assert "gli aggiornamenti continuano" in answer.content.decode()
    found = Follower.objects.get()
    assert (found.asked_at, found.refusals) == (None, 0)
    assert found.wanted_at.year > 2020
