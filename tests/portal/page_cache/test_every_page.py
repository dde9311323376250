"""Every public page of the demonstration: kept, the same for everybody, read of nothing that is unwatched."""

import html
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from api.resources import SOURCES
from eventi import calendar
from eventi.agenda.pages import FILE_PATH
from news.models import feeds
from news.models.chapters import CHAPTERS
from patti.texts.pages import VERSION
from portal.models import PortalRendition
from portal.page_cache import declared
from portal.page_cache.declared import Shown, Unseen
from portal.page_cache.layer import PageCache
from portal.page_cache.memory import Memory
from portal.page_cache.requests import admission
from portal.page_cache.tickets import ENVIRON, Ticket
from portal.page_cache.versions import Version
from tests.demonstration import Visit, visits
from tests.portal.page_cache.asking import HOST, Answer, ask

_WRITTEN = re.compile(r'^(?:INSERT INTO|INSERT OR IGNORE INTO|UPDATE|DELETE FROM) "(\w+)"')
_TABLES = re.compile(r'(?:FROM|JOIN) "?(\w+)"?')
# What a database says of the kinds of content changes with a deployment only.
_NEVER_CHANGED = {"django_content_type"}
_LINKS = re.compile(r'\bhref="([^"]+)"')
# Feeds, files for calendars (of an event, of all), chapters of a guideline, versions of a patto.
_BELOW_PAGES = (
    *(rf"/{kind}/$" for kind in feeds.KINDS),
    rf"/{calendar.PATH}/$",
    rf"/{FILE_PATH}/$",
    rf"/{CHAPTERS}/[^/]+/$",
    rf"/{VERSION}/\d+/$",
)


@contextmanager
def one_connection() -> Iterator[None]:
    """A request ends with a look at connections that are old, and the test's own has to stay."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def paths(demonstration: None) -> list[str]:
    pages = visits()
    assert len(pages) > 30
    below = _below(pages)
    for part in _BELOW_PAGES:
        assert any(re.search(part, path) for path in below), f"No page of the demonstration leads to {part}"
    return [*pages, *below, *_for_programs(), "/sitemap.xml"]


def _below(pages: dict[str, Visit]) -> list[str]:
    """What pages lead to below their own addresses, and the site map does not list; no documents."""
    found = set()
    for path, page in pages.items():
        for link in _LINKS.findall(page.text):
            where = urlsplit(urljoin(f"http://{HOST}{path}", html.unescape(link)))
            if where.netloc == HOST and any(re.search(part, where.path) for part in _BELOW_PAGES):
                found.add(where.path)
    return sorted(found - pages.keys())


def _for_programs() -> list[str]:
    """The API: what there is, its description, each list, and of each list the first entry."""
    lists = [reverse("api:listing", args=[name]) for name in SOURCES]
    entries = [f"{path}{Client().get(path).json()['results'][0]['id']}/" for path in lists]
    return [reverse("api:index"), reverse("api:document"), *lists, *entries]


def _unwatched() -> dict[str, str]:
    said = declared.words()
    return {
        model._meta.db_table: model._meta.label
        for model in declared.every_model()
        if isinstance(declared.word_of(model, said), Unseen)
    }


@pytest.fixture
def visited(paths: list[str]) -> dict[str, tuple[list[Answer], list[str]]]:
    """Each page asked three times of one process, nothing being changed, with the queries."""
    version = Version("first", "none")
    cache = PageCache(WSGIHandler(), admission(), lambda: version, Memory(50_000_000, 1000))
    found = {}
    for path in paths:
        with one_connection(), CaptureQueriesContext(connection) as captured:
            own = ask(cache, path, HTTP_COOKIE="sessionid=nobody")
            answers = [own, *(ask(cache, path) for _time in range(2))]
        found[path] = (answers, [query["sql"] for query in captured.captured_queries])
    return found


def test_every_public_page_is_kept_and_holds_nothing_of_who_asked(
    visited: dict[str, tuple[list[Answer], list[str]]],
) -> None:
    read: dict[str, set[str]] = defaultdict(set)
    for path, ((own, miss, hit), queries) in visited.items():
        assert (own.how, miss.how, hit.how) == ("pass", "miss", "hit"), path
        assert (miss.status, hit.status) == (200, 200), path
        assert miss.body == hit.body, path
        assert hit.headers["Vary"] == "Accept-Encoding", path
        assert hit.headers["Cache-Control"].startswith("public"), path
        assert hit.headers["ETag"].startswith('W/"'), path
        assert "Set-Cookie" not in hit.headers, path
        assert "nonce-" not in hit.headers.get("Content-Security-Policy", ""), path
        assert "csrfmiddlewaretoken" not in hit.text, path
        for sql in queries:
            for table in _TABLES.findall(sql):
                read[table].add(path)

    unwatched = {
        label: sorted(read[table])
        for table, label in _unwatched().items()
        if table in read and table not in _NEVER_CHANGED
    }
    assert unwatched == {}, "Public pages show what nobody watches: see public_content.py."
    # Else the pattern would find nothing at all.
    assert {"wagtailcore_page", "news_newspage", "portal_portalimage", "eventi_seat"} <= read.keys()


def test_a_page_that_shows_what_visitors_change_says_so_however_often_it_is_drawn(paths: list[str]) -> None:
    """What a process remembers of the first drawing is not read for the second."""
    django = WSGIHandler()

    def shows_counts(path: str) -> bool:
        ticket = Ticket(time.time())
        ask(lambda environ, start: django({**environ, ENVIRON: ticket}, start), path)
        assert ticket.until is not None, path
        return ticket.shows_counts

    with one_connection():
        first = {path for path in paths if shows_counts(path)}
        second = {path for path in paths if shows_counts(path)}

    assert first
    assert first == second


def test_whoever_is_shown_and_made_by_pages_says_so(demonstration: None) -> None:
    """What is written while a page is drawn must not make the page old that is being drawn."""
    PortalRendition.objects.all().delete()
    written: set[str] = set()

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            written.update(_WRITTEN.findall(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        for path in ("/", "/novita/", "/partecipa/", "/territori/"):
            Client().get(path)

    said = declared.words()
    made = {
        model._meta.db_table
        for model, word in declared.shown(said)
        if isinstance(word, Shown) and not word.made_by_pages
    }
    # The settings of a site are made once in its life.
    assert written & made <= {"portal_portalsettings"}
    assert "portal_portalrendition" in written
