"""A real portal for load tests: gunicorn with several processes and the worker, on a database of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from ops.stack import Stack
from ops.toolchain import PYTHON, ROOT
from tests.load.errands import Errands

SECONDS_TO_ANSWER = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def empty_postgresql(url: str, name: str, template: str = "template1") -> str:
    """The address of a new database beside the one in `url`, empty or a copy of another."""
    with psycopg.connect(beside(url, "postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return beside(url, name)


def beside(url: str, name: str) -> str:
    """The address of another database on the server of the one in `url`."""
    server, _slash, _database = url.rpartition("/")
    return f"{server}/{name}"


@dataclass
class Server:
    """A portal that can be started, killed and started again over the same data.

    Attributes:
        var: the folder for everything it writes.
        database_url: empty for SQLite under `var`.
        processes: of gunicorn.
    """

    var: Path
    database_url: str = ""
    processes: int = 4

    def __post_init__(self) -> None:
        for name in ("run", "log"):
            (self.var / name).mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            "DJANGO_SETTINGS_MODULE": "portal.settings.embedded",
            "VAR_DIR": str(self.var),
            "DATABASE_URL": self.database_url,
            "BIND": f"127.0.0.1:{self.port}",
            "SITE_URL": self.address,
            "WEB_WORKERS": str(self.processes),
            # All the applicants of these tests come from one address, within one hour.
            **dict.fromkeys(
                (
                    "LIMIT_DRAFTS_PER_HOUR",
                    "LIMIT_LETTERS_PER_HOUR",
                    "LIMIT_SIGN_UPS_PER_HOUR",
                    "LIMIT_SEATS_PER_HOUR",
                    "LIMIT_SEATS_OF_ONE_MAILBOX_PER_HOUR",
                    "CHALLENGE_DRAFTS_PER_HOUR",
                    "CHALLENGE_DRAFTS_OF_ONE_FORM",
                    "LIMIT_WAYS_BACK_PER_HOUR",
                ),
                "10000",
            ),
            "MINIMUM_SECONDS": "0",
            "LIMIT_UPLOAD_MB_PER_HOUR": "10000",
        }
        self.stack = Stack(self.var, self.port, self.environment)
        self._errands: dict[str, Errands] = {}

    def manage(self, *arguments: str) -> None:
        self._python("manage.py", *arguments)

    def inside(self, command: str, *, module: str = "tests.load.inside", **arguments: Any) -> Any:
        """What a function of a module made for it answers, in a process of its own with this database."""
        if module not in self._errands:
            self._errands[module] = Errands(module, {**os.environ, **self.environment})
        return self._errands[module].send(command, arguments)

    def run(self, module: str, **arguments: Any) -> Any:
        """What a module answers that is run with this server's database and settings."""
        return json.loads(self._python("-m", module, json.dumps(arguments)))

    def start(self) -> None:
        self.stack.web.start()
        self.stack.worker.start()
        deadline = time.monotonic() + SECONDS_TO_ANSWER
        while True:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=5):  # noqa: S310 - http, ours
                    return
            except OSError as problem:
                if self.stack.web.has_ended() or time.monotonic() > deadline:
                    raise AssertionError(f"No answer: {self.stack.web.last_words()}") from problem
                time.sleep(0.1)

    def kill(self) -> None:
        """Kills every process at once, as a power cut would."""
        for process in (self.stack.web, self.stack.worker):
            process.signal(signal.SIGKILL)
        for process in (self.stack.web, self.stack.worker):
            if process.child is not None:
                process.child.wait()

    def end(self) -> None:
        for errands in self._errands.values():
            errands.end()
        self.stack.end()
        shutil.rmtree(self.var, ignore_errors=True)

    def errors(self) -> list[str]:
        """Lines of the server's log that tell of an error."""
        lines = self.stack.web.log.read_text(errors="replace").splitlines()
        return [line for line in lines if '"level": "error"' in line or '"level": "critical"' in line]

    def _python(self, *arguments: str) -> str:
        finished = subprocess.run(
            [str(PYTHON), *arguments],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert finished.returncode == 0, finished.stderr[-3000:]
        return finished.stdout
