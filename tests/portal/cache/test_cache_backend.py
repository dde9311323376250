"""A cache server that goes away stops no page and is not passed over in silence."""

import logging
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Page

from portal.cache import backend as cache_backend
from portal.models import Heartbeat
from portal.settings import environment
from tests.connections import connections_begun
from tests.home.factories import make_home


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        number: int = free.getsockname()[1]
        return number


class Redis:
    """A real server, begun and ended at will."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        program = shutil.which("redis-server")
        assert program, "install the Debian package redis-server"
        self.program = program

    def begin(self, *, folder: str) -> None:
        self.process = subprocess.Popen(
            [self.program, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", folder, "--save", "1 1"],
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("redis-server did not begin")

    def end(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(60)
            self.process = None


@pytest.fixture
def redis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    # It is there, and may be slow where others hold the cores.
    monkeypatch.setattr(cache_backend, "SECONDS_TO_ANSWER", 5.0)
    server = Redis()
    server.begin(folder=str(tmp_path))
    yield server
    server.end()


@pytest.fixture
def short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_backend, "PAUSE_SECONDS", 0.2)


@pytest.fixture
def long_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Longer than any machine takes for a test, and remembered of no server beyond it."""
    monkeypatch.setattr(cache_backend, "PAUSE_SECONDS", 3600.0)
    monkeypatch.setattr(cache_backend, "_outages", {})


def use(settings: Settings, port: int) -> None:
    settings.CACHES = {"default": environment.cache(f"redis://127.0.0.1:{port}/0")}


@pytest.fixture
def mute() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture(params=["refusing", "mute"])
def away(request: pytest.FixtureRequest, settings: Settings) -> None:
    """A server that is not there, or is and says nothing."""
    if request.param == "mute":
        use(settings, request.getfixturevalue("mute"))
    else:
        use(settings, free_port())


@pytest.fixture
def drawn_before(db: None) -> Page:
    """A page that waits for nothing but the cache: what is read once in a process was read."""
    page = make_home()
    assert Client().get(page.url).status_code == 200
    return page


@pytest.mark.django_db
class TestAway:
    def test_pages_are_shown_and_soon(self, drawn_before: Page, long_pause: None, away: None) -> None:
        with connections_begun() as asked:
            response = Client().get(drawn_before.url)

        assert response.status_code == 200
        assert len(asked) == 1

    def test_ready_says_so_with_a_warning(self, away: None) -> None:
        Heartbeat.objects.create(worker_id="w", beaten_at=timezone.now())

        response = Client().get("/readyz")

        assert response.status_code == 200
        assert response.json()["checks"]["cache"] == {"state": "warning", "detail": "unreachable"}


def test_it_is_logged_once_a_minute_and_asked_once_in_a_while(
    long_pause: None, away: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "portal.cache.backend"), connections_begun() as asked:
        for number in range(50):
            assert cache.get(f"k{number}", "none") == "none"

    assert len(caplog.records) == 1
    # To wait for a mute server each time would take 25 seconds.
    assert len(asked) == 1


def test_every_command_answers_as_an_empty_cache_does(away: None) -> None:
    cache.set("k", 1)
    assert cache.add("k", 1) is False
    assert cache.get("k") is None
    assert cache.get_many(["k"]) == {}
    assert cache.get_or_set("k", lambda: "made") == "made"
    assert cache.set_many({"k": 1}) == ["k"]
    assert cache.has_key("k") is False
    assert "k" not in cache
    assert cache.touch("k") is False
    assert cache.delete("k") is False
    cache.delete_many(["k"])
    cleared: Any = cache.clear()  # type: ignore[func-returns-value]
    assert cleared is False
    with pytest.raises(ValueError, match="not found"):
        cache.incr("k")


def test_what_changed_while_it_was_away_is_not_read_from_it_when_it_is_back(
    redis: Redis, settings: Settings, tmp_path: Path, short_pause: None
) -> None:
    use(settings, redis.port)
    cache.set_many({"changed": "old", "deleted": "old", "kept": "same"}, None)
    caches["default"].set("seen", "yes", None)
    redis.end()

    cache.set("changed", "new")
    cache.delete("deleted")
    assert cache.get("kept") is None
    redis.begin(folder=str(tmp_path))
    time.sleep(0.3)

    assert cache.get_many(["changed", "deleted", "kept"]) == {"kept": "same"}


def test_a_cache_that_is_there_remembers(redis: Redis, settings: Settings) -> None:
    use(settings, redis.port)

    cache.set("k", {"a": 1}, 60)

    assert cache.get("k") == {"a": 1}
    assert cache.delete("k") is True


def test_a_fault_of_ours_is_not_swallowed(redis: Redis, settings: Settings) -> None:
    use(settings, redis.port)

    cache.set("word", "text")
    with pytest.raises(Exception, match="not an integer"):
        cache.incr("word")
