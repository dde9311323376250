"""The processes of `make dev`: Django's own server, which reloads itself, and a worker begun anew."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

from ops.preparation import apps
from ops.stack import Process, Stack
from ops.toolchain import PYTHON, ROOT

# Of what the worker runs and draws with: its templates stay in memory as they were when it began.
SUFFIXES = frozenset({".py", ".html", ".txt", ".css", ".svg"})
SECONDS_BETWEEN_LOOKS = 1.0


def newest_change(folders: list[Path]) -> float:
    """The moment, in seconds of the system clock, when code or a template of these folders last changed."""
    return max(_moments(folders), default=0.0)


def watched() -> list[Path]:
    return [*apps(), ROOT / "templates"]


def _moments(folders: list[Path]) -> Iterator[float]:
    for folder in folders:
        # A file taken away changes its folder.
        for path in [folder, *folder.rglob("*")]:
            if path.suffix in SUFFIXES or (path.is_dir() and path.name != "__pycache__"):
                try:
                    yield path.stat().st_mtime
                except FileNotFoundError:
                    continue


class DevelopmentStack(Stack):
    """The web server reloads Python and templates by itself; the worker begins anew when either changes."""

    def __init__(
        self, var: Path, port: int, environment: dict[str, str], keeps_open: tuple[int, ...] = ()
    ) -> None:
        super().__init__(var, port, environment, keeps_open)
        self.web.command = [str(PYTHON), "manage.py", "runserver", f"127.0.0.1:{port}"]
        self.web.talks = True
        self.waits_for_a_change = False
        self.seen = newest_change(watched())
        self.looked_at = time.monotonic()

    def look_around(self) -> None:
        if time.monotonic() - self.looked_at < SECONDS_BETWEEN_LOOKS:
            return
        self.looked_at = time.monotonic()
        newest = newest_change(watched())
        if newest == self.seen:
            return
        self.seen = newest
        if self.waits_for_a_change:
            self.waits_for_a_change = False
            self.worker.start()
        else:
            # Ended in order, it is begun again at the next turn.
            self.worker.signal(signal.SIGTERM)

    def restart(self, process: Process) -> None:
        """A worker that a half-written file kills is no reason to end: it waits for the next change."""
        if process is not self.worker:
            super().restart(process)
        elif process.child is not None and process.child.returncode == 0:
            process.start()
        elif not self.waits_for_a_change:
            self.waits_for_a_change = True
            print(f"The worker waits for the next change:\n{process.last_words()}", flush=True)
            process.child = None
