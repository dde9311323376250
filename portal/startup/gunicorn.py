"""How gunicorn serves the portal: `gunicorn -c python:portal.startup.gunicorn portal.wsgi`.

The numbers are described in `docs/operations.md`.
"""

import datetime
import json
import logging
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

from portal.logs.redaction import JsonFormatter, redact_path
from portal.settings import environment
from portal.settings.environment import env, read, stop
from portal.startup.private_files import keep_new_files_private


class PortalLogger(Logger):
    """gunicorn's two logs as JSON lines without addresses, query strings, referrers and link secrets."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: datetime.timedelta) -> None:
        if not self.access_log.handlers:
            return
        entry = {
            "time": datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds"),
            "level": "info",
            "logger": "access",
            "method": environ.get("REQUEST_METHOD"),
            "path": redact_path(str(environ.get("PATH_INFO", ""))),
            "status": int(str(resp.status).split(None, 1)[0]),
            "bytes": resp.sent,
            "ms": round(request_time.total_seconds() * 1000),
        }
        self.access_log.log(logging.INFO, "%s", json.dumps(entry, ensure_ascii=False))


keep_new_files_private()
bind = environment.bind()
# Two processes keep the portal answering while one is busy in Python; eight threads each let slow uploads and
# waits for SQLite's single writer pass without stopping readers. More processes would not write faster there.
workers = read("WEB_WORKERS", env.int, "a number of processes, 1 or more", default=2)
if workers < 1:
    stop("WEB_WORKERS is wrong, it must be a number of processes, 1 or more.")
worker_class = "gthread"
threads = 8
# Longer than the twenty seconds a writer may wait for SQLite's lock.
timeout = 60
graceful_timeout = 20
keepalive = 5
# Loaded once before the processes part: less memory, and a wrong setting stops gunicorn instead of looping.
preload_app = True
# Leaked memory is given back now and then, not by all processes at once.
max_requests = 20_000
max_requests_jitter = 2_000

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
    server.log.info("Ready.")


def post_fork(server: Arbiter, worker: Worker) -> None:
    """Connections opened while loading must not be shared between processes."""
    from django.db import connections

    connections.close_all()
