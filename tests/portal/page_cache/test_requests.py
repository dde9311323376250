"""Which requests may be answered from memory, by the settings of the portal."""

import pytest
from django.core.handlers.wsgi import WSGIRequest
from pytest_django import Settings

from portal.page_cache import requests
from portal.page_cache.requests import Reader, admission, encoding_for
from tests.portal.page_cache.asking import environ


def test_only_hosts_that_the_portal_has_are_known_with_the_port_of_its_address(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["www.example.org", ".example.net", "*"]
    settings.SITE_URL = "https://a.example.net:8443"
    assert admission().hosts == {"www.example.org", "www.example.org:8443", "a.example.net:8443"}

    settings.SITE_URL = "https://www.example.org"
    assert admission().hosts == {"www.example.org"}


@pytest.mark.parametrize("header", [None, ("HTTP_X_FORWARDED_PROTO", "https")])
@pytest.mark.parametrize("said", [None, "https", "http", "https,http", "http, https", "HTTPS", ""])
@pytest.mark.parametrize("server", ["http", "https"])
def test_the_scheme_is_the_one_that_django_sees(
    settings: Settings, header: tuple[str, str] | None, said: str | None, server: str
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = header
    asked = environ(**{"wsgi.url_scheme": server})
    if said is not None:
        asked["HTTP_X_FORWARDED_PROTO"] = said
    assert admission().scheme(asked) == WSGIRequest(asked).scheme


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/login/",
        "/candidature/nuova/5/",
        "/candidature/bozza/abc/",
        "/candidature/segui/abc/",
        "/documenti/1/atti.pdf",
        "/media/images/a.webp",
        "/static/portal.css",
    ],
)
def test_what_belongs_to_one_person_and_files_are_never_asked_for_in_memory(path: str) -> None:
    assert admission().key(environ(path)) is None


@pytest.mark.parametrize("query", ["", "p=2", "argomento=salute-mentale&p=2", "categoria=avviso"])
def test_what_listings_link_to_may_be(query: str) -> None:
    assert admission().key(environ("/novita/", query=query)) == ("http", "localhost", "/novita/", query)


@pytest.mark.parametrize(
    "query",
    ["p", "p=a b", "p=%C3%A8", "p=" + "1" * 41, "P=1", "p=1;q=2", "p=1\n", "=1", "&".join(["p=1"] * 8)],
)
def test_what_no_listing_links_to_may_not(query: str) -> None:
    assert admission().key(environ("/novita/", query=query)) is None


@pytest.mark.parametrize("cookie", ["sessionid=1", "csrftoken=1", "a=b; messages=1"])
def test_who_carries_a_cookie_of_the_portal_is_not_just_anybody(cookie: str) -> None:
    assert admission().key(environ(HTTP_COOKIE=cookie)) is None


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip;q=0", "identity"),
        ("gzip;q=0.0, br;q=0", "identity"),
        ("GZIP", "gzip"),
        ("gzip;q=1.0, br ; q=0.2", "br"),
        ("*", "identity"),
        ("identity", "identity"),
    ],
)
def test_a_form_that_a_browser_refuses_is_not_sent(accepted: str, coding: str) -> None:
    assert encoding_for(accepted) == coding


def test_who_asks_as_somebody_before_is_read_once() -> None:
    reader = Reader(admission())
    first = reader.read(environ("/novita/", HTTP_ACCEPT_ENCODING="gzip"))

    assert first == (("http", "localhost", "/novita/", ""), "gzip")
    assert reader.read(environ("/novita/", HTTP_ACCEPT_ENCODING="gzip")) is first


@pytest.mark.parametrize(
    "other",
    [
        {"method": "POST"},
        {"path": "/admin/"},
        {"query": "q=salute"},
        {"HTTP_HOST": "elsewhere"},
        {"HTTP_COOKIE": "sessionid=1"},
        {"SCRIPT_NAME": "/below"},
        {"CONTENT_TYPE": "text/html"},
        {"CONTENT_LENGTH": "3"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"HTTP_AUTHORIZATION": "Basic abc"},
        {"HTTP_IF_MATCH": '"x"'},
        {"HTTP_IF_UNMODIFIED_SINCE": "Mon, 30 Nov 2026 10:00:00 GMT"},
    ],
)
def test_who_asks_otherwise_is_not_taken_for_somebody_before(other: dict[str, str]) -> None:
    reader = Reader(admission())
    reader.read(environ("/novita/"))
    assert reader.read(environ(**{"path": "/novita/", **other})) is None


def test_what_a_proxy_says_and_what_a_browser_reads_are_told_apart(settings: Settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    reader = Reader(admission())
    asked = [
        reader.read(environ(HTTP_X_FORWARDED_PROTO=said, HTTP_ACCEPT_ENCODING=accepted))
        for said in ("http", "https")
        for accepted in ("gzip", "br")
    ]
    assert [(one.key[0], one.coding) for one in asked if one] == [
        ("http", "gzip"),
        ("http", "br"),
        ("https", "gzip"),
        ("https", "br"),
    ]


def test_what_is_remembered_of_requests_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "MOST_HEADS", 3)
    reader = Reader(admission())
    for number in range(10):
        assert reader.read(environ(query=f"p={number}")) is not None
        assert len(reader) <= 3
    # Of what may be as long as a header, nothing.
    reader = Reader(admission())
    assert reader.read(environ(HTTP_ACCEPT_ENCODING="gzip, " + "a" * 200)) is not None
    assert reader.read(environ(HTTP_COOKIE="colour=" + "a" * 200)) is not None
    assert reader.read(environ(query="utm_source=" + "a" * 2000)) is not None
    assert len(reader) == 0
