"""What gunicorn writes of an answer whose headers it has seen before."""

import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn import util
from gunicorn.config import Config
from gunicorn.http import wsgi
from gunicorn.http.errors import InvalidResponseHeader

from portal.page_cache.headers import Headers, KeptHeaders
from portal.startup.answers import PortalResponse, serve_with_them

# Whoever loads the web server's settings puts ours in its place.
GUNICORNS: Any = PortalResponse.__base__
HEADERS = [("Content-Type", "text/html"), ("Content-Length", "4"), ("ETag", 'W/"a"'), ("Vary", " Accept ")]


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def _written(
    line: tuple[socket.socket, socket.socket],
    headers: Headers,
    made: type[wsgi.Response] = PortalResponse,
    status: str = "200 OK",
    method: str = "GET",
) -> bytes:
    asked = SimpleNamespace(method=method, version=(1, 1), should_close=lambda: False)
    response = made(asked, line[0], Config())
    response.start_response(status, headers)
    if method == "GET" and status.startswith("200"):
        response.write(b"Ecco")
    response.close()
    assert response.sent == (4 if method == "GET" and status.startswith("200") else 0)
    said = line[1].recv(10_000)
    while not said.endswith((b"Ecco", b"\r\n\r\n")):
        said += line[1].recv(10_000)
    return b"\r\n".join(part for part in said.split(b"\r\n") if not part.startswith(b"Date:"))


@pytest.mark.parametrize(
    ("method", "status"), [("GET", "200 OK"), ("HEAD", "200 OK"), ("GET", "304 Not Modified")]
)
def test_headers_that_are_kept_are_written_as_gunicorn_writes_them(
    line: tuple[socket.socket, socket.socket], method: str, status: str
) -> None:
    kept, wanted = KeptHeaders(HEADERS), _written(line, HEADERS, GUNICORNS, status, method)
    for _time in range(3):
        assert _written(line, kept, status=status, method=method) == wanted
    assert b"Content-Length: 4\r\n" in wanted


def test_headers_that_are_kept_are_looked_through_once(
    line: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Headers] = []
    own = GUNICORNS.process_headers

    def look(response: wsgi.Response, headers: Headers) -> None:
        looked.append(headers)
        own(response, headers)

    monkeypatch.setattr(GUNICORNS, "process_headers", look)
    kept = KeptHeaders(HEADERS)
    for headers in (kept, kept, HEADERS, HEADERS):
        _written(line, headers)
    assert looked == [kept, HEADERS, HEADERS]


def test_a_page_from_memory_leaves_in_one_piece(
    line: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces: list[bytes] = []
    own = util.write

    def write(sock: socket.socket, data: bytes, chunked: bool = False) -> None:
        pieces.append(data)
        own(sock, data, chunked)

    monkeypatch.setattr(util, "write", write)
    _written(line, KeptHeaders(HEADERS))
    assert len(pieces) == 1
    _written(line, HEADERS)
    assert len(pieces) == 3


def test_what_frames_its_answers_otherwise_sends_them_itself(
    line: tuple[socket.socket, socket.socket],
) -> None:
    framed: list[bytes] = []

    class Framing(PortalResponse):
        def _emit_body(self, data: bytes) -> None:
            framed.append(data)
            super()._emit_body(data)

    _written(line, KeptHeaders(HEADERS), Framing)
    assert framed == [b"Ecco"]


def test_a_header_that_would_begin_another_is_refused_each_time(
    line: tuple[socket.socket, socket.socket],
) -> None:
    kept = KeptHeaders([*HEADERS, ("X-Topic", "a\r\nSet-Cookie: b")])
    for _time in range(2):
        with pytest.raises(InvalidResponseHeader):
            _written(line, kept)


def test_gunicorn_makes_its_answers_of_this_class(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wsgi, "Response", GUNICORNS)
    serve_with_them()
    asked = SimpleNamespace(
        method="GET",
        uri="/",
        path="/",
        query="",
        version=(1, 1),
        headers=[("HOST", "localhost")],
        body=None,
        scheme="http",
        proxy_protocol_info=None,
        _expected_100_continue=False,
    )
    here = ("127.0.0.1", 80)
    with socket.socket() as unused:
        response, _environ = wsgi.create(asked, unused, here, here, Config())
    assert type(response) is PortalResponse
