"""The processes of a running portal: gunicorn and the worker, watched, restarted and ended together."""

import ctypes
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from ops.failure import fail
from ops.toolchain import PYTHON, ROOT

# gunicorn gives requests twenty seconds to end.
SECONDS_TO_END = 25
# How long what a process killed outright leaves behind may still finish, holding its port.
SECONDS_FOR_ORPHANS = 5
# The first page of all draws its pictures in every size it shows.
SECONDS_TO_ANSWER = 120
# A process that ends so often within so many seconds will not come up by trying once more.
MOST_DEATHS, DEATHS_WITHIN = 3, 60
_PR_SET_PDEATHSIG = 1


def check_port(port: int) -> None:
    """Raises Failure when nothing can listen on that port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            fail(f"Port {port} is reserved to the system: choose another one, such as PORT=8000.")
        except OSError:
            fail(
                f"Port {port} is in use by another program: choose another one with PORT={port + 1} make run."
            )


@dataclass
class Process:
    """A child in a process group of its own: Ctrl-C reaches only the launcher, which ends it in order.

    Attributes:
        name: how messages call it; its output goes to a log of that name.
        command: arguments, the first being the program.
        talks: whether its output goes to the terminal instead of the log.
    """

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    keeps_open: tuple[int, ...] = ()
    talks: bool = False
    child: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        self.log.touch(mode=0o600)
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=None if self.talks else log,
                stderr=None if self.talks else subprocess.STDOUT,
                start_new_session=True,
                pass_fds=self.keeps_open,
                preexec_fn=_end_with_parent,
            )

    def has_ended(self) -> bool:
        return self.child is not None and self.child.poll() is not None

    def signal(self, number: int) -> None:
        """Signals the whole group, which outlives its first process when that is killed outright."""
        if self.child is not None:
            try:
                os.killpg(self.child.pid, number)
            except ProcessLookupError:
                return

    def group_is_gone(self) -> bool:
        if self.child is None:
            return True
        self.child.poll()
        try:
            os.killpg(self.child.pid, 0)
        except ProcessLookupError:
            return True
        return False

    def last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])


def _end_with_parent() -> None:
    """Asks the kernel to end this child when the launcher is killed outright. Linux only."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Stack:
    """gunicorn and the worker.

    Args:
        var: where logs go.
        port: on 127.0.0.1.
        environment: added to the launcher's own.
        keeps_open: file descriptors the processes hold as long as they live.
    """

    def __init__(
        self, var: Path, port: int, environment: dict[str, str], keeps_open: tuple[int, ...] = ()
    ) -> None:
        self.address = f"http://127.0.0.1:{port}/"
        python = str(PYTHON)
        web = [python, "-m", "gunicorn", "-c", "python:portal.startup.gunicorn", "portal.wsgi"]
        worker = [python, "manage.py", "worker", "--with-parent"]
        self.web = Process("web server", web, environment, var / "log" / "web.log", keeps_open)
        self.worker = Process("worker", worker, environment, var / "log" / "worker.log", keeps_open)
        self.ending = False

    def run(self, when_ready: Callable[[], None]) -> None:
        """Runs both until a signal, then ends both.

        Raises:
            Failure: the web server does not come up, or one of the two keeps dying.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        try:
            self.web.start()
            self.worker.start()
            self._wait_for_answer()
            if not self.ending:
                when_ready()
            while not self.ending:
                time.sleep(0.2)
                for process in (self.web, self.worker):
                    if process.has_ended() and not self.ending:
                        self.restart(process)
                self.look_around()
        finally:
            self.end()

    def look_around(self) -> None:
        """What else to do at each turn while both run: nothing."""

    def end(self) -> None:
        """Ends both and waits; whatever does not listen is killed."""
        processes = (self.web, self.worker)
        for process in processes:
            process.signal(signal.SIGTERM)
        deadline = time.monotonic() + SECONDS_TO_END
        while not all(process.group_is_gone() for process in processes):
            if time.monotonic() > deadline:
                for process in processes:
                    process.signal(signal.SIGKILL)
            time.sleep(0.05)

    def _wait_for_answer(self) -> None:
        """Waits for the process, then asks the first page once: asking again would double its work."""
        deadline = time.monotonic() + SECONDS_TO_ANSWER
        while not self.ending:
            if self.web.has_ended():
                fail(f"The web server did not start, see {self.web.log}:\n{self.web.last_words()}")
            left = deadline - time.monotonic()
            if left < 0:
                fail(f"The web server does not answer at {self.address}, see {self.web.log}.")
            try:
                self._ask("healthz", 5)
                self._ask("", max(left, 5))
                return
            except urllib.error.HTTPError as answer:
                if answer.code < 500:
                    # Staff may have unpublished the first page: not for the launcher to judge.
                    return
                fail(f"The first page fails with status {answer.code}, see {self.web.log}.")
            except OSError:
                time.sleep(0.1)

    def _ask(self, path: str, seconds: float) -> None:
        urllib.request.urlopen(self.address + path, timeout=seconds).close()  # noqa: S310 - http, ours

    def restart(self, process: Process) -> None:
        """Begins a process again that ended by itself.

        Raises:
            Failure: it keeps ending.
        """
        assert process.child is not None  # noqa: S101 - it has ended, so it was started
        now = time.monotonic()
        process.deaths = [death for death in process.deaths if now - death < DEATHS_WITHIN] + [now]
        if len(process.deaths) >= MOST_DEATHS:
            fail(f"The {process.name} keeps dying, see {process.log}:\n{process.last_words()}")
        print(f"The {process.name} died (status {process.child.returncode}), starting it again.", flush=True)
        process.signal(signal.SIGTERM)
        deadline = now + SECONDS_FOR_ORPHANS
        while not process.group_is_gone():
            if time.monotonic() > deadline:
                process.signal(signal.SIGKILL)
            time.sleep(0.05)
        process.start()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.ending:
            for process in (self.web, self.worker):
                process.signal(signal.SIGKILL)
        self.ending = True
