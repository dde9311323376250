"""The memory in front of an application: what it answers itself, and whom it lets through."""

import gzip
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import brotli
import pytest

from portal.page_cache import layer
from portal.page_cache.headers import HEADER
from portal.page_cache.layer import PageCache
from portal.page_cache.memory import Memory
from portal.page_cache.requests import Admission
from portal.page_cache.tickets import ENVIRON
from portal.page_cache.versions import Version
from tests.portal.page_cache.asking import ask, environ

# Seconds of a test that would wait for ever.
PATIENCE = 60.0
ADMISSION = Admission(
    hosts=frozenset({"localhost"}),
    never=("/admin/",),
    cookies=("sessionid",),
    secure=("HTTP_X_FORWARDED_PROTO", "https"),
    query=re.compile("p=[0-9]+"),
)


class Site:
    """An application that says how often it was asked, and a version that somebody may change."""

    def __init__(self) -> None:
        self.version: Version | None = Version("first", "none")
        self.text = "Testo. " * 200
        self.drawn = 0
        self.closed = 0
        self.headers: list[tuple[str, str]] = []
        self.status = "200 OK"
        self.lasts = 3600.0
        self.says_keep = True
        self.shows_counts = False
        self.while_drawing: Callable[[], Any] = lambda: None
        self.cache = PageCache(self, ADMISSION, lambda: self.version, Memory(1_000_000, 100))

    def __call__(self, asked: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.drawn += 1
        text = self.text
        self.while_drawing()
        ticket = asked.get(ENVIRON)
        if ticket is not None:
            ticket.shows_counts = self.shows_counts
            if self.says_keep:
                ticket.until = ticket.began + self.lasts
        body = f"{asked['QUERY_STRING']} {text}".encode()
        kind = ("Content-Type", "text/html; charset=utf-8")
        start_response(self.status, [kind, ("ETag", f'W/"{hash(text)}"'), *self.headers])
        return Parts(self, [body[:10], body[10:]])


class Parts:
    """A body that must be closed."""

    def __init__(self, site: Site, parts: list[bytes]) -> None:
        self.site, self.parts = site, parts

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.parts)

    def close(self) -> None:
        self.site.closed += 1


@pytest.fixture
def site() -> Site:
    return Site()


def test_the_second_visitor_is_answered_from_memory(site: Site) -> None:
    first, second = ask(site.cache), ask(site.cache)

    assert (first.how, second.how) == ("miss", "hit")
    assert first.body == second.body == f" {site.text}".encode()
    assert {**first.headers, HEADER: ""} == {**second.headers, HEADER: ""}
    assert (site.drawn, site.closed) == (1, 1)


def test_what_changed_is_drawn_for_the_next_visitor(site: Site) -> None:
    ask(site.cache)
    site.text, site.version = "Nuovo", Version("second", "none")

    answer = ask(site.cache)

    assert (answer.how, answer.text) == ("miss", " Nuovo")
    assert ask(site.cache).how == "hit"


def test_what_changes_while_a_page_is_drawn_is_not_kept_as_new(site: Site) -> None:
    def change() -> None:
        site.text, site.version = "Nuovo", Version("second", "none")

    site.while_drawing = change
    ask(site.cache)
    site.while_drawing = lambda: None

    assert ask(site.cache).text == " Nuovo"


def test_a_page_ends_at_the_moment_that_django_names(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.lasts = 60.0
    assert ask(site.cache).how == "miss"
    assert ask(site.cache).how == "hit"
    monkeypatch.setattr(layer, "time", SimpleNamespace(time=lambda: time.time() + 60.0))
    assert ask(site.cache).how == "miss"


def test_no_page_is_kept_for_longer_than_hours(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layer, "LONGEST_KEPT", 0.0)
    ask(site.cache)
    assert ask(site.cache).how == "miss"


@pytest.mark.parametrize(
    ("accepted", "coding", "read"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("", None, bytes),
        ("zstd, brx, gzipped", None, bytes),
    ],
)
def test_a_browser_gets_the_form_that_it_reads(
    site: Site, accepted: str, coding: str | None, read: Callable[[bytes], bytes]
) -> None:
    for how in ("miss", "hit"):
        answer = ask(site.cache, HTTP_ACCEPT_ENCODING=accepted)

        assert answer.how == how
        assert answer.headers.get("Content-Encoding") == coding
        assert int(answer.headers["Content-Length"]) == len(answer.body)
        assert read(answer.body) == f" {site.text}".encode()
    if coding:
        assert len(answer.body) < len(site.text) / 2


def test_a_small_page_is_not_compressed(site: Site) -> None:
    site.text = "Poco"
    assert "Content-Encoding" not in ask(site.cache, HTTP_ACCEPT_ENCODING="gzip, br").headers


def test_a_page_that_a_browser_has_is_not_sent_again(site: Site) -> None:
    etag = ask(site.cache).headers["ETag"]

    for said in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        answer = ask(site.cache, HTTP_IF_NONE_MATCH=said)
        assert (answer.status, answer.body, answer.how) == (304, b"", "hit")
        assert answer.headers["ETag"] == etag
        assert not {"Content-Length", "Content-Type"} & answer.headers.keys()
    assert ask(site.cache, HTTP_IF_NONE_MATCH='"other"').status == 200
    site.version = Version("second", "none")
    assert (ask(site.cache, HTTP_IF_NONE_MATCH=etag).status, site.drawn) == (304, 2)


def test_head_is_answered_without_a_body_and_fills_no_memory(site: Site) -> None:
    assert ask(site.cache, method="HEAD").how == "pass"
    whole = ask(site.cache)

    head = ask(site.cache, method="HEAD")

    assert (head.how, head.body) == ("hit", b"")
    assert head.headers["Content-Length"] == str(len(whole.body))


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "POST"},
        {"HTTP_COOKIE": "a=b; sessionid=secret"},
        {"HTTP_AUTHORIZATION": "Basic abc"},
        {"path": "/admin/pages/"},
        {"path": "//novita/"},
        {"path": "/" + "a" * 400},
        {"query": "q=salute"},
        {"query": "p=1&x=2"},
        {"query": "p=%31"},
        {"HTTP_HOST": "elsewhere"},
        {"HTTP_HOST": "LOCALHOST"},
        {"CONTENT_LENGTH": "3"},
        {"CONTENT_TYPE": "text/html; charset=hex"},
        {"SCRIPT_NAME": "/below"},
        {"HTTP_IF_MATCH": '"x"'},
    ],
)
def test_whoever_is_not_just_anybody_is_let_through_untouched(site: Site, request_: dict[str, Any]) -> None:
    ask(site.cache)
    for _time in range(2):
        assert ask(site.cache, **{"path": "/", **request_}).how == "pass"
    assert site.drawn == 3
    assert site.closed == 3
    assert ask(site.cache).how == "hit"


def test_other_cookies_and_an_empty_body_make_nobody_special(site: Site) -> None:
    ask(site.cache)
    assert ask(site.cache, HTTP_COOKIE="theme=dark", CONTENT_LENGTH="0", CONTENT_TYPE="").how == "hit"


def test_pages_differ_by_scheme_path_and_known_parameters(site: Site) -> None:
    different = [
        {},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"path": "/novita/"},
        {"query": "p=1"},
        {"query": "p=2"},
    ]
    for one in different:
        assert ask(site.cache, **one).how == "miss"
    for one in different:
        assert ask(site.cache, **one).how == "hit"


def test_what_others_put_behind_a_link_makes_no_page_of_its_own_and_is_never_repeated(site: Site) -> None:
    answer = ask(site.cache, query="utm_source=x&p=1&fbclid=abc%20")
    assert answer.text.startswith("p=1 ")
    assert ask(site.cache, query="p=1").how == "hit"
    assert ask(site.cache).how == "miss"
    assert ask(site.cache, query="utm_campaign=%s").how == "hit"


@pytest.mark.parametrize(
    "change",
    [
        lambda site: setattr(site, "says_keep", False),
        lambda site: setattr(site, "status", "404 Not Found"),
        lambda site: site.headers.append(("Set-Cookie", "a=b")),
        lambda site: setattr(site, "version", None),
    ],
    ids=["Django says nothing", "not found", "a cookie", "no database"],
)
def test_what_is_not_for_everybody_is_handed_on_and_not_kept(
    site: Site, change: Callable[[Site], None]
) -> None:
    change(site)

    for number in (1, 2):
        answer = ask(site.cache)
        assert (answer.how, site.drawn, site.closed) == ("pass", number, number)
        assert answer.body.decode().endswith(site.text)
    assert len(site.cache.memory) == 0


def test_what_is_handed_on_is_the_very_thing_that_django_gave(site: Site) -> None:
    """A file is sent by the web server, which knows it by its class."""
    site.says_keep = False
    parts = site.cache(environ(), lambda *_said: None)
    assert isinstance(parts, Parts)
    assert site.closed == 0


def test_a_body_that_breaks_is_closed_and_kept_by_nobody(site: Site) -> None:
    class Broken(Parts):
        def __iter__(self) -> Iterator[bytes]:
            raise OSError("broken")

    whole = site.__class__.__call__

    def broken(asked: Any, start: Any) -> Iterable[bytes]:
        whole(site, asked, start)
        return Broken(site, [])

    site.cache.application = broken
    with pytest.raises(OSError, match="broken"):
        ask(site.cache)
    assert site.closed == 1

    site.cache.application = site
    assert ask(site.cache).how == "miss"


def test_a_failure_frees_those_who_wait(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layer, "SECONDS_TO_WAIT", 2 * PATIENCE)

    def fail() -> None:
        time.sleep(0.1)
        raise RuntimeError

    site.while_drawing = fail
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask, site.cache) for _one in range(4)]
        assert all(isinstance(one.exception(PATIENCE), RuntimeError) for one in asked)
    site.while_drawing = lambda: None
    assert ask(site.cache).how == "miss"


def flood(site: Site, visitors: int = 12) -> list[Any]:
    ready = threading.Barrier(visitors)

    def visit() -> Any:
        ready.wait()
        return ask(site.cache)

    with ThreadPoolExecutor(visitors) as pool:
        return [one.result() for one in [pool.submit(visit) for _one in range(visitors)]]


def test_of_many_at_once_one_draws_and_all_see_what_changed(site: Site) -> None:
    site.while_drawing = lambda: time.sleep(0.2)
    answers = flood(site)
    assert site.drawn == 1
    assert sorted(one.how for one in answers) == ["hit"] * 11 + ["miss"]

    site.text, site.version = "Nuovo", Version("second", "none")
    answers = flood(site)

    assert site.drawn == 2
    assert {one.text for one in answers} == {" Nuovo"}


def test_nobody_who_comes_after_a_change_waits_for_who_began_before_it(site: Site) -> None:
    began, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        began.set()
        go_on.wait(PATIENCE)

    site.while_drawing = hold
    with ThreadPoolExecutor(1) as pool:
        before = pool.submit(ask, site.cache)
        assert began.wait(PATIENCE)
        site.while_drawing = lambda: None
        site.text, site.version = "Nuovo", Version("second", "none")

        assert ask(site.cache).text == " Nuovo"

        go_on.set()
        assert before.result().text != " Nuovo"
    # And what was drawn late does not take the place of what is right.
    after = ask(site.cache)
    assert (after.how, after.text) == ("hit", " Nuovo")


def test_a_seat_that_was_taken_shows_to_the_next_visitor(site: Site) -> None:
    site.shows_counts = True
    ask(site.cache)
    site.text, site.version = "Un posto in meno", Version("first", "one")

    answer = ask(site.cache)

    assert (answer.how, answer.text) == ("miss", " Un posto in meno")


def test_a_page_without_seats_stays_while_seats_are_taken(site: Site) -> None:
    ask(site.cache)
    site.version = Version("first", "one")
    assert ask(site.cache).how == "hit"


def test_while_one_draws_the_new_number_of_seats_the_others_get_that_of_a_moment_ago(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layer, "SECONDS_BEHIND", 60.0)
    site.shows_counts = True
    old = site.text
    ask(site.cache)
    began, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        began.set()
        go_on.wait(PATIENCE)

    site.while_drawing = hold
    site.text, site.version = "Un posto in meno", Version("first", "one")
    with ThreadPoolExecutor(2) as pool:
        drawing = pool.submit(ask, site.cache)
        assert began.wait(PATIENCE)
        beside = ask(site.cache)
        assert (beside.how, beside.text) == ("hit", f" {old}")

        # Not for longer than that moment.
        monkeypatch.setattr(layer, "SECONDS_BEHIND", 0.0)
        waiting = pool.submit(ask, site.cache)
        time.sleep(0.1)
        assert not waiting.done()
        go_on.set()
        assert waiting.result().text == drawing.result().text == " Un posto in meno"
    assert site.drawn == 2
