"""Figures for Prometheus: right, of nobody in particular, and on their own address alone."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from portal.metrics import text
from portal.metrics.door import MARK, MetricsDoor
from portal.models import Heartbeat
from portal.outbox import sending as outbox
from portal.startup import gunicorn
from portal.startup.request_counts import BOUNDS, Counts
from tests.portal.settings.programs import Programs

PORT = 9100


@pytest.fixture(scope="module")
def programs() -> Iterator[Programs]:
    with Programs() as started:
        yield started


def figures(page: str) -> dict[str, float]:
    """Each sample with its labels, as a reader of the format takes them."""
    lines = [line for line in page.splitlines() if not line.startswith("#")]
    for line in lines:
        assert re.fullmatch(r'[a-z_]+(\{[a-z]+="[^"]+"(,[a-z]+="[^"]+")*\})? [0-9.e+-]+', line), line
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_requests_are_counted_by_status_and_time_and_buckets_hold_those_before_them() -> None:
    counts = Counts(2)
    counts.add(200, 0.003, "hit")
    counts.add(204, 0.07, "miss")
    counts.add(503, 40.0, None)
    counts.add(99, 0.1, "x")

    totals = counts.totals()

    assert sum(map(sum, totals.buckets.values())) == 4
    assert totals.buckets["2xx"][0] == 1
    assert totals.buckets["2xx"][BOUNDS.index(0.1)] == 1
    assert totals.buckets["5xx"][-1] == 1
    assert totals.seconds["2xx"] == pytest.approx(0.073)
    assert totals.page_cache == {"hit": 1, "miss": 1, "pass": 0}


def test_processes_count_in_places_of_their_own_which_outlive_them() -> None:
    counts = Counts(2)
    for place in (0, 1, 0):
        counts.take(place)
        counts.add(200, 0.001, None)

    assert counts.totals().buckets["2xx"][0] == 3
    assert [counts.free(taken) for taken in (set(), {0}, {1}, {0, 1})] == [0, 1, 0, 1]


@pytest.mark.django_db
def test_the_page_tells_of_requests_letters_worker_and_disk_and_names_nobody() -> None:
    Heartbeat.objects.create(worker_id="one", beaten_at=timezone.now())
    outbox.enqueue(key="x", recipient="ada@example.org", subject="Segreto", body="Segreto")
    counts = Counts(1)
    counts.add(200, 0.003, "hit")
    counts.add(404, 0.3, "pass")

    page = text.page(counts.totals())

    found = figures(page)
    assert found['portal_request_duration_seconds_bucket{status="2xx",le="0.005"}'] == 1
    assert found['portal_request_duration_seconds_bucket{status="4xx",le="0.25"}'] == 0
    assert found['portal_request_duration_seconds_bucket{status="4xx",le="0.5"}'] == 1
    assert found['portal_request_duration_seconds_bucket{status="4xx",le="+Inf"}'] == 1
    assert found['portal_request_duration_seconds_count{status="4xx"}'] == 1
    assert found['portal_page_cache_total{result="hit"}'] == 1
    assert (found['portal_letters{status="pending"}'], found["portal_letters_late"]) == (1, 0)
    assert found["portal_worker_heartbeat_age_seconds"] < 60
    assert found["portal_disk_free_bytes"] > 1024 * 1024
    assert found['portal_check_state{check="database"}'] == 0
    assert "ada@" not in page
    assert "Segreto" not in page


def asked(name: Any, path: str = "/metrics", method: str = "GET") -> tuple[str, bytes]:
    """What comes by a socket of this name."""
    said: list[str] = []

    def start(status: str, _headers: Any) -> None:
        said.append(status)

    def portal(_environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [b"the portal"]

    door = MetricsDoor(portal, Counts(1), PORT)
    socket = SimpleNamespace(getsockname=lambda: name)
    environ = {"gunicorn.socket": socket, "PATH_INFO": path, "REQUEST_METHOD": method, "SERVER_PORT": "9100"}
    body = b"".join(door(environ, start))
    return said[0], body


@pytest.mark.django_db
def test_they_are_read_on_their_own_port_whatever_a_visitor_says() -> None:
    assert asked(("127.0.0.1", PORT))[1].startswith(b"# HELP portal_request_duration_seconds ")
    assert asked(("::1", PORT, 0, 0))[1].startswith(b"# HELP")
    for public in (("127.0.0.1", 8000), "/run/portal.sock", ""):
        assert asked(public) == ("200 OK", b"the portal")


def test_nothing_else_is_on_their_port() -> None:
    for path, method in (("/", "GET"), ("/admin/", "GET"), ("/metrics", "POST")):
        assert asked(("127.0.0.1", PORT), path, method)[0] == "404 Not Found"


def test_the_web_server_knows_the_mark_of_what_is_not_counted() -> None:
    assert gunicorn.MARK == MARK


@pytest.mark.parametrize("value", ["127.0.0.1:9100", "localhost:9100", "[::1]:9100", "10.0.0.7:9100"])
def test_the_web_server_listens_for_them_where_only_we_come(
    tmp_path: Path, programs: Programs, value: str
) -> None:
    started = programs.run(
        "-c",
        "import portal.startup.gunicorn as g; print(g.bind[1], g.counts.places)",
        METRICS_BIND=value,
        WEB_WORKERS="3",
        VAR_DIR=str(tmp_path),
    )

    assert started.stdout.split() == [value, "9"], started.stderr


@pytest.mark.parametrize(
    "value",
    ["0.0.0.0:9100", "[::]:9100", "9100", "93.184.216.34:9100", "127.0.0.1:8000", "www.example.org:9100"],
)
def test_they_are_on_no_public_address(tmp_path: Path, programs: Programs, value: str) -> None:
    started = programs.run("-c", "import portal.startup.gunicorn", METRICS_BIND=value, VAR_DIR=str(tmp_path))

    assert started.returncode == 1
    assert "METRICS_BIND is wrong" in started.stderr


def test_unless_somebody_wants_them_nothing_listens_or_counts(tmp_path: Path, programs: Programs) -> None:
    asked = "import portal.startup.gunicorn as g; print(g.bind, g.counts)"

    assert programs.run("-c", asked, VAR_DIR=str(tmp_path)).stdout.split() == ["127.0.0.1:8000", "None"]
