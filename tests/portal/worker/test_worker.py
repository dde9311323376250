"""The worker's parts come back when they die, and what a dead worker left is done by another."""

import datetime
import threading
import time
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings
from wagtail.models import Site

from portal.models import Heartbeat, User
from portal.startup import checks as startup
from portal.worker import chores, clock
from portal.worker.process import Part, Worker


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty list of jobs, so that the portal's own do not run."""
    monkeypatch.setattr(clock, "_jobs", {})


def test_a_job_that_fails_stops_neither_the_others_nor_its_own_next_turn(jobs: None, db: None) -> None:
    done: list[str] = []

    def fails() -> None:
        done.append("fails")
        raise RuntimeError

    clock.register("fails", fails, every=datetime.timedelta(seconds=10))
    clock.register("works", lambda: done.append("works"), every=datetime.timedelta(seconds=10))

    for now in (0.0, 5.0, 10.0):
        clock.run_due(now)

    assert done == ["fails", "works", "fails", "works"]


def test_a_part_that_dies_is_begun_again_after_a_pause() -> None:
    begun: list[float] = []
    again = threading.Event()

    def dies(stop: threading.Event, tick: Any) -> None:
        begun.append(time.monotonic())
        if len(begun) == 2:
            again.set()
            stop.wait()
        raise RuntimeError

    worker = Worker()
    part = Part("part", dies)
    looked_at = noticed_at = 0.0
    deadline = time.monotonic() + 60
    while not again.is_set() and looked_at < deadline:
        looked_at = time.monotonic()
        worker._keep_alive(part)
        if part.failures and not noticed_at:
            noticed_at = looked_at
        time.sleep(0.05)
    worker.stop.set()

    assert len(begun) == 2
    assert begun[1] - noticed_at >= 1


def running_task(worker_ids: list[str], minutes_ago: int) -> DBTaskResult[Any, Any]:
    return DBTaskResult.objects.create(
        status="RUNNING",
        args_kwargs={"args": [], "kwargs": {}},
        task_path="portal.nothing",
        backend_name="default",
        run_after=timezone.now(),
        started_at=timezone.now() - datetime.timedelta(minutes=minutes_ago),
        worker_ids=worker_ids,
        exception_class_path="",
        traceback="",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("worker_ids", "minutes_ago", "expected"),
    [
        (["dead"], 5, "READY"),
        (["dead"], 0, "RUNNING"),
        (["dead", "alive"], 60, "RUNNING"),
        (["dead", "dead", "dead"], 5, "FAILED"),
    ],
    ids=["abandoned", "just begun", "still at it", "kills its workers"],
)
def test_a_task_of_a_dead_worker_goes_back_to_the_queue(
    worker_ids: Any, minutes_ago: int, expected: str
) -> None:
    Heartbeat.objects.create(worker_id="alive", beaten_at=timezone.now())
    task = running_task(worker_ids, minutes_ago)

    chores.requeue_abandoned_tasks()

    task.refresh_from_db()
    assert task.status == expected


@pytest.mark.django_db
class TestStartUp:
    def test_a_demonstration_account_stops_it_where_the_settings_say_so(
        self, settings: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        settings.REFUSE_DEMO_ACCOUNTS = True
        User.objects.create_user("admin@demo.example", "cantieri-demo")

        with pytest.raises(SystemExit) as stopped:
            startup.check_content()

        assert "demonstration" in str(stopped.value)

    def test_the_only_site_follows_the_public_address(self, settings: Settings) -> None:
        settings.SITE_URL = "https://www.example.org"

        startup.follow_site_url()

        assert Site.objects.get().root_url == "https://www.example.org"

    def test_production_refuses_to_load_the_demonstration(self, settings: Settings) -> None:
        settings.REFUSE_DEMO_ACCOUNTS = True

        with pytest.raises(CommandError, match="not for production"):
            call_command("load_demo")
