"""The background worker: one process that does tasks, the clock's jobs and letters side by side.

Each has a thread of its own, begun again when it dies: none waits for another.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker

from portal.broken_links import outside
from portal.worker import clock, letter_loop
from portal.worker.models import Heartbeat

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 15
# How long a part may be busy with one thing before the worker no longer claims to be well.
PART_IS_STUCK_AFTER = 15 * 60
LONGEST_PAUSE_BEFORE_RESTART = 30
# What is under way at a signal may take so long to end: a letter in the middle of its delivery.
FAREWELL_SECONDS = 10


@dataclass
class Part:
    """A thread of the worker that must always run.

    Attributes:
        run: runs until the event is set; calls the second argument at each turn.
    """

    name: str
    run: Callable[[threading.Event, Callable[[], None]], None]
    thread: threading.Thread | None = None
    last_tick: float = 0.0
    failures: int = 0
    restart_at: float = field(default=0.0)

    def tick(self) -> None:
        self.last_tick = time.monotonic()
        self.failures = 0

    def is_well(self) -> bool:
        running = self.thread is not None and self.thread.is_alive()
        return running and time.monotonic() - self.last_tick < PART_IS_STUCK_AFTER


class Worker:
    """Runs tasks, clock jobs and letters, and looks at links if it shall, until SIGTERM or SIGINT.

    Args:
        parent: the process id of the launcher, when the worker must not outlive it.
    """

    def __init__(self, parent: int | None = None) -> None:
        self.worker_id = get_random_string(32)
        self.parent = parent
        self.stop = threading.Event()
        self.queue: QueueWorker | None = None
        self.parts = [
            Part("tasks", self.run_tasks),
            Part("clock", clock.run),
            Part("letters", letter_loop.run),
        ]
        if settings.CHECK_OUTSIDE_LINKS:
            self.parts.append(Part("links to other sites", outside.run))

    def run(self) -> None:
        """Returns when told to stop and what was under way has ended, or after ten more seconds."""
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        logger.info("Worker %s begins.", self.worker_id)
        next_beat = 0.0
        while not self.stop.is_set():
            for part in self.parts:
                self._keep_alive(part)
            if time.monotonic() >= next_beat and all(part.is_well() for part in self.parts):
                self._beat()
                next_beat = time.monotonic() + HEARTBEAT_SECONDS
            if self.parent is not None and os.getppid() != self.parent:
                logger.warning("The process that started the worker is gone, so it ends too.")
                self._end(signal.SIGTERM, None)
            self.stop.wait(0.5)
        self._say_farewell()

    def run_tasks(self, stop: threading.Event, tick: Callable[[], None]) -> None:
        """Takes tasks from the queue, one at a time, and looks again every second."""
        while not stop.is_set():
            # In batch mode it returns when the queue is empty, so that `stop` and `tick` get their turn.
            self.queue = QueueWorker(
                queue_names=["*"],
                excluded_queue_names=[],
                interval=1,
                batch=True,
                backend_name="default",
                startup_delay=False,
                max_tasks=20,
                worker_id=self.worker_id,
            )
            self.queue.run()
            tick()
            stop.wait(1)

    def _keep_alive(self, part: Part) -> None:
        now = time.monotonic()
        if part.thread is not None and part.thread.is_alive():
            return
        if part.thread is not None and part.restart_at == 0.0:
            part.failures += 1
            pause = min(2 ** (part.failures - 1), LONGEST_PAUSE_BEFORE_RESTART)
            part.restart_at = now + pause
            logger.error("The worker's %s stopped, they begin again in %d s.", part.name, pause)
        if now >= part.restart_at:
            part.restart_at = 0.0
            part.last_tick = now
            part.thread = threading.Thread(target=self._guard, args=(part,), name=part.name, daemon=True)
            part.thread.start()

    def _guard(self, part: Part) -> None:
        try:
            part.run(self.stop, part.tick)
        except DatabaseError as error:
            # Usually a database that is locked or away: no news worth a traceback.
            logger.warning("The worker's %s lost the database: %s", part.name, error)
        except BaseException:
            logger.exception("The worker's %s failed.", part.name)
        finally:
            connections.close_all()

    def _beat(self) -> None:
        try:
            Heartbeat.objects.update_or_create(
                worker_id=self.worker_id, defaults={"beaten_at": timezone.now()}
            )
        except DatabaseError as error:
            logger.warning("The worker could not write its heartbeat: %s", error)
            connections.close_all()

    def _end(self, signum: int, frame: FrameType | None) -> None:
        self.stop.set()
        if self.queue:
            self.queue.running = False

    def _say_farewell(self) -> None:
        deadline = time.monotonic() + FAREWELL_SECONDS
        for part in self.parts:
            if part.thread is not None:
                part.thread.join(max(0.0, deadline - time.monotonic()))
        try:
            Heartbeat.objects.filter(worker_id=self.worker_id).delete()
        except DatabaseError:
            logger.warning("The worker could not withdraw its heartbeat.")
        logger.info("Worker %s ends.", self.worker_id)
