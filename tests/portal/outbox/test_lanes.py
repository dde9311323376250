"""Receipts and links leave before anything else, however many letters wait."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from candidature.letters import draft_letters, way_back, writing
from portal.entrances import password_letters
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.outbox import undelivered
from tests.candidature.factories import CallPageFactory, begun, submitted

pytestmark = pytest.mark.django_db

Lane = OutboxMessage.Lane


def outcomes(how_many: int) -> None:
    """Letters of decisions, written long ago, all due."""
    written = [
        outbox.message(key=f"esito:{n}", recipient="chi@example.org", subject="Esito", body="Esito.")
        for n in range(how_many)
    ]
    for one in written:
        one.next_attempt_at = timezone.now() - timedelta(hours=1)
    outbox.enqueue_many(written)


def test_ten_thousand_outcomes_do_not_delay_the_link_of_a_draft() -> None:
    outcomes(10_000)
    draft, _secret = begun(CallPageFactory.create())
    draft_letters.write(draft_letters.SAVED, draft)

    outbox.deliver_due(limit=2)

    assert [letter.to for letter in mail.outbox] == [[draft.email], ["chi@example.org"]]


def test_one_that_comes_while_they_leave_is_the_next() -> None:
    outcomes(20)
    page = CallPageFactory.create()

    def goes_on() -> bool:
        if len(mail.outbox) == 5:
            submitted(page, email="adesso@example.org")
        return len(mail.outbox) < 7

    outbox.deliver_due(limit=50, goes_on=goes_on)

    assert mail.outbox[5].to == ["adesso@example.org"]


def test_whoever_waits_for_it_is_in_the_first_lane_and_an_outcome_in_the_other() -> None:
    page = CallPageFactory.create()
    submission = submitted(page)
    draft, _secret = begun(page)
    for letter in (draft_letters.SAVED, draft_letters.CONFIRM, draft_letters.BEGUN_AGAIN):
        draft_letters.write(letter, draft)
    way_back.request("chi@example.org", at=timezone.now())
    password_letters.request("chi@example.org")
    writing.write("new_link", submission)
    first = set(OutboxMessage.objects.values_list("pk", flat=True))
    for letter in ("accepted", "rejected", "info_reminder", "message"):
        writing.write(letter, submission, occasion="prova")

    lanes: dict[int, Any] = dict(OutboxMessage.objects.values_list("pk", "lane"))

    assert len(first) == 7
    assert {lanes[pk] for pk in first} == {Lane.FIRST}
    assert [lane for pk, lane in lanes.items() if pk not in first] == [Lane.ORDINARY] * 4


def test_a_letter_that_waits_by_choice_is_not_late() -> None:
    hour = timezone.now() + timedelta(hours=1)
    submission = submitted(CallPageFactory.create())
    waits = outbox.Waiting("bulk:1", hour)
    letter = writing.Letter("accepted", submission, submission.page.specific, waits=waits)
    writing.write_many([letter])
    OutboxMessage.objects.exclude(batch="bulk:1").delete()
    OutboxMessage.objects.update(created_at=timezone.now() - timedelta(minutes=30))

    assert not undelivered.late().exists()
    assert undelivered.late(hour + timedelta(minutes=16)).exists()
