"""Behind the documented proxy a slow upload begun in time is in time, and slow clients stop nobody."""

import contextlib
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from tests.load.applicant import Applicant
from tests.load.proxy import Proxy
from tests.load.server import Server

SLOW_CLIENTS = 40
# A page of a portal at rest takes a tenth of this; one that has no thread left takes for ever.
PROMPT = 5.0
SECONDS_OPEN = 12.0


@pytest.fixture
def portal(server: Server) -> Server:
    """As many threads as a small installation has: fewer than there are slow clients."""
    server.environment |= {"TRUSTED_PROXIES": "1", "TRUST_ARRIVAL_TIME": "true", "WEB_WORKERS": "2"}
    server.stack.web.environment = server.environment
    return server


@pytest.fixture
def proxy(portal: Server, tmp_path: Path) -> Iterator[Proxy]:
    proxy = Proxy(tmp_path / "nginx", portal.port)
    yield proxy
    proxy.end()


def begin(port: int, path: str, length: int, first: bytes, **headers: str) -> socket.socket:
    """Sends the head of a request and the first bytes of its body, and goes on later."""
    head = [
        f"POST {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {length}",
        "Connection: close",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    connection = socket.create_connection(("127.0.0.1", port), timeout=60)
    connection.sendall("\r\n".join([*head, "", ""]).encode() + first)
    return connection


def answer_of(connection: socket.socket) -> tuple[int, str]:
    """The status and the head of the answer."""
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.recv(65536)
        assert piece, "the connection ended without an answer"
        received += piece
    connection.close()
    head = received.split(b"\r\n\r\n")[0].decode()
    return int(head.split()[1]), head


def test_only_what_began_to_arrive_in_time_is_in_time(portal: Server, proxy: Proxy) -> None:
    call = portal.inside("call")
    portal.start()
    proxy.start()
    slow, late, spoofer = (Applicant(proxy.address, **call, number=number) for number in range(3))
    for applicant in (slow, late, spoofer):
        applicant.fill_in()
    portal.inside("prove", page=call["page"])
    body = urlencode(slow.sending).encode()
    closes_at = portal.inside("close", page=call["page"], seconds=SECONDS_OPEN)["closes_at"]

    path = f"/candidature/bozza/{slow.token}/riepilogo/"
    assert time.time() < closes_at, "the machine is too slow for this test"
    connection = begin(proxy.port, path, len(body), body[:5])
    time.sleep(max(0.0, closes_at - time.time()) + 1)
    connection.sendall(body[5:])
    status, head = answer_of(connection)
    assert status == 302
    assert "/candidature/inviata/" in head

    # The same a moment later is late, and saying that one came earlier does not help.
    for applicant, headers in (
        (late, {}),
        (spoofer, {"X_Request_Start": f"{closes_at - 60:.3f}", "X_Request_Time": "60.000"}),
    ):
        path = f"/candidature/bozza/{applicant.token}/riepilogo/"
        body = urlencode(applicant.sending).encode()
        status, head = answer_of(begin(proxy.port, path, len(body), body, **headers))
        # Back to the summary, which says that it is late.
        assert status == 302, head
        assert path in head
        assert httpx.get(proxy.address + path, timeout=60).status_code == 410

    assert [one["email"] for one in portal.inside("submissions", page=call["page"])] == [slow.email]


def test_forty_slow_clients_keep_no_visitor_waiting(portal: Server, proxy: Proxy) -> None:
    call = portal.inside("call")
    portal.start()
    proxy.start()
    path = f"/candidature/nuova/{call['page']}/"
    httpx.get(proxy.address + path, timeout=60).raise_for_status()

    with contextlib.ExitStack() as stack:
        slow = [
            stack.enter_context(begin(proxy.port, path, 100_000, b"first_name=A"))
            for _client in range(SLOW_CLIENTS)
        ]
        for _turn in range(3):
            for connection in slow:
                connection.sendall(b"a")
            began = time.monotonic()
            httpx.get(proxy.address + path, timeout=PROMPT).raise_for_status()
            assert time.monotonic() - began < PROMPT
            time.sleep(0.5)
