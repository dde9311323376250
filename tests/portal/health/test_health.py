"""What a load balancer learns, and what whoever looks after the portal reads there."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.health import readiness
from portal.health.readiness import Finding, State
from portal.models import Heartbeat, OutboxMessage
from portal.outbox import sending as outbox


def test_alive_asks_no_database() -> None:
    assert Client().get("/healthz").content == b"ok"


@pytest.mark.django_db
class TestReady:
    @pytest.fixture(autouse=True)
    def worker(self) -> Heartbeat:
        return Heartbeat.objects.create(worker_id="w", beaten_at=timezone.now())

    @pytest.fixture
    def own_checks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The checks of this test are added to those of the portal, and gone afterwards."""
        monkeypatch.setattr(readiness, "_checks", dict(readiness._checks))

    def ask(self) -> Any:
        response = Client().get("/readyz")
        return response.status_code, response.json()

    def test_it_is_ready_while_the_worker_beats_and_letters_leave(self) -> None:
        status, body = self.ask()

        assert status == 200
        assert (body["ready"], body["state"]) == (True, "ok")
        assert set(body["checks"]) >= {"database", "migrations", "cache", "worker", "letters"}

    @pytest.mark.parametrize(
        ("minutes", "detail"),
        [(-5, "too old"), (5, "in the future"), (60 * 24 * 365, "in the future")],
    )
    def test_it_is_not_ready_when_the_heartbeat_is_not_of_now(self, minutes: Any, detail: str) -> None:
        Heartbeat.objects.update(beaten_at=timezone.now() + datetime.timedelta(minutes=minutes))

        status, body = self.ask()

        assert status == 503
        assert body["ready"] is False
        assert body["checks"]["worker"]["state"] == "failing"
        assert body["checks"]["worker"]["detail"] == detail
        assert body["checks"]["database"] == {"state": "ok"}

    def test_a_clock_that_runs_a_little_ahead_is_believed(self) -> None:
        Heartbeat.objects.update(beaten_at=timezone.now() + datetime.timedelta(seconds=10))

        assert self.ask()[0] == 200

    def test_a_dead_worker_with_a_wrong_clock_hides_neither_a_living_one_nor_its_silence(self) -> None:
        ahead = timezone.now() + datetime.timedelta(days=1)
        Heartbeat.objects.create(worker_id="ahead", beaten_at=ahead)
        assert self.ask()[0] == 200

        Heartbeat.objects.filter(worker_id="w").update(beaten_at=timezone.now() - datetime.timedelta(hours=1))
        assert self.ask()[0] == 503

    def test_without_any_worker_it_is_not_ready(self) -> None:
        Heartbeat.objects.all().delete()

        status, body = self.ask()

        assert (status, body["checks"]["worker"]["detail"]) == (503, "never seen")

    @pytest.mark.parametrize("next_attempt", [-30, 10, 600], ids=["due", "claimed", "between attempts"])
    def test_a_letter_that_is_late_is_a_warning_whatever_its_next_attempt(self, next_attempt: Any) -> None:
        outbox.enqueue(key="k", recipient="a@example.org", subject="s", body="b")
        now = timezone.now()
        OutboxMessage.objects.update(
            created_at=now - datetime.timedelta(hours=1),
            next_attempt_at=now + datetime.timedelta(minutes=next_attempt),
            attempts=1,
        )

        status, body = self.ask()

        assert (status, body["ready"], body["state"]) == (200, True, "warning")
        assert body["checks"]["letters"]["detail"] == "late"
        assert 3600 <= body["checks"]["letters"]["oldest_late_seconds"] < 3700
        assert "example.org" not in str(body)

    def test_a_letter_written_just_now_is_not_late(self) -> None:
        outbox.enqueue(key="k", recipient="a@example.org", subject="s", body="b")

        assert self.ask()[1]["checks"]["letters"]["state"] == "ok"

    def test_an_app_adds_a_check_of_its_own(self, own_checks: None) -> None:
        readiness.register("space", lambda: Finding(State.WARNING, "little", {"free_megabytes": 7}))

        status, body = self.ask()

        assert (status, body["state"]) == (200, "warning")
        assert body["checks"]["space"] == {"state": "warning", "detail": "little", "free_megabytes": 7}

    def test_a_check_that_breaks_is_failing_and_tells_nothing(self, own_checks: None) -> None:
        def breaks() -> Finding:
            raise RuntimeError("postgresql://user:secret@db")

        readiness.register("breaks", breaks)

        status, body = self.ask()

        assert status == 503
        assert body["checks"]["breaks"] == {"state": "failing", "detail": "fails"}

    @pytest.mark.parametrize("name", ["letters", "disk", "writing", "restore", "file_store", "retention"])
    def test_a_check_that_only_warns_keeps_visitors_even_when_it_breaks_and_the_log_says_which(
        self,
        name: str,
        own_checks: None,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        def breaks() -> Finding:
            raise RuntimeError("postgresql://user:secret@db")

        monkeypatch.setitem(readiness._checks, name, (breaks, readiness._checks[name][1]))

        status, body = self.ask()

        assert (status, body["checks"][name]) == (200, {"state": "warning", "detail": "fails"})
        assert f"The check {name} of readiness fails: RuntimeError." in caplog.text
        assert "secret" not in caplog.text
