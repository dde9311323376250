"""Only the button behind a letter's link begins to follow; looking at the page, as scanners do, does not."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_webtest import DjangoTestApp

from seguire.followers import confirming, keeping
from seguire.happened.noticing import newest
from seguire.models import Follower, FollowRequest, Frequency, Subscription
from tests.row_locks import locks_asked
from tests.seguire import site

pytestmark = pytest.mark.django_db


def link(address: str, *pages: Any, **more: Any) -> str:
    site.asked(address, *pages, **more)
    [found] = site.links_in(site.read()[-1])
    return found


def test_a_scanner_that_opens_the_link_confirms_nothing(client: Client) -> None:
    confirm = link("ada@example.org", site.zone())

    for method in (client.get, client.head):
        assert method(confirm).status_code == 200

    assert not Follower.objects.exists()


def test_the_button_begins_to_follow_and_leads_to_what_is_followed(django_app: DjangoTestApp) -> None:
    zone = site.zone("Zona Val di Prova")
    confirm = link("ada@example.org", zone, frequency=Frequency.WEEKLY)

    shown = site.posting(django_app.get(confirm)).submit().follow()

    assert "Fatto: gli aggiornamenti cominciano" in shown.text
    assert "Zona Val di Prova" in shown.text
    follower = Follower.objects.get()
    assert (follower.email, follower.frequency) == ("ada@example.org", "weekly")
    assert timezone.localtime(follower.next_at).strftime("%a %H:%M") == "Mon 08:00"


def test_pressed_twice_or_opened_again_it_leads_to_the_same_page(django_app: DjangoTestApp) -> None:
    confirm = link("ada@example.org", site.zone())
    form = site.posting(django_app.get(confirm))

    first, second, third = form.submit(), form.submit(), django_app.get(confirm)

    assert first.location == second.location
    assert third.location == first.location.partition("?")[0]
    assert Follower.objects.count() == Subscription.objects.count() == 1


def test_a_second_request_adds_to_the_first_and_its_frequency_counts(django_app: DjangoTestApp) -> None:
    first, second = site.zone("Prima"), site.zone("Seconda")
    site.following("ada@example.org", first)

    site.posting(django_app.get(link("ada@example.org", first, second, frequency=Frequency.WEEKLY))).submit()

    follower = Follower.objects.get()
    assert follower.frequency == Frequency.WEEKLY
    assert list(follower.subscriptions.values_list("title", flat=True)) == ["Prima", "Seconda"]


def test_it_ends_when_the_request_is_forgotten(client: Client) -> None:
    confirm = link("ada@example.org", site.zone())
    FollowRequest.objects.update(asked_at=timezone.now() - keeping.CONFIRM_WITHIN)

    assert client.get(confirm).status_code == 404
    assert client.post(confirm).status_code == 404
    assert not Follower.objects.exists()


@pytest.mark.parametrize("token", ["x", "A" * 22, "A" * 21 + "%00", "../../admin"])
def test_an_invented_link_opens_nothing(client: Client, token: str) -> None:
    answer = client.post(f"/seguire/conferma/{token}/")

    assert answer.status_code == 404
    assert not Follower.objects.exists()


def test_what_is_gone_by_then_is_not_followed(client: Client) -> None:
    zone = site.zone()
    confirm = link("ada@example.org", zone)
    zone.unpublish()

    assert "non è più sul sito" in client.get(confirm).content.decode()
    assert client.post(confirm).status_code == 404
    assert not Follower.objects.exists()


def test_whoever_ended_it_is_not_brought_back_by_the_old_link(client: Client) -> None:
    confirm = link("ada@example.org", site.zone())
    client.post(confirm)
    keeping.forget(Follower.objects.get())

    assert client.post(confirm).status_code == 404
    assert not Follower.objects.exists()


def test_a_hundred_things_at_most(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirming, "MOST", 1)
    site.following("ada@example.org", site.zone("Prima"))

    answer = client.post(link("ada@example.org", site.zone("Seconda")))

    assert answer.status_code == 409
    assert Subscription.objects.count() == 1


def test_the_request_is_locked_and_then_the_follower() -> None:
    asked = site.asked("ada@example.org", site.zone())
    newest()

    with locks_asked() as locked:
        confirming.confirm(asked, at=timezone.now())

    assert locked[0] == "seguire_followrequest"


def test_two_letters_that_are_confirmed_make_one_follower() -> None:
    first, second = site.zone("Prima"), site.zone("Seconda")
    requests = [site.asked("ada@example.org", one) for one in (first, second)]

    found = {confirming.confirm(one, at=timezone.now() + timedelta(seconds=1)) for one in requests}

    assert len(found) == 1
    assert Subscription.objects.count() == 2


def test_the_database_holds_no_secret_that_opens(client: Client) -> None:
    confirm = link("ada@example.org", site.zone())
    token = confirm.rstrip("/").rpartition("/")[2]
    mine = client.post(confirm)["Location"].partition("?")[0].rstrip("/").rpartition("/")[2]

    columns = [*FollowRequest.objects.values_list(), *Follower.objects.values_list()]

    assert token not in str(columns)
    assert mine not in str(columns)
