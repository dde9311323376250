"""Addresses of other sites: whose turn it is, how often, and when one is broken."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from home.models import HomePage
from portal.broken_links import outside
from portal.broken_links.asking import Outcome
from portal.broken_links.checking import check
from portal.broken_links.models import OutsideAddress
from portal.broken_links.outside import look
from portal.models import BrokenLink
from portal.roles import Role
from portal.worker.process import Worker
from tests.home.factories import make_home
from tests.istruttoria.people import member_of
from tests.portal.broken_links.test_broken_links import page_with

pytestmark = pytest.mark.django_db

ONE, TWO = "https://uno.example/pagina", "https://due.example/"


class Internet:
    """What is there; the rest fails."""

    def __init__(self) -> None:
        self.there: set[str] = set()
        self.private: set[str] = set()
        self.asked: list[str] = []

    def ask(self, url: str) -> Outcome:
        self.asked.append(url)
        if url in self.private:
            return Outcome.NOT_ASKED
        return Outcome.WELL if url in self.there else Outcome.FAILED


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> Internet:
    found = Internet()
    monkeypatch.setattr(outside, "ask", found.ask)
    return found


@pytest.fixture
def home() -> HomePage:
    return make_home()


def linking_to(home: HomePage, *urls: str) -> None:
    html = "".join(f'<p><a href="{url}">là</a></p>' for url in urls)
    page_with(home, {"type": "text", "id": "t1", "value": html})


def at_once(_seconds: float) -> bool:
    return True


def on_day(number: int) -> None:
    """As if the last look had been so many days ago."""
    for row in OutsideAddress.objects.all():
        OutsideAddress.objects.filter(pk=row.pk).update(
            asked_at=row.asked_at and row.asked_at - timedelta(days=number),
            failed_on=row.failed_on and row.failed_on - timedelta(days=number),
        )


def failures(url: str) -> int:
    return OutsideAddress.objects.get(url=url).failures


def test_what_pages_link_to_is_asked_once_a_day(home: HomePage, internet: Internet) -> None:
    internet.there = {ONE, TWO}
    linking_to(home, ONE, TWO, ONE)
    page_with(home, {"type": "call_to_action", "id": "c1", "value": {"title": "Vai", "url": TWO}})

    assert [look(at_once), look(at_once)] == [2, 0]

    assert sorted(internet.asked) == [TWO, ONE]
    on_day(1)
    assert look(at_once) == 2


def test_what_no_page_links_to_any_more_is_forgotten(home: HomePage, internet: Internet) -> None:
    OutsideAddress.objects.create(url=TWO)
    linking_to(home, ONE)

    look(at_once)

    assert [row.url for row in OutsideAddress.objects.all()] == [ONE]


@pytest.mark.parametrize(
    "url",
    [
        "mailto:a@example.org",
        "tel:+39061234",
        "#qui",
        "/pagina/",
        "javascript:1",
        f"https://a.example/{'a' * 500}",
    ],
)
def test_what_is_no_address_of_another_site_is_not_asked(
    home: HomePage, internet: Internet, url: str
) -> None:
    linking_to(home, url)

    assert look(at_once) == 0


def test_an_address_is_broken_once_it_failed_on_three_days(
    home: HomePage, internet: Internet, settings: Settings
) -> None:
    settings.CHECK_OUTSIDE_LINKS = True
    linking_to(home, ONE)
    for _day in range(2):
        look(at_once)
        on_day(1)
    assert check() == 0

    look(at_once)

    assert check() == 1
    row = BrokenLink.objects.get()
    assert (row.fault, row.target, row.place) == (BrokenLink.Fault.OUTSIDE, ONE, "body.t1")


def test_a_day_counts_once(home: HomePage, internet: Internet) -> None:
    linking_to(home, ONE)
    look(at_once)
    OutsideAddress.objects.update(asked_at=timezone.now() - timedelta(days=1))

    look(at_once)

    assert failures(ONE) == 1


@pytest.mark.parametrize("answer", ["there", "private"])
def test_an_answer_between_begins_the_count_anew(home: HomePage, internet: Internet, answer: str) -> None:
    linking_to(home, ONE)
    OutsideAddress.objects.create(url=ONE, failures=2, failed_on=date(2026, 1, 1))
    setattr(internet, answer, {ONE})

    look(at_once)

    assert failures(ONE) == 0


def test_where_nobody_answers_it_is_we_who_have_no_network(home: HomePage, internet: Internet) -> None:
    linking_to(home, *(f"https://s{number}.example/" for number in range(outside.NO_NETWORK_FROM)))

    assert look(at_once) == 0

    assert not OutsideAddress.objects.exclude(failures=0).exists()


def test_what_is_never_asked_does_not_make_a_network(home: HomePage, internet: Internet) -> None:
    internet.private = {ONE}
    linking_to(home, ONE, *(f"https://s{number}.example/" for number in range(outside.NO_NETWORK_FROM)))

    look(at_once)

    assert not OutsideAddress.objects.exclude(failures=0).exists()


def test_many_addresses_of_one_site_that_is_gone_keep_no_other_from_its_turn(
    home: HomePage, internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "MOST_IN_A_RUN", 6)
    internet.there = {"https://z.example/"}
    gone = [f"https://chiuso.example/{number}" for number in range(7)]
    linking_to(home, *gone, "https://z.example/")

    assert [look(at_once), look(at_once)] == [6, 2]

    assert "https://z.example/" in internet.asked
    assert OutsideAddress.objects.filter(failures=1).count() == len(gone)


def test_where_several_sites_are_gone_the_others_have_their_turn_all_the_same(
    home: HomePage, internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "MOST_IN_A_RUN", outside.NO_NETWORK_FROM)
    internet.there = {"https://z.example/"}
    silent = [f"https://s{number}.example/" for number in range(outside.NO_NETWORK_FROM)]
    linking_to(home, *silent, "https://z.example/")

    assert [look(at_once), look(at_once)] == [0, 1]


def test_a_run_asks_so_many_and_the_next_goes_on_with_the_others(
    home: HomePage, internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "MOST_IN_A_RUN", 2)
    urls = {f"https://s{number}.example/" for number in range(3)}
    internet.there = urls
    linking_to(home, *urls)

    assert [look(at_once), look(at_once), look(at_once)] == [2, 1, 0]
    assert set(internet.asked) == urls


def test_there_is_a_pause_between_two_addresses_of_one_site(home: HomePage, internet: Internet) -> None:
    pauses: list[float] = []
    linking_to(home, "https://a.example/1", "https://a.example/2", "https://b.example/")

    def waits(seconds: float) -> bool:
        pauses.append(round(seconds))
        return True

    look(waits)

    assert pauses == [0, outside.PAUSE_FOR_A_SITE, 0]


def test_a_worker_that_is_told_to_stop_asks_nobody_more(home: HomePage, internet: Internet) -> None:
    linking_to(home, ONE, TWO)

    assert look(lambda _seconds: False) == 0
    assert internet.asked == []


def test_the_loop_ends_when_it_is_told_to(internet: Internet, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, ticks = threading.Event(), []

    def tick() -> None:
        ticks.append(1)
        stop.set()

    monkeypatch.setattr(outside, "close_old_connections", lambda: None)

    outside.run(stop, tick)

    assert ticks


@pytest.mark.parametrize("wanted", [True, False])
def test_the_worker_asks_other_sites_only_where_the_settings_say_so(settings: Settings, wanted: bool) -> None:
    settings.CHECK_OUTSIDE_LINKS = wanted

    assert (outside.run in [part.run for part in Worker().parts]) == wanted


def test_what_was_found_before_it_was_switched_off_is_not_shown(home: HomePage, settings: Settings) -> None:
    linking_to(home, ONE)
    OutsideAddress.objects.create(url=ONE, failures=3)
    settings.CHECK_OUTSIDE_LINKS = True
    assert check() == 1
    settings.CHECK_OUTSIDE_LINKS = False

    assert check() == 0


def test_the_report_leads_to_the_address(home: HomePage, settings: Settings, client: Client) -> None:
    settings.CHECK_OUTSIDE_LINKS = True
    linking_to(home, ONE)
    OutsideAddress.objects.create(url=ONE, failures=3)
    check()
    client.force_login(member_of(Role.EDITORS))

    text: Any = client.get(reverse("broken_links")).content.decode()

    assert f'<a href="{ONE}" rel="noreferrer">{ONE}</a>' in text


def test_it_is_off_unless_somebody_asks_for_it(settings: Settings) -> None:
    assert settings.CHECK_OUTSIDE_LINKS is False
