"""The WSGI application in front of Django: answers from memory what anybody may see, or has Django draw it.

What is kept carries the version that was out *before* it was drawn, and each request reads the version that
is out when it arrives. So whoever comes after a change sees it, in every process, and nothing need be told
to anybody. When many come at once, one draws and the others wait for it.
"""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from portal.page_cache.headers import HEADER, HIT, MISS, PASS, Headers, KeptHeaders
from portal.page_cache.memory import LARGEST, Entry, Memory, entry_of
from portal.page_cache.requests import Admission, Asked, Environ, Key, Reader, as_asked
from portal.page_cache.tickets import ENVIRON, Ticket
from portal.page_cache.versions import Version

# While somebody draws a page whose seats changed, the others get it as it was, unless it is older than this.
SECONDS_BEHIND = 1.0
# Who waits longer for another's drawing draws too.
SECONDS_TO_WAIT = 10.0
# A clock that was put back must not make a page hold for years.
LONGEST_KEPT = 6 * 3600.0

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


@dataclass
class Drawing:
    """A page that somebody draws at this moment."""

    content: str
    done: threading.Event = field(default_factory=threading.Event)
    entry: Entry | None = None


class PageCache:
    """One for each process.

    Args:
        application: Django's.
        admission: which requests take part.
        read_version: what is out now; None when nobody can tell.
    """

    def __init__(
        self,
        application: Application,
        admission: Admission,
        read_version: Callable[[], Version | None],
        memory: Memory,
    ) -> None:
        self.application = application
        self.reader = Reader(admission)
        self.read_version = read_version
        self.memory = memory
        self._drawings: dict[Key, Drawing] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        asked = self.reader.read(environ)
        if asked is None:
            return self._pass(environ, start_response)
        # Before anything is looked at or drawn.
        version = self.read_version()
        if version is None:
            return self._pass(environ, start_response)
        entry = self.memory.get(asked.key)
        if entry is not None and _is_right(entry, version):
            return _answer(entry, asked, environ, start_response)
        if environ["REQUEST_METHOD"] == "HEAD":
            # Its answer has no body to keep.
            return self._pass(environ, start_response)
        return self._drawn(asked, version, entry, environ, start_response)

    def _pass(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """As Django answers it; what it hands over is neither looked at nor held."""

        def start(status: str, headers: Headers, *rest: Any) -> Any:
            return start_response(status, [*headers, (HEADER, PASS)], *rest)

        return self.application(environ, start)

    def _drawn(
        self,
        asked: Asked,
        version: Version,
        entry: Entry | None,
        environ: Environ,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        with self._lock:
            drawing = self._drawings.get(asked.key)
            # Who began before the change draws what was.
            mine = drawing is None or drawing.content != version.content
            if mine:
                drawing = self._drawings[asked.key] = Drawing(version.content)
        assert drawing is not None  # noqa: S101 - found or made above
        if mine:
            return self._draw(asked, version, drawing, environ, start_response)
        if entry is None or not _is_near(entry, version):
            drawing.done.wait(SECONDS_TO_WAIT)
            entry = drawing.entry
        if entry is None or not _is_near(entry, version):
            return self._pass(environ, start_response)
        return _answer(entry, asked, environ, start_response)

    def _draw(
        self,
        asked: Asked,
        version: Version,
        drawing: Drawing,
        environ: Environ,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        key = asked.key
        ticket = Ticket(time.time())
        try:
            answer = _Answer()
            parts = self.application({**as_asked(environ, key), ENVIRON: ticket}, answer.start)
            if ticket.until is None or not answer.may_be_kept:
                return answer.hand_on(parts, start_response)
            try:
                body = b"".join(parts)
            finally:
                # Django ends a request with it.
                getattr(parts, "close", lambda: None)()
            made = entry_of(
                answer.headers,
                body,
                content=version.content,
                counts=version.counts if ticket.shows_counts else None,
                until=min(ticket.until, ticket.began + LONGEST_KEPT),
                right_at=ticket.began,
            )
            drawing.entry = made
            if len(body) <= LARGEST:
                self._keep(key, drawing, made)
        finally:
            with self._lock:
                if self._drawings.get(key) is drawing:
                    del self._drawings[key]
            drawing.done.set()
        return _answer(made, asked, environ, start_response, MISS)

    def _keep(self, key: Key, drawing: Drawing, made: Entry) -> None:
        """Unless something changed meanwhile, and somebody else draws the page anew or has done so."""
        with self._lock:
            if self._drawings.get(key) is drawing:
                self.memory.put(key, made)


def _is_right(entry: Entry, version: Version) -> bool:
    """Whether an entry is what Django would draw now."""
    now = time.time()
    if entry.content != version.content or not now < entry.until:
        return False
    if entry.counts is not None:
        if entry.counts != version.counts:
            return False
        entry.right_at = now
    return True


def _is_near(entry: Entry, version: Version) -> bool:
    """Whether it is right but for numbers that visitors changed a moment ago."""
    now = time.time()
    if entry.content != version.content or not now < entry.until:
        return False
    return entry.counts is None or entry.counts == version.counts or now - entry.right_at < SECONDS_BEHIND


def _answer(
    entry: Entry, asked: Asked, environ: Environ, start_response: StartResponse, how: str = HIT
) -> Iterable[bytes]:
    etag = environ.get("HTTP_IF_NONE_MATCH")
    if etag is not None and _matches(etag, entry.etag):
        start_response("304 Not Modified", _said(entry.unchanged, how))
        return []
    form = entry.forms.get(asked.coding) or entry.forms["identity"]
    start_response("200 OK", _said(form.headers, how))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [form.body]


def _said(headers: KeptHeaders, how: str) -> Headers:
    """The same list each time for what is from memory: who has checked it need not do it again."""
    return headers if how == HIT else [*headers[:-1], (HEADER, how)]


def _matches(asked: str, etag: str) -> bool:
    """By weak comparison (RFC 9110, section 13.1.2)."""
    mine = etag.removeprefix("W/")
    return any(part.strip().removeprefix("W/") in (mine, "*") for part in asked.split(","))


class _Answer:
    """What Django said before the body."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: Headers = []
        self.rest: tuple[Any, ...] = ()

    def start(self, status: str, headers: Headers, *rest: Any) -> None:
        self.status, self.headers, self.rest = status, headers, rest

    @property
    def may_be_kept(self) -> bool:
        """Django has said so already; once more, because a cookie in memory would be everybody's."""
        named = {name.lower() for name, _value in self.headers}
        return self.status.startswith("200 ") and "set-cookie" not in named and "etag" in named

    def hand_on(self, parts: Iterable[bytes], start_response: StartResponse) -> Iterable[bytes]:
        start_response(self.status, [*self.headers, (HEADER, PASS)], *self.rest)
        return parts
