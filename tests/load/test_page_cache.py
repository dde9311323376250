"""Four processes answer from memory: after each of two hundred changes nobody sees what was."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from ops.toolchain import PYTHON, ROOT
from tests.load.certificates import READ_ONCE
from tests.load.changes import CHANGES
from tests.load.server import Server

ROUNDS = 20
KILLED_AT = (3, 11)
# Each on a connection of its own, which any of the processes takes.
VISITORS = 8


class Editor:
    """Another process, as the worker and every command are, that changes one thing at a time."""

    def __init__(self, server: Server) -> None:
        self.child = subprocess.Popen(
            [str(PYTHON), "-m", "tests.load.changing", str(server.port)],
            cwd=ROOT,
            env={**os.environ, **server.environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._line() == "ready"

    def does(self, change: str, number: int) -> dict[str, object]:
        assert self.child.stdin is not None
        self.child.stdin.write(f"{change} {number}\n")
        self.child.stdin.flush()
        said: dict[str, object] = json.loads(self._line())
        return said

    def _line(self) -> str:
        assert self.child.stdout is not None
        return self.child.stdout.readline().strip()

    def end(self) -> None:
        for stream in (self.child.stdin, self.child.stdout):
            if stream is not None:
                stream.close()
        self.child.wait(20)


@pytest.fixture
def editor(server: Server) -> Iterator[Editor]:
    editor = Editor(server)
    yield editor
    editor.end()


def children(server: Server) -> list[int]:
    master = server.stack.web.child
    assert master is not None
    tasks = Path(f"/proc/{master.pid}/task/{master.pid}/children")
    return [int(number) for number in tasks.read_text().split()]


def all_there(server: Server) -> None:
    """gunicorn answers before the last of its processes has begun."""
    deadline = time.monotonic() + 60
    while len(children(server)) < 4:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def kill_one(server: Server) -> None:
    """Outright; waits until it is gone, because a connection that it has taken dies with it."""
    killed = children(server)[0]
    os.kill(killed, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while killed in children(server):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def visit(address: str) -> httpx.Response:
    return httpx.get(address, timeout=60, verify=READ_ONCE)


def test_after_each_change_the_next_visitor_of_every_process_sees_it(server: Server, editor: Editor) -> None:
    server.start()
    all_there(server)
    reached, kept = [], 0
    with ThreadPoolExecutor(VISITORS) as pool:
        for number in range(ROUNDS):
            for change in CHANGES:
                wanted = editor.does(change, number)
                if change == "setting" and number in KILLED_AT:
                    # One that was asked before, and that others take the place of.
                    kill_one(server)
                address = f"{server.address}{wanted['path']}"
                # The very next one, and those that come to the other processes.
                answers = [visit(address), *pool.map(visit, [address] * (VISITORS - 1))]
                for answer in answers:
                    assert answer.status_code == wanted["status"], (change, number, answer.status_code)
                    assert str(wanted.get("shows", "")) in answer.text, (change, number)
                if wanted["status"] == 200:
                    how = [answer.headers["X-Page-Cache"] for answer in answers]
                    assert set(how) <= {"hit", "miss"}, how
                    # A miss for each process that was asked: each draws it once.
                    reached.append(how.count("miss"))
                    kept += how.count("hit")
    assert max(reached) <= 4
    assert sum(reached) > 2 * len(reached), "the visitors came to one process only"
    assert kept > 0
    # What gunicorn says of the two that were killed, and nothing else.
    errors = server.errors()
    assert len(errors) == len(KILLED_AT), errors
    assert all("was sent SIGKILL" in line for line in errors)
