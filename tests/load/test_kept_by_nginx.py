"""The documented nginx that keeps pages for a second: what is everybody's, and never what is somebody's."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.load.proxy import Proxy
from tests.load.server import Server

# What the documentation promises, and as much again for a machine that is busy.
A_CHANGE_SHOWS_WITHIN = 2.5


@pytest.fixture
def proxy(server: Server, tmp_path: Path) -> Iterator[Proxy]:
    proxy = Proxy(tmp_path / "nginx", server.port, keeps_pages=True)
    yield proxy
    proxy.end()


class Visitors:
    """Who comes through nginx, and how the portal behind it was asked."""

    def __init__(self, server: Server, proxy: Proxy, path: str) -> None:
        self.direct, self.through = f"{server.address}{path}", f"{proxy.address}{path}"

    def come(self, query: str = "", **headers: str) -> httpx.Response:
        answer = httpx.get(f"{self.through}{query}", headers=headers, timeout=60)
        assert answer.status_code == 200
        return answer


def how(answer: httpx.Response) -> str:
    """`miss` or `hit` of the portal's memory, also where nginx repeats it; `pass` for what nobody keeps."""
    return answer.headers["X-Page-Cache"]


@contextmanager
def nobody_behind(server: Server) -> Iterator[None]:
    """The processes of the portal stand still."""
    master = server.stack.web.child
    assert master is not None
    tasks = Path(f"/proc/{master.pid}/task/{master.pid}/children")
    stopped = [int(number) for number in tasks.read_text().split()]
    for process in stopped:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in stopped:
            os.kill(process, signal.SIGCONT)


def test_it_keeps_what_is_the_same_for_everybody_and_nothing_else(server: Server, proxy: Proxy) -> None:
    call = server.inside("call")
    server.start()
    proxy.start()
    visitors = Visitors(server, proxy, call["path"])
    kept = visitors.come()
    with nobody_behind(server):
        assert visitors.come().content == kept.content

    # Who is logged in, or asks for something, is answered by the portal, and leaves nothing behind.
    for headers in (
        {"Cookie": "sessionid=x"},
        {"Cookie": "a=b; csrftoken=x"},
        {"Authorization": "Basic eA=="},
    ):
        assert how(visitors.come(**headers)) == "pass"
    assert how(visitors.come("?q=consultorio")) == "pass"
    assert how(visitors.come()) != "pass"
    visitors.come()
    with nobody_behind(server), pytest.raises(httpx.TimeoutException):
        httpx.get(visitors.through, headers={"Cookie": "sessionid=x"}, timeout=1)


def test_each_gets_the_coding_that_it_reads(server: Server, proxy: Proxy) -> None:
    call = server.inside("call")
    server.start()
    proxy.start()
    visitors = Visitors(server, proxy, call["path"])
    for coding in ("gzip", "br", "identity", "gzip", "br"):
        answer = visitors.come(**{"Accept-Encoding": coding})
        assert answer.headers.get("Content-Encoding", "identity") == coding


def test_a_change_shows_within_the_documented_second(server: Server, proxy: Proxy) -> None:
    call = server.inside("call")
    server.start()
    proxy.start()
    visitors = Visitors(server, proxy, call["path"])
    before = visitors.come().text
    assert visitors.come().text == before
    server.inside("close", page=call["page"], seconds=0)
    changed_at = time.monotonic()
    while visitors.come().text == before:
        assert time.monotonic() - changed_at < A_CHANGE_SHOWS_WITHIN
        time.sleep(0.1)
    assert visitors.come().text == httpx.get(visitors.direct, timeout=60).text
