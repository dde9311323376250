"""How one takes part stands wherever the day stands; the place and the way in only where they are of use."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from candidature.models import Submission
from candidature.published import telling
from eventi import invitations
from eventi.models import EventPage
from eventi.saying import when_and_where
from portal.models import OutboxMessage
from seguire.happened import news, noticing
from tests.candidature.factories import submitted
from tests.candidature.public.journey import Journey
from tests.eventi.calendars import event

pytestmark = pytest.mark.django_db

LINK = "https://example.org/stanza"
HALL = {"place": "Sala civica", "address": "Piazza Grande 1", "directions": "Bus 7"}


def republished(page: Any, **fields: Any) -> Any:
    page = EventPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


def told(submission: Submission) -> str:
    """The letter that is written about the last change."""
    before = OutboxMessage.objects.count()
    telling.tell_due(timezone.now() + timedelta(minutes=6))
    assert OutboxMessage.objects.count() > before
    return OutboxMessage.objects.filter(related_to=submission.reference).latest("pk").body


def entry(submission: Submission) -> str:
    made = invitations.make(str(submission.pk))
    return made.content.decode().replace("\r\n ", "") if made else ""


@pytest.mark.parametrize("waits", [False, True], ids=["has a seat", "waits"])
def test_a_letter_about_an_event_that_goes_online_says_so_and_sends_nobody_to_the_hall(waits: bool) -> None:
    page = event(capacity=1, **HALL)
    person = [submitted(page), submitted(page)][waits]

    republished(page, mode="online", online_url=LINK)
    letter = told(person)

    assert "Come si partecipa: Online" in letter
    assert "Prima si partecipava così: In presenza" in letter
    assert "Prima era qui: Sala civica, Piazza Grande 1" in letter
    assert "Dove:" not in letter
    assert "Bus 7" not in letter
    assert (LINK in letter) is not waits
    assert "LOCATION:Sala civica" not in entry(person)
    assert "Bus 7" not in entry(person)


def test_an_event_in_a_room_sends_no_way_in_from_afar() -> None:
    page = event(capacity=1, mode="mixed", online_url=LINK, **HALL)
    person = submitted(page)
    assert LINK in OutboxMessage.objects.get(related_to=person.reference).body

    republished(page, mode="in_person")
    letter = told(person)

    assert "Come si partecipa: In presenza\n" in letter
    assert "Prima si partecipava così: In presenza e online" in letter
    assert "Prima era qui" not in letter
    assert LINK not in letter
    assert LINK not in entry(person)
    assert page.answered.online_access(person) == LINK
    assert EventPage.objects.get(pk=page.pk).online_access(person) == ""


@pytest.mark.parametrize(
    ("mode", "change"),
    [("online", {"place": "Biblioteca"}), ("in_person", {"online_url": "https://example.org/altra"})],
)
def test_nobody_is_written_to_about_what_no_letter_names(mode: str, change: dict[str, str]) -> None:
    page = event(capacity=1, mode=mode, online_url=LINK, **HALL)
    submitted(page)
    before = OutboxMessage.objects.count()

    republished(page, **change)
    telling.tell_due(timezone.now() + timedelta(minutes=6))

    assert OutboxMessage.objects.count() == before


def test_the_place_that_was_left_stands_on_no_page_of_an_online_event(client: Client) -> None:
    page = event(mode="online", online_url=LINK, **HALL)
    journey = Journey(page, client)
    journey.start()
    journey.send()

    for answer in (client.get(page.url), journey.get("follow"), journey.get("receipt")):
        shown = answer.content.decode()
        assert "Online" in shown
        assert "Sala civica" not in shown
        assert "Bus 7" not in shown
    assert "Sala civica" not in " ".join(words for _label, words in when_and_where(page))


def test_who_follows_reads_how_one_takes_part() -> None:
    noticing.notice()
    page = event(mode="online", **HALL)
    noticing.notice(timezone.now() + timedelta(minutes=20))

    [one] = [found for found in news.lately()[1] if found.page_id == page.pk]

    assert ("Come si partecipa:", "Online") in one.details
    assert "Dove:" not in dict(one.details)
