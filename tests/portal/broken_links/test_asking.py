"""Other sites are asked whether something is there; what is not public is never asked."""

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from portal.broken_links import asking
from portal.broken_links.asking import Outcome, ask, is_public


class Site:
    """A site of another body, at 127.0.0.1; `answers` is status and headers by path."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str]]] = {}
        self.asked: list[tuple[str, str]] = []
        self.heads: list[dict[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.command, self.path))
                site.heads.append(dict(self.headers))
                status, headers = site.answers.get(f"{self.command} {self.path}") or site.answers.get(
                    self.path, (200, {})
                )
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()

            do_HEAD = do_GET  # noqa: N815

            def log_message(self, *args: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """`http://sito.example/`, as if 127.0.0.1 were public."""
    found = Site()
    monkeypatch.setitem(asking._PORTS, "http", found.port)
    monkeypatch.setattr(asking, "is_public", lambda address: str(address) == "127.0.0.1")
    resolving(monkeypatch, lambda host: {"sito.example": ["127.0.0.1"]}.get(host, ["10.0.0.1"]))
    yield found
    found.close()


def resolving(monkeypatch: pytest.MonkeyPatch, addresses: Callable[[str], list[str]]) -> None:
    ask_the_system = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, *rest: Any, **more: Any) -> list[Any]:
        # Whoever connects to a number asks too.
        if host.replace(".", "").isdecimal():
            return ask_the_system(host, port, *rest, **more)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses(host)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any, **_rest: Any) -> None:
        pytest.fail("somebody was asked")

    monkeypatch.setattr(socket, "create_connection", refuse)


class TestWhatAnswers:
    def test_is_there_and_reads_who_asked(self, site: Site, settings: Any) -> None:
        assert ask("http://sito.example/pagina?a=1") is Outcome.WELL

        assert site.asked == [("HEAD", "/pagina?a=1")]
        assert site.heads[0]["User-Agent"].endswith(f"(+{settings.SITE_URL})")
        assert site.heads[0]["Host"].partition(":")[0] == "sito.example"

    @pytest.mark.parametrize("status", [401, 403, 405, 429])
    def test_is_there_also_if_it_wants_a_password_or_fewer_visits(self, site: Site, status: int) -> None:
        site.answers["/"] = (status, {})

        assert ask("http://sito.example/") is Outcome.WELL

    @pytest.mark.parametrize("status", [404, 410, 500, 503])
    def test_with_these_has_nothing_there(self, site: Site, status: int) -> None:
        site.answers["/"] = (status, {})

        assert ask("http://sito.example/") is Outcome.FAILED
        assert site.asked == [("HEAD", "/"), ("GET", "/")]

    def test_knows_no_head_and_is_asked_again(self, site: Site) -> None:
        site.answers["HEAD /"] = (404, {})

        assert ask("http://sito.example/") is Outcome.WELL

    def test_is_followed_where_it_sends_on(self, site: Site) -> None:
        site.answers["/vecchia"] = (301, {"Location": "/nuova"})
        site.answers["/nuova"] = (302, {"Location": "http://sito.example/altra"})
        site.answers["/altra"] = (404, {})

        assert ask("http://sito.example/vecchia") is Outcome.FAILED

    def test_in_a_circle_has_nothing_there(self, site: Site) -> None:
        site.answers["/"] = (302, {"Location": "/"})

        assert ask("http://sito.example/") is Outcome.FAILED
        assert len(site.asked) == asking.MOST_REDIRECTS + 1

    def test_in_letters_of_any_kind_is_asked_for_as_browsers_do(self, site: Site) -> None:
        assert ask("http://sito.example/città?perché=sì") is Outcome.WELL

        assert site.asked == [("HEAD", "/citt%C3%A0?perch%C3%A9=s%C3%AC")]


class TestWhatIsNeverAsked:
    def test_a_private_address_behind_a_redirect(self, site: Site) -> None:
        site.answers["/"] = (302, {"Location": "http://interno.example/admin"})

        assert ask("http://sito.example/") is Outcome.NOT_ASKED
        assert site.asked == [("HEAD", "/")]

    @pytest.mark.parametrize(
        "address",
        ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",  # noqa: S104
         "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
         "::ffff:8.8.8.8", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::"],
    )  # fmt: skip
    def test_an_address_of_no_public_network(self, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
        no_connection(monkeypatch)
        resolving(monkeypatch, lambda _host: [address])

        assert ask("https://sito.example/") is Outcome.NOT_ASKED

    def test_a_name_that_is_public_and_private_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        no_connection(monkeypatch)
        resolving(monkeypatch, lambda _host: ["93.184.216.34", "127.0.0.1"])

        assert ask("https://sito.example/") is Outcome.NOT_ASKED

    @pytest.mark.parametrize(
        "url",
        ["ftp://sito.example/", "file:///etc/passwd", "http://sito.example:22/", "http://sito.example:6379/",
         "http://io:segreta@sito.example/", "gopher://sito.example/", "//sito.example/", ""],
    )  # fmt: skip
    def test_another_scheme_or_port_or_with_a_password(
        self, monkeypatch: pytest.MonkeyPatch, url: str
    ) -> None:
        no_connection(monkeypatch)

        assert ask(url) is Outcome.NOT_ASKED

    @pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
    def test_unlike_one_of_the_public_internet(self, address: str) -> None:
        assert is_public(ipaddress.ip_address(address))


class TestWhatDoesNotAnswer:
    def test_has_no_name(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def unknown(*_args: Any, **_rest: Any) -> None:
            raise socket.gaierror

        monkeypatch.setattr(socket, "getaddrinfo", unknown)

        assert ask("https://sito.example/") is Outcome.FAILED

    @pytest.mark.parametrize(
        "url", ["http://[::1", "http://sito.example:porta/", f"http://{'a' * 70}.example/"]
    )
    def test_is_no_address(self, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
        no_connection(monkeypatch)

        assert ask(url) is Outcome.FAILED

    def test_drips_and_is_left_alone(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        """Each step in time, the whole never: a header line byte by byte."""
        dripping = socket.create_server(("127.0.0.1", 0))
        monkeypatch.setitem(asking._PORTS, "http", dripping.getsockname()[1])
        monkeypatch.setattr(asking, "WHOLE_SECONDS", 0.3)

        was_left = False

        def drip() -> None:
            nonlocal was_left
            connection, _address = dripping.accept()
            with connection:
                try:
                    for _turn in range(1000):
                        connection.sendall(b"H")
                        time.sleep(0.05)
                except OSError:
                    was_left = True

        thread = threading.Thread(target=drip)
        thread.start()

        assert ask("http://sito.example/") is Outcome.FAILED

        dripping.close()
        thread.join()
        assert was_left


def test_a_redirect_in_letters_of_its_own_is_followed_as_a_browser_does(site: Site) -> None:
    site.answers["/vecchia"] = (301, {"Location": "/città".encode().decode("latin-1")})
    site.answers["/citt%C3%A0"] = (200, {})
    site.answers["/citt%C3%83%C2%A0"] = (404, {})

    assert ask("http://sito.example/vecchia") is Outcome.WELL


def test_a_site_that_hangs_up_on_a_question_for_the_head_is_asked_for_the_page(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = asking._answer

    def hangs_up(place: Any, address: str, method: str) -> tuple[int, str]:
        if method == "HEAD":
            raise ConnectionResetError
        return answered(place, address, method)

    monkeypatch.setattr(asking, "_answer", hangs_up)

    assert ask("http://sito.example/pagina") is Outcome.WELL
    assert site.asked == [("GET", "/pagina")]
