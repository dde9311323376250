"""Whether something is open, and the words for it, are the same wherever they are read."""

import html
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from candidature.intake import sending
from candidature.models import Submission
from candidature.pages.window import Facts, Reason, Window, reason, standing
from eventi.words import EVENT
from home.models import HomePage
from tests.candidature.factories import (
    CallPageFactory,
    EventPageFactory,
    draft_token,
    participation_index,
    submitted,
)
from tests.territori.factories import TerritoryPageFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NO_STEPS = json.dumps([])
# What each state is made of, in days from now; None is a date that nobody knows.
CALLS = {
    Reason.OPEN: {},
    Reason.REACHED: {"most_submissions": 1},
    Reason.UPCOMING: {"opens_at": 1, "closes_at": 3},
    Reason.CLOSED: {"opens_at": -3, "closes_at": -1},
    Reason.CONCLUDED: {"opens_at": None, "closes_at": None, "concluded": True},
    Reason.UNDATED: {"opens_at": None, "closes_at": None},
    Reason.NO_NOTICE: {"privacy_notice": None},
    Reason.NO_QUESTIONS: {"steps": NO_STEPS},
    # Nobody is late while it is suspended.
    Reason.SUSPENDED: {"suspended": True, "opens_at": -3, "closes_at": -1},
}
EVENTS = {
    Reason.OPEN: {},
    Reason.FULL: {"capacity": 1},
    Reason.UPCOMING: {"opens_at": 1, "closes_at": 3},
    Reason.CLOSED: {"opens_at": -3, "closes_at": -1},
    Reason.CONCLUDED: {
        "opens_at": None,
        "closes_at": None,
        "concluded": True,
        "starts_at": None,
        "ends_at": None,
    },
    Reason.UNDATED: {"opens_at": None, "closes_at": None},
    Reason.NO_NOTICE: {"privacy_notice": None},
    Reason.BEGUN: {"starts_at": -0.5, "ends_at": 0.5},
    Reason.OVER: {"starts_at": -2, "ends_at": -1},
    Reason.CANCELLED: {"cancelled": True},
    Reason.SUSPENDED: {"suspended": True},
}
STATES = [(CallPageFactory, why, facts) for why, facts in CALLS.items()]
STATES += [(EventPageFactory, why, facts) for why, facts in EVENTS.items()]


def dated(facts: Any) -> Any:
    now = timezone.now()
    return {
        name: now + value * DAY if name.endswith("_at") and value is not None else value
        for name, value in facts.items()
    }


def words(response: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).split())


def home_of_the_site() -> HomePage:
    home = Site.objects.get().root_page
    if not isinstance(home.specific, HomePage):
        home = home.add_child(instance=HomePage(title="Inizio", slug="inizio"))
        Site.objects.update(root_page=home)
        Site.clear_site_root_paths_cache()
    found: HomePage = home.specific
    return found


@pytest.mark.parametrize(
    ("factory", "why", "facts"), STATES, ids=[f"{f._meta.model.__name__}-{w}" for f, w, _x in STATES]
)
def test_every_place_says_the_same_of_every_state(client: Client, factory: Any, why: Any, facts: Any) -> None:
    home = home_of_the_site()
    index = participation_index(home)
    territory = TerritoryPageFactory.create(parent=home)
    page = factory(parent=index, office="Ufficio prova", contact_email="ufficio@example.org", **dated(facts))
    page.territories.set([territory])
    page.save()
    all_came = why in (Reason.FULL, Reason.REACHED)
    if all_came:
        submitted(page)

    said = standing(page.facts(is_full=all_came))
    assert said.reason is why

    on_the_page = words(client.get(page.url))
    assert said.label in on_the_page
    assert said.sentence in on_the_page
    asks = "A chi chiedere Ufficio prova ufficio@example.org"
    assert (asks in on_the_page) is not said.is_open
    assert said.label in words(client.get(index.url))
    assert said.label in words(client.get(territory.url))
    way_in = reverse("candidature:start", args=[page.pk])
    form = client.get(way_in)
    assert (way_in in client.get(page.url).content.decode()) is said.is_open
    if said.is_open:
        assert form.status_code == 200
        assert page.takes_one_more()
    else:
        assert form.status_code == (410 if said.window is Window.CLOSED else 409)
        assert said.heading in words(form)
        assert said.sentence in words(form)
        assert asks in words(form)
        assert not page.takes_one_more()


def test_of_a_full_event_nobody_is_told_that_it_takes_sign_ups(client: Client) -> None:
    """By the words themselves, whatever the rule says."""
    home = home_of_the_site()
    territory = TerritoryPageFactory.create(parent=home)
    event = EventPageFactory.create(parent=participation_index(home), capacity=1)
    event.territories.set([territory])
    event.save()
    # Its page, its card in the list, on a territory and on the home page.
    places = [event, event.get_parent(), territory, home]
    for place in places:
        assert "Iscrizioni aperte" in words(client.get(place.url)), place

    submitted(event)

    for place in places:
        shown = words(client.get(place.url))
        assert "Posti esauriti" in shown, place
        assert "Iscrizioni aperte" not in shown, place


def test_every_reason_was_tried() -> None:
    # What is not published has no page of its own: see below.
    assert {why for _factory, why, _facts in STATES} == set(Reason) - {Reason.UNPUBLISHED}


def test_a_finished_event_takes_no_sign_up_whatever_its_closing_date_says(client: Client) -> None:
    event = EventPageFactory.create(closes_at=timezone.now() + 7 * DAY)
    token = draft_token(event)
    event.starts_at, event.ends_at = timezone.now() - 2 * DAY, timezone.now() - DAY
    event.save()

    with pytest.raises(sending.WindowClosedError):
        sending.submit(token, received_at=timezone.now(), notice_id=event.privacy_notice_id)

    assert client.get(reverse("candidature:summary", args=[token])).status_code == 410
    assert not Submission.objects.exists()


def test_an_event_takes_sign_ups_until_the_very_moment_it_begins() -> None:
    now = timezone.now()
    facts = Facts(now - DAY, now + 7 * DAY, starts_at=now, ends_at=now + DAY, sentences=EVENT.sentences)

    assert reason(facts, now - timedelta(microseconds=1)) is Reason.OPEN
    assert reason(facts, now) is Reason.BEGUN


def test_a_sign_up_received_before_an_event_began_is_taken_though_it_was_waited_for() -> None:
    event = EventPageFactory.create()
    token = draft_token(event)
    received_at = timezone.now()
    event.starts_at = received_at + timedelta(microseconds=1)
    event.ends_at = received_at + DAY
    event.save()

    assert sending.submit(token, received_at=received_at, notice_id=event.privacy_notice_id).pk
