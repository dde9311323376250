"""An event that is cancelled takes nobody, gives no seat, and says so wherever its people look."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from candidature.actors import APPLICANT, Actor
from candidature.intake.sending import WindowClosedError
from candidature.process.workflow import EventCancelledError, transition
from candidature.statuses import Status
from eventi.models import EventPage
from tests.candidature.factories import EventPageFactory, draft_token, overseer, submitted
from tests.candidature.intake.intake import send
from tests.candidature.public.journey import Journey

pytestmark = pytest.mark.django_db


def event(**facts: Any) -> EventPage:
    """One that the site shows, and that asks who comes and nothing else."""
    made: EventPage = EventPageFactory.create(parent=Site.objects.get().root_page, steps="[]", **facts)
    return made


def cancel(page: Any, note: str = "") -> None:
    page.cancelled, page.cancellation_note = True, note
    page.save_revision().publish()


def signed_up(page: Any, client: Client) -> Journey:
    journey = Journey(page, client)
    journey.start()
    journey.send()
    return journey


def test_what_was_being_written_is_not_sent_any_more() -> None:
    page = EventPageFactory.create()
    token = draft_token(page)
    cancel(page)

    with pytest.raises(WindowClosedError):
        send(page, token)


def test_a_seat_that_comes_free_is_given_to_nobody_until_the_event_is_restored() -> None:
    page = EventPageFactory.create(capacity=1)
    first, second = submitted(page), submitted(page)
    cancel(page)
    transition(first.pk, "withdraw", APPLICANT, expected_version=first.version)
    second.refresh_from_db()
    assert second.status == Status.RESERVE

    restored = EventPage.objects.get(pk=page.pk)
    restored.cancelled = False
    restored.save_revision().publish()

    second.refresh_from_db()
    assert second.status == Status.ACCEPTED


def test_no_officer_confirms_a_seat_either() -> None:
    page = EventPageFactory.create(admission="moderated")
    submission = submitted(page)
    cancel(page)

    with pytest.raises(EventCancelledError):
        transition(submission.pk, "accept", Actor.staff(overseer()), expected_version=submission.version)


def test_the_page_the_personal_page_and_the_receipt_say_so_and_why(client: Client) -> None:
    page = event(place="Sala civica", directions="Bus 7", what_to_bring="Penna")
    journey = signed_up(page, client)
    assert "Il tuo posto è confermato" in journey.get("follow").content.decode()
    cancel(page, "Si rifà in primavera.")

    seen = [client.get(page.url), journey.get("follow"), journey.get("receipt")]

    for shown in (answer.content.decode() for answer in seen):
        assert "Evento annullato" in shown
        assert "Si rifà in primavera." in shown
        assert "Ti aspettiamo" not in shown


def test_how_to_get_there_and_what_to_bring_stand_wherever_the_date_stands(client: Client) -> None:
    page = event(place="Sala", directions="Bus 7\nfermata <Duomo>", what_to_bring="Penna")
    journey = signed_up(page, client)

    for answer in (client.get(page.url), journey.get("follow"), journey.get("receipt")):
        shown = answer.content.decode()
        assert "Bus 7<br>fermata &lt;Duomo&gt;" in shown
        assert "Penna" in shown
