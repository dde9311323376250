"""Jobs that return: what the worker does every few seconds, minutes or hours.

An app registers its own in `AppConfig.ready`:

    clock.register("expired drafts", retention.prune_drafts, every=timedelta(hours=1))

Jobs run one after the other in one thread. One that fails is logged and comes again at its next turn, so a
job must be safe to repeat and safe to be cut off: the truth is in the database, never in memory.
"""

import datetime
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections, connections

logger = logging.getLogger(__name__)

TICK_SECONDS = 1.0


@dataclass
class Job:
    """Something to do again and again.

    Attributes:
        name: how logs call it.
        run: takes nothing; what it returns is ignored.
        every: time between two beginnings.
        due: moment of the next beginning, in seconds of the monotonic clock.
    """

    name: str
    run: Callable[[], object]
    every: datetime.timedelta
    due: float = 0.0


_jobs: dict[str, Job] = {}


def register(name: str, run: Callable[[], object], *, every: datetime.timedelta) -> None:
    """Adds a job, or replaces the one of that name."""
    _jobs[name] = Job(name, run, every)


def registered() -> list[Job]:
    return list(_jobs.values())


def run_due(now: float, stop: threading.Event | None = None) -> None:
    """Runs the jobs whose turn has come, in the order of registration.

    Args:
        now: seconds of the monotonic clock.
        stop: once set, no further job begins.
    """
    for job in registered():
        if stop and stop.is_set():
            return
        if job.due > now:
            continue
        job.due = now + job.every.total_seconds()
        try:
            job.run()
        except Exception:
            logger.exception("Job “%s” failed, it comes again in %s.", job.name, job.every)
            # A broken connection must not fail the other jobs too.
            connections.close_all()


def run(stop: threading.Event, tick: Callable[[], None]) -> None:
    """Runs jobs until told to stop.

    Args:
        stop: set to end.
        tick: called at each turn, as a sign that the clock has not got stuck.
    """
    while not stop.is_set():
        close_old_connections()
        run_due(time.monotonic(), stop)
        tick()
        stop.wait(TICK_SECONDS)
