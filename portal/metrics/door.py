"""Answers on the address of the metrics and nowhere else, before the pages and Django are asked."""

from collections.abc import Iterable

from django.db import close_old_connections

from portal.metrics import text
from portal.page_cache.layer import Application, StartResponse
from portal.page_cache.requests import Environ
from portal.settings import environment
from portal.startup import request_counts
from portal.startup.request_counts import Counts

PATH = "/metrics"
# In the environment of a request that came by this door: the web server does not count it.
MARK = "portal.metrics"


def beside(application: Application) -> Application:
    """Puts the door in front of an application, where the web server counts and listens for it."""
    counts, address = request_counts.shared(), environment.metrics_bind(environment.bind())
    if counts is None or address is None:
        return application
    return MetricsDoor(application, counts, int(address.rpartition(":")[2]))


class MetricsDoor:
    """Lets everything pass that did not come in by the port of the metrics.

    Which port that is the socket says: what stands in a request is the visitor's word.
    """

    def __init__(self, application: Application, counts: Counts, port: int) -> None:
        self.application = application
        self.counts = counts
        self.port = port

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not self._is_here(environ):
            return self.application(environ, start_response)
        environ[MARK] = True
        if environ.get("PATH_INFO") != PATH or environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"Only /metrics is here.\n"]
        close_old_connections()
        try:
            body = text.page(self.counts.totals()).encode()
        finally:
            close_old_connections()
        headers = [("Content-Type", text.CONTENT_TYPE), ("Content-Length", str(len(body)))]
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _is_here(self, environ: Environ) -> bool:
        socket = environ.get("gunicorn.socket")
        name = socket.getsockname() if socket is not None else None
        # Of a socket of Unix it is a path.
        return isinstance(name, tuple) and name[1] == self.port
