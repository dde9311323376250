"""A web server of the tests' own: asks a WSGI application as gunicorn would, and closes what it got."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from portal.page_cache.headers import HEADER
from portal.page_cache.layer import Application

HOST = "localhost"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def how(self) -> str:
        """hit, miss or pass."""
        return self.headers[HEADER]

    @property
    def text(self) -> str:
        return self.body.decode()


def environ(path: str = "/", *, method: str = "GET", query: str = "", **more: Any) -> dict[str, Any]:
    """The head of a request; further names as WSGI has them, such as `HTTP_COOKIE`."""
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": HOST,
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(b""),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        **more,
    }


def ask(application: Application, path: str = "/", **request: Any) -> Answer:
    said: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], *_rest: Any) -> None:
        said["status"], said["headers"] = int(status.split()[0]), dict(headers)

    parts = application(environ(path, **request), start)
    try:
        body = b"".join(parts)
    finally:
        getattr(parts, "close", lambda: None)()
    return Answer(said["status"], said["headers"], body)
