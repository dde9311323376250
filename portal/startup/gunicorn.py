"""How gunicorn serves the portal: `gunicorn -c python:portal.startup.gunicorn portal.wsgi`.

The numbers are described in `docs/operations.md`.
"""

import datetime
import gc
import json
import logging
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

from portal.logs.redaction import JsonFormatter, redact_path
from portal.page_cache.headers import HEADER
from portal.settings import environment
from portal.settings.environment import env, read
from portal.startup import request_counts
from portal.startup.answers import serve_with_them
from portal.startup.private_files import keep_new_files_private

# As `portal.metrics.door` says it, which needs what is not loaded here.
MARK = "portal.metrics"
# Beyond it a machine would be busy with changing from one to the other.
MOST_PROCESSES = 128


class PortalLogger(Logger):
    """gunicorn's two logs as JSON lines without addresses, query strings, referrers and link secrets."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: datetime.timedelta) -> None:
        if counts is not None and MARK not in environ:
            said = next((value for name, value in resp.headers if name == HEADER), None)
            counts.add(_status(resp), request_time.total_seconds(), said)
        if not self.access_log.handlers:
            return
        entry = {
            "time": datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds"),
            "level": "info",
            "logger": "access",
            "method": environ.get("REQUEST_METHOD"),
            "path": redact_path(str(environ.get("PATH_INFO", ""))),
            "status": _status(resp),
            "bytes": resp.sent,
            "ms": round(request_time.total_seconds() * 1000),
        }
        self.access_log.log(logging.INFO, "%s", json.dumps(entry, ensure_ascii=False))


def _status(response: Any) -> int:
    return int(str(response.status).split(None, 1)[0])


keep_new_files_private()
serve_with_them()
_bind, _metrics_bind = environment.bind(), environment.metrics_bind(environment.bind())
bind = [_bind, _metrics_bind] if _metrics_bind else _bind
# Two processes keep the portal answering while one is busy in Python; eight threads each let slow uploads and
# waits for SQLite's single writer pass without stopping readers. More processes would not write faster there.
workers = environment.whole_number("WEB_WORKERS", 1, MOST_PROCESSES, default=2, of="processes")
# Room for those that end while their successors begin.
counts = request_counts.begin(workers * 3) if _metrics_bind else None
worker_class = "gthread"
threads = 8
# Longer than the twenty seconds a writer may wait for SQLite's lock.
timeout = 60
graceful_timeout = 20
keepalive = 5
# Loaded once before the processes part: less memory, and a wrong setting stops gunicorn instead of looping.
preload_app = True
# Leaked memory is given back now and then, not by all processes at once. Not often: a new process begins with
# no page in memory, and pages from memory, which leak nothing, count too.
max_requests = 200_000
max_requests_jitter = 20_000

limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
# gunicorn would otherwise open a control socket in the home folder.
control_socket_disable = True

logger_class = PortalLogger
accesslog = "-" if read("ACCESS_LOG", env.bool, "true or false", default=True) else None
errorlog = "-"
proc_name = "portal"


def when_ready(server: Arbiter) -> None:
    # What was loaded is no garbage: to look through it again and again is a sixth of a page from memory.
    # Before the processes part, so that they keep it in common.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    server.log.info("Ready.")


def pre_fork(server: Arbiter, worker: Worker) -> None:
    if counts is not None:
        worker.place = counts.free({one.place for one in server.WORKERS.values()})


def post_fork(server: Arbiter, worker: Worker) -> None:
    """Connections opened while loading must not be shared between processes."""
    from django.db import connections

    connections.close_all()
    if counts is not None:
        counts.take(worker.place)
