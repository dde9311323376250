"""The whole portal, started as `make run` starts it: gunicorn with two processes, and the worker beside it."""

import os
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ops.preparation import prepare
from ops.stack import SECONDS_TO_ANSWER, Stack


@dataclass(frozen=True)
class Portal:
    """A running portal with the demonstration loaded.

    Attributes:
        address: without a slash at the end.
        var: everything it writes; letters are under `mail/`.
    """

    address: str
    var: Path

    @property
    def mail(self) -> Path:
        return self.var / "mail"

    def url(self, path: str) -> str:
        return self.address + path


@contextmanager
def running(var: Path) -> Iterator[Portal]:
    """Prepares an empty folder, starts both processes on a free port, and ends them."""
    for name in ("run", "log"):
        (var / name).mkdir(parents=True)
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.embedded",
        "VAR_DIR": str(var),
        "BIND": f"127.0.0.1:{port}",
        "SITE_URL": address,
        "DATABASE_URL": "",
        "WEB_WORKERS": "2",
        "PYTHONPYCACHEPREFIX": os.environ.get("PYTHONPYCACHEPREFIX", str(var / "pycache")),
    }
    prepare(var, environment)
    stack = Stack(var, port, environment)
    try:
        stack.web.start()
        stack.worker.start()
        _wait_until_ready(stack, address)
        yield Portal(address, var)
    finally:
        stack.end()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(stack: Stack, address: str) -> None:
    """Waits for the worker's heartbeat too: letters leave through it."""
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while True:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=10):  # noqa: S310 - http, ours
                return
        except (urllib.error.HTTPError, OSError) as problem:
            if stack.web.has_ended() or time.monotonic() > deadline:
                raise AssertionError(
                    f"The portal did not get ready ({problem}).\n"
                    f"{stack.web.last_words()}\n{stack.worker.last_words()}"
                ) from problem
        time.sleep(0.1)
