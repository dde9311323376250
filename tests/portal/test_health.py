"""What a load balancer learns."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from portal import outbox
from portal.models import Heartbeat, OutboxMessage


def test_alive_asks_no_database():
    assert Client().get("/healthz").content == b"ok"


@pytest.mark.django_db
class TestReady:
    @pytest.fixture(autouse=True)
    def worker(self) -> Heartbeat:
        return Heartbeat.objects.create(worker_id="w", beaten_at=timezone.now())

    def ask(self):
        response = Client().get("/readyz")
        return response.status_code, response.json()

    def test_it_is_ready_while_the_worker_beats_and_letters_leave(self):
        status, body = self.ask()

        assert status == 200
        assert body["ready"] is True

    def test_it_is_not_ready_when_the_worker_has_been_silent(self):
        Heartbeat.objects.update(beaten_at=timezone.now() - datetime.timedelta(minutes=5))

        status, body = self.ask()

        assert status == 503
        assert body["worker_heartbeat_seconds"] == "300, too old"
        assert body["database"] == "ok"

    def test_it_is_not_ready_when_a_letter_has_been_due_for_long(self):
        outbox.enqueue(key="k", recipient="a@example.org", subject="s", body="b")
        OutboxMessage.objects.update(next_attempt_at=timezone.now() - datetime.timedelta(hours=1))

        status, body = self.ask()

        assert status == 503
        assert "too old" in body["oldest_due_letter_seconds"]
        assert "example.org" not in str(body)
